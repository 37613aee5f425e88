"""The thing that an image's file is called after and the page speaks of: `owl-quilt.jpg` beside words about a quilt."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from picopt_vision.context import Context, Placement
from picopt_vision.embedded.claim import with_article
from picopt_vision.embedded.page.captions import is_order, touching
from picopt_vision.embedded.page.filewords import file_words, is_of_layout, is_placeholder, singular
from picopt_vision.embedded.page.kinds import Noun, noun
from picopt_vision.embedded.page.proper import FUNCTION_WORDS
from picopt_vision.embedded.page.stock import stock_words

# Words of the file that the page's phrase has at most.
LONGEST: Final = 4
# What may stand between them there: `Statue of Liberty`, `Black & Decker hand vacuum`.
_BETWEEN: Final = r"(?:[\s-]+|['’]s?\s+|\s+(?:of|and|with|in|on|&)\s+(?:the\s+)?)"
# Of another language: there, the last word is not what it is (`muffins-de-chocolate`).
_FOREIGN: Final = re.compile(r"[-_ ](?:de|del|di|da|du|des|la|le|el|les|los|las|et|und|mit|con|avec|alla|al|y)[-_ ]")
# What nobody says `a` of; a page that does so means one kind of it. Scissors and trousers are many.
_UNCOUNTED: Final = re.compile(
    r"(?:ing|wear|ware|ery|age|ment|elry|erie)$|(?<!s)(?<![uio])s$|^(?:apparel|attire|cattle|furniture|gear|glass|lace|makeup"
    r"|paint|paper|poultry|rice|rope|string|tape|wire)$"
)
# Words of programs, and animals and tools that programs, brands, and parts of computers are called after.
_OF_PROGRAMS: Final = frozenset(
    """apple branch bridge bus cache card code commit console container cookie dashboard driver export filter frame
    framework gateway hook jaguar java key launch lock mouse network package pipe pipeline platform plugin port portal
    puppet python root ruby server shell socket stack switch table template terminal thread token tool tree widget
    window""".split()  # noqa: SIM905 # a list of words is read more easily as prose
)
# What such a thing is for is all that tells it: a candle's holder, a cake's stand.
_TELLING_NOTHING: Final = frozenset(
    """accessory bag base basket board bottle box bracket cabinet can cap card case container cover cup device dispenser
    frame holder jar kit lid light machine maker mount pack pad pot rack sensor set shelf stand stick strap support tool
    tray""".split()  # noqa: SIM905 # as above
)
# On what, or in what, something else stands: `cups-counter` shows cups.
_CARRYING: Final = frozenset(
    """background basket bench board bowl counter cupboard desk display fence floor plate platter shelf stand table tray
    wall window windowsill""".split()  # noqa: SIM905 # as above
)
# What tells a noun from a verb: `a launch`, and not `we launch`.
_BEFORE_NOUNS: Final = r"(?:an?|the|this|that|these|those|my|our|your|his|her|their|its|each|every|one|of|with)"
# What is called after things, so that the thing is not to be seen: `hammer museum`.
_CALLED_AFTER: Final = frozenset(
    """album app band brand campaign class club collection company course day event family festival game garden group
    guide industry language museum party pattern project recipe season series show size song team theme tour tutorial
    type week workshop""".split()  # noqa: SIM905 # as above
)
_GAP: Final = re.compile(r"[\s-]+")
_NEXT: Final = re.compile(r" ([^\W\d_][\w'’-]*)")


def thing_of_file(context: Context, *, is_food: bool = False) -> str:
    """What the file's last word names, as the page has it: `an owl quilt`, `tomatoes`; empty where the two are apart.

    People are told from the pixels first. That only the page's title has the word says little. Where food is seen, and
    all of the file is the name of some, the page may have that in a name of its own: `Grandma's Walnut Pancakes`.
    """
    name = context.file_name
    words = file_words(name)[-LONGEST:]
    found = noun(words[-1]) if words else None
    if found is None or "person" in found.groups or is_of_layout(name) or is_placeholder(name):
        return ""
    if _FOREIGN.search(name.lower()):
        return ""
    stock = stock_words(name)
    if stock and "building" not in found.groups:
        return _as_said(stock, found, context.known)
    fewest = 2 if _carries(words) else 1
    for text in _texts(context.main):
        for count in range(len(words), fewest - 1, -1):
            said = re.search(_phrase(words[-count:]), text, re.IGNORECASE)
            if said and _is_thing(said, text, context):
                return _as_said(_in_number(said[0], words[-1]), found, context.known)
        if is_food and len(words) == 1 and "food" in found.groups and _ends_a_name(words[0], text):
            return words[0]
    return ""


def _carries(words: Sequence[str]) -> bool:
    """The last word is only where the one before it stands: `cups-counter`."""
    return len(words) > 1 and singular(words[-1]) in _CARRYING and noun(words[-2]) is not None


def _ends_a_name(dish: str, text: str) -> bool:
    """A word with a capital stands before it, and says more than that it is there: not `In Turkey`."""
    before = re.finditer(rf"(?<![\w'’-])([\w'’-]++) {_phrase([dish])}", text, re.IGNORECASE)
    return any(said[1][0].isupper() and said[1].lower() not in FUNCTION_WORDS for said in before)


def shorter(thing: str) -> str:
    """`marrow` of `stuffed marrow`, for where the whole of it stands beside the image; empty where that is one word."""
    *others, last = thing.split() or [""]
    found = noun(last) if last.lower() not in _TELLING_NOTHING else None
    return _with_article(last.lower(), found) if others and found else ""


def _texts(place: Placement) -> Iterator[str]:
    texts = (place.figcaption, place.heading, *touching(place), place.after, place.before)
    yield from (text for text in texts if not is_order(text))


def _phrase(words: list[str]) -> str:
    """The words in their order, the last one in the singular or the plural."""
    *others, last = words
    forms = rf"(?:{re.escape(last)}|{re.escape(singular(last))}(?:e?s)?)"
    return r"\b" + _BETWEEN.join([*map(re.escape, others), forms]) + r"\b(?!['’-])"


def _is_thing(said: re.Match[str], text: str, context: Context) -> bool:
    """A phrase of several words, or one that the page has as a noun and that is no name, and not of programs.

    Written large, one word may be a name or a brand: `the Hammer family`. As a noun it stands behind an article or the
    like, or in the plural, and at the end of its phrase: `the tree` and not `the tree nursery`.
    """
    if " " in said[0].strip():
        return True
    word = said[0].split("-")[-1]
    stem = re.escape(singular(word))
    if singular(word) in _OF_PROGRAMS or not re.search(rf"\b{stem}(?:e?s)?\b", f"{context.known} {_opening(text)}"):
        return False
    as_noun = rf"\b{_BEFORE_NOUNS}\s+(?:[\w-]+\s+)?{stem}s?\b|\b{stem}e?s\b"
    return re.search(as_noun, context.known, re.IGNORECASE) is not None and _ends(text, said.end())


def _opening(text: str) -> str:
    """A heading has capitals that say nothing."""
    return text.lower() if len(text.split()) <= LONGEST else ""


def _ends(text: str, at: int) -> bool:
    """What follows is no noun and no name to which the word belongs."""
    after = _NEXT.match(text, at)
    return after is None or not (after[1][0].isupper() or noun(after[1]) or singular(after[1]) in _CALLED_AFTER)


def _in_number(phrase: str, last: str) -> str:
    """With as many as the file says: of `Featured Quilts`, `quilt.jpg` shows one."""
    said = _GAP.split(phrase)[-1]
    return phrase if said.lower() == last else phrase.removesuffix(said) + last


def _as_said(phrase: str, found: Noun, page: str) -> str:
    """Small, where the page writes it so; with an article, unless it is of what is not counted."""
    others = phrase.split()[:-1]
    small = phrase.lower() if not others or re.search(rf"\b{re.escape(phrase.lower())}\b", page) else phrase
    own = re.search(rf"\b(an?)\s+{re.escape(phrase)}\b", page, re.IGNORECASE)
    if own:
        return f"{own[1].lower()} {small}"
    is_name = bool(others) and small != small.lower()
    return small if is_name else _with_article(small, found)


def _with_article(phrase: str, found: Noun) -> str:
    last = phrase.rsplit(maxsplit=1)[-1]
    is_one = not found.is_plural and "food" not in found.groups and not _UNCOUNTED.search(last)
    return with_article(phrase) if is_one else phrase
