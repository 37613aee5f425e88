"""The thing that an image's file is called after and the page speaks of: `owl-quilt.jpg` beside words about a quilt."""

import re
from collections.abc import Iterator
from typing import Final

from picopt_vision.context import Context, Placement
from picopt_vision.embedded.claim import with_article
from picopt_vision.embedded.page.captions import is_order, touching
from picopt_vision.embedded.page.filewords import file_words, is_of_layout, is_placeholder, singular
from picopt_vision.embedded.page.kinds import Noun, noun

# Words of the file that the page's phrase has at most.
LONGEST: Final = 4
# What may stand between them there: `Statue of Liberty`, `Black & Decker hand vacuum`.
_BETWEEN: Final = r"(?:[\s-]+|['’]s?\s+|\s+(?:of|and|with|in|on|&)\s+(?:the\s+)?)"
# Of another language: there, the last word is not what it is (`muffins-de-chocolate`).
_FOREIGN: Final = re.compile(r"[-_ ](?:de|del|di|da|du|des|la|le|el|les|los|las|et|und|mit|con|avec|alla|al|y)[-_ ]")
# What nobody says `a` of.
_UNCOUNTED: Final = re.compile(
    r"(?:ing|wear|ware|ery|age|ment)$|^(?:apparel|attire|furniture|gear|glass|hardware|lace|makeup|paint|paper|rope"
    r"|string|tape|wire)$"
)
# In pages about programs these are no things.
_OF_PROGRAMS: Final = frozenset(
    """bridge bus cache card console container dashboard driver export filter frame framework gateway hook key launch
    network package pipe pipeline platform plugin port portal server shell socket stack switch table template terminal
    token tool widget window""".split()  # noqa: SIM905 # a list of words is read more easily as prose
)
# What tells a noun from a verb: `a launch`, and not `we launch`.
_BEFORE_NOUNS: Final = r"(?:an?|the|this|that|these|those|my|our|your|his|her|their|its|each|every|one|of|with)"


def thing_of_file(context: Context) -> str:
    """What the file's last word names, as the page has it: `an owl quilt`, `tomatoes`; empty where the two are apart.

    People are told from the pixels first. That only the page's title has the word says little.
    """
    name = context.file_name
    words = file_words(name)[-LONGEST:]
    found = noun(words[-1]) if words else None
    if found is None or "person" in found.groups or is_of_layout(name) or is_placeholder(name):
        return ""
    if _FOREIGN.search(name.lower()):
        return ""
    for text in _texts(context.main):
        for first in range(len(words)):
            said = re.search(_phrase(words[first:]), text, re.IGNORECASE)
            if said and (first < len(words) - 1 or _is_thing(words[-1], context)):
                return _as_said(_in_number(said[0], words[-1]), found, context.known)
    return ""


def _texts(place: Placement) -> Iterator[str]:
    texts = (place.figcaption, place.heading, *touching(place), place.after, place.before)
    yield from (text for text in texts if not is_order(text))


def _phrase(words: list[str]) -> str:
    """The words in their order, the last one in the singular or the plural."""
    *others, last = words
    forms = rf"(?:{re.escape(last)}|{re.escape(singular(last))}(?:e?s)?)"
    return r"\b" + _BETWEEN.join([*map(re.escape, others), forms]) + r"\b(?!['’-])"


def _is_thing(word: str, context: Context) -> bool:
    """The page has it as a noun, behind an article or the like or in the plural, and it is not of programs."""
    if singular(word) in _OF_PROGRAMS:
        return False
    stem = re.escape(singular(word))
    as_noun = rf"\b{_BEFORE_NOUNS}\s+(?:[\w-]+\s+)?{stem}s?\b|\b{stem}e?s\b"
    return re.search(as_noun, context.known, re.IGNORECASE) is not None


def _in_number(phrase: str, last: str) -> str:
    """With as many as the file says: of `Featured Quilts`, `quilt.jpg` shows one."""
    *others, said = phrase.split()
    return " ".join([*others, said if said.lower() == last else last])


def _as_said(phrase: str, found: Noun, page: str) -> str:
    """Small, where the page writes it so; with an article, unless it is of what is not counted."""
    *others, last = phrase.split()
    small = phrase.lower() if not others or re.search(rf"\b{re.escape(phrase.lower())}\b", page) else phrase
    is_one = not found.is_plural and "food" not in found.groups and not _UNCOUNTED.search(last)
    is_counted = re.search(rf"\b(?:an?|each|every|one)\s+(?:[\w-]+\s+)?{re.escape(last)}\b", page, re.IGNORECASE)
    is_name = bool(others) and small != small.lower()
    return with_article(small) if (is_one and not is_name) or is_counted else small
