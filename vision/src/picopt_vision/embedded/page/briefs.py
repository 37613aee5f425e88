"""A caption in fewer words: beside the image, the whole of it would be read twice."""

import re
from collections.abc import Iterator
from typing import Final

from picopt_vision.embedded.page.captions import LONGEST_GIST, names_a_sight
from picopt_vision.embedded.page.seams import NEGATIONS
from picopt_vision.rules.checks import comparable

# What tells more than who or what is seen: `sits with kids as they draw`, `a board that plays notes`.
_CLAUSE: Final = re.compile(
    r",?\s(?:as|while|which|who|whose|where|when|that|because|although|though|so that|after|before|since|until)\s"
    r"|\s[–—-]\s|[;:]\s|,\s(?=(?:one|part|some|most|all|both) of\s)"
)
# `Naomi, warden of the woods, brought her drum`: who it is, and what is told of it.
_TOLD_OF: Final = re.compile(
    r"(?P<who>[A-Z][^,]*, [^,]+), (?=(?:[a-z]+(?:ed|s)|brought|built|came|gave|got|held|led|made|met|sang|sat|spoke"
    r"|stood|taught|told|took|went|won|wrote)\s)"
)
# `Joan of Arc, 1882`, `The harbor (north side)`.
_YEAR: Final = re.compile(r",\s(?:c\.\s?|[A-Z][a-z]+\.?\s)?(?:1[5-9]|20)\d\d$|\s\([^()]+\)$")
# Before where and when, at its end.
_WHEREABOUTS: Final = re.compile(r"\s(?:in|at|on|during|near|from|outside|inside)\s(?=[^,]*$)")
# `The college's token launcher`
_OWNED: Final = re.compile(r"^.*\w['’]s\s(?P<thing>.+)$")
_NOBODY: Final = NEGATIONS | {"nobody", "none", "nothing", "neither", "few", "fewer"}
FEWEST_WORDS: Final = 2
# What no phrase ends with: `plates of vegetables grown` at the farm.
_GOES_ON: Final = re.compile(
    r"and|or|of|the|an?|to|with|by|for|is|are|[^\W\d_]{2,}ed|born|built|caught|found|given|grown|held|hung|kept|known|left"
    r"|made|seen|set|shown|sold|taken|worn|written",
    re.IGNORECASE,
)


def brief(caption: str) -> str:
    """`Red Sails lettuce` of `Red Sails lettuce, one of our favorite crops`; empty where it cannot be said with less.

    It names what is to be seen, whole, and nothing is turned into its contrary.
    """
    whole = " ".join(caption.split()).strip(" .:;,–—-")
    if not _NOBODY.isdisjoint(comparable(whole).split()):
        return ""
    return next((text for text in _shorter(whole) if _is_text(text, whole)), "")


def _shorter(whole: str) -> Iterator[str]:
    told = _TOLD_OF.match(whole)
    if told:
        yield told["who"]
    clause = _CLAUSE.search(whole)
    if clause:
        yield whole[: clause.start()]
    yield _YEAR.sub("", whole)
    owned = _OWNED.match(whole)
    if owned:
        yield owned["thing"]
    for place in reversed(list(_WHEREABOUTS.finditer(whole))):
        yield whole[: place.start()]


def _is_text(text: str, whole: str) -> bool:
    words = text.split()
    if len(words) < FEWEST_WORDS or comparable(text) == comparable(whole) or len(text) > LONGEST_GIST:
        return False
    is_whole = text.count("(") == text.count(")") and _GOES_ON.fullmatch(words[-1]) is None
    return is_whole and names_a_sight(text)
