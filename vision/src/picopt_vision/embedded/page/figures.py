"""Figures that the text points at: `The following diagram of the network shows …` stands right before one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from picopt_vision.context import Context, Placement
from picopt_vision.embedded.page.captions import TELLS, is_order, touching
from picopt_vision.embedded.page.filewords import COMPLEX_KINDS, NO_CODE, singular
from picopt_vision.embedded.page.kinds import noun

_SHOWS: Final = r"shows?|showing|shown|illustrates?|depicts?|looks? like|see"
# What a sentence says of the image after it, and of the one before it.
_BELOW: Final = re.compile(rf"\b(?:below|following|next|here|{_SHOWS})\b|:$", re.IGNORECASE)
_ABOVE: Final = re.compile(rf"\b(?:above|this|{_SHOWS})\b", re.IGNORECASE)
_KIND: Final = rf"(?P<kind>(?:{'|'.join(sorted(COMPLEX_KINDS, reverse=True))})s?)\b{NO_CODE}"
_ABOUT: Final = r"(?:\s+(?:of|for)\s+(?P<about>[\w'’-]+(?:\s+[\w'’-]+){0,6}))?"
_FIGURE: Final = re.compile(rf"\b(?:an?|the|this|following)\s+(?:[\w-]+\s+){{0,2}}?{_KIND}{_ABOUT}", re.IGNORECASE)
# `Style tile:` right before it.
_ANNOUNCED: Final = re.compile(rf"(?:[\w'’-]+\s+){{0,3}}{_KIND}{_ABOUT}\s*:", re.IGNORECASE)
_ENDS: Final = TELLS | frozenset(
    "shows show showing shown illustrates depicts below above which where with".split()  # noqa: SIM905 # read more easily as prose
)
MOST_WORDS: Final = 5
MOST_WORDS_OF_A_HEADING: Final = 8
# Shorter names of files say nothing.
SHORTEST_NAME: Final = 6
MOST_WORDS_OF_A_BRAND: Final = 4
# What counts the files of one name: `lambda-world-2.png`.
_COUNTED: Final = re.compile(r"(?:[-_ ]\d{1,2})?(?:-\d+x\d+)?\.\w+$")


@dataclass(frozen=True, slots=True)
class Figure:
    """What the text calls the image beside it."""

    kind: str
    about: str
    """`a parabola` of `a chart of a parabola`; empty where it does not say."""


def pointed_at(place: Placement) -> Figure | None:
    """The figure that the sentence right before the image, or right after it, speaks of; None for two kinds of them."""
    found = list(_figures(place))
    return found[0] if found and len({figure.kind for figure in found}) == 1 else None


def _figures(place: Placement) -> Iterator[Figure]:
    for text in touching(place):
        is_after = place.after.startswith(text)
        points, away = (_ABOVE, r"\b(?:below|following)\b") if is_after else (_BELOW, r"\babove\b")
        if points.search(text.strip()) and not re.search(away, text, re.IGNORECASE) and not is_order(text):
            announced = _ANNOUNCED.fullmatch(text.strip())
            for match in [announced] if announced else _FIGURE.finditer(text):
                yield Figure(singular(match["kind"]), _about(match["about"] or ""))


def _about(text: str) -> str:
    """The words up to where the sentence goes on; empty where that are too many to be a name."""
    words = text.split()
    end = next((at for at, word in enumerate(words) if word.lower() in _ENDS), len(words))
    return " ".join(words[:end]) if 0 < end <= MOST_WORDS else ""


def called_as_file(context: Context) -> str:
    """The caption, heading, or title that is letter for letter what the file is called; empty where none is."""
    place, name = context.main, _plain(_COUNTED.sub("", context.file_name))
    texts = (place.figcaption, place.heading, place.page_title)
    fit = (text for text in texts if _plain(text) == name and len(text.split()) <= MOST_WORDS_OF_A_HEADING)
    return next(fit, "") if len(name) >= SHORTEST_NAME else ""


def is_brand(text: str) -> bool:
    """A name that a logo may have: capitals at each word, and at its end no animal, plant, or other thing."""
    words = text.split()
    is_named = all(word[:1].isupper() for word in words) and len(words) <= MOST_WORDS_OF_A_BRAND
    return is_named and (is_coined(text) or (len(words) > 1 and noun(words[-1]) is None))


def is_coined(text: str) -> bool:
    """`JavaScript`: nothing but a thing that somebody made is written so."""
    return re.search(r"[a-z][A-Z]", text) is not None


def _plain(text: str) -> str:
    return "".join(char for char in text.lower() if char.isalnum())
