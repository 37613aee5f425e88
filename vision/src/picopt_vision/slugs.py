"""The last part of an address as the name of a page, where it reads as one."""

import re
from collections.abc import Sequence
from typing import Final

# More words than this are a sentence, and a sentence has one of these in it; without, they are keywords.
MOST_KEYWORDS: Final = 5
FEWEST_BEHIND_CODE: Final = 3
_JOINING: Final = frozenset(
    """a an the of for and or in on at to from with by into about as is are how what why who our your my we us you it
    this that not no der die das und von für mit im zur zum am de la le les du des et en au aux el los las del para con
    por y e o da do dos di il per met van het een voor""".split()  # noqa: SIM905 -- a list of words is read more easily as prose
)
# `gsoc2014`, `totem350`: a name and a number glued.
_GLUED: Final = re.compile(r"[^\W\d_]{2,}\d{2,}")
# `question8`: the site's own number of one of many.
_ONE_OF_MANY: Final = re.compile(
    r"(?:article|chapter|day|demo|exercise|item|lesson|page|part|post|question|section|slide|step|test|topic|unit|week)\d+",
    re.IGNORECASE,
)
# Without a vowel, letters are initials: `csc`, `hpc`. These few are written small all the same.
_INITIALS: Final = re.compile(r"[bcdfghj-np-tv-xz]{2,5}", re.IGNORECASE)
_SHORT: Final = frozenset(
    {"mr", "mrs", "ms", "dr", "st", "vs", "jr", "sr", "pt", "ft", "km", "cm", "mm", "kg", "nd", "rd", "th", "nth"}
)
LONGEST_INITIALS: Final = 5
# Where several words have capitals only, they tell nothing of any of them.
_SHOUTED: Final = re.compile(r"\b[A-Z]{2,}(?:\s+[A-Z]{2,})+\b")


def page_name(words: Sequence[str], page: str, *, is_file: bool = False) -> str:
    """`Opening hours` of `opening-hours`, in the page's spelling; empty where it reads as no name.

    `page`: the text around the link. `is_file`: it names a file, whose initials may be anybody's.
    """
    words = _apart(words, page)
    name = _in_a_row(words, page)
    if not name and _is_readable(words, page, is_file=is_file):
        calm = _SHOUTED.sub(" ", page)
        name = " ".join(_spelled(word, calm) for word in words)
    # `lxqcgi-lakeside-garden-inn`: a number of the site's own stands before the name.
    elif not name and len(words) > FEWEST_BEHIND_CODE:
        name = _in_a_row(words[1:], page)
    is_marked = re.match("[a-z]+[A-Z]", name)  # `iPhone` begins as it does
    return name if is_marked else f"{name[:1].upper()}{name[1:]}"


def _apart(words: Sequence[str], page: str) -> Sequence[str]:
    """`crochetNecklaces`, where the page has the two words and not the one."""
    parts = re.split(r"(?<=[a-z])(?=[A-Z][a-z])", words[0]) if len(words) == 1 else []
    is_one = len(parts) < 2 or re.search(rf"\b{re.escape(words[0])}\b", page) is not None
    return parts if not is_one and _in_a_row(parts, page) else words


def _in_a_row(words: Sequence[str], page: str) -> str:
    """As the page has all of them: `Variadic Views` for `variadic-views`, `GSoC 2014` for `gsoc2014`."""
    parts = [re.sub(r"(?<=[^\W\d_])(?=\d)", " ", word).split() for word in words]
    if sum(map(len, parts)) == 1:
        return ""  # one word stands anywhere
    pattern = r"[\W_]{1,3}".join(r"[\W_]{0,3}".join(map(re.escape, part)) for part in parts)
    found: list[str] = re.findall(rf"\b{pattern}\b", page, re.IGNORECASE)
    return next((text for text in found if not text.isupper()), "")


def _is_readable(words: Sequence[str], page: str, *, is_file: bool) -> bool:
    is_phrase = not _JOINING.isdisjoint(word.lower() for word in words)
    are_few = is_phrase or len(words) <= MOST_KEYWORDS
    has_initials = is_file and not is_phrase and any(_is_unknown(word, page) for word in words)
    # `R: now` and `what's` have lost their signs; `measles L` ends with its letter.
    has_letter = any(re.fullmatch("[b-df-hj-np-tv-xz]", word, re.IGNORECASE) for word in words[:-1])
    is_token = len(words) == 1 and words[0].isupper() and len(words[0]) > LONGEST_INITIALS and words[0] not in page
    is_numbered = len(words) == 1 and _ONE_OF_MANY.fullmatch(words[0]) is not None
    return are_few and not (is_token or is_numbered or has_initials or has_letter or any(map(_GLUED.search, words)))


def _is_unknown(word: str, page: str) -> bool:
    return _are_initials(word) and not re.search(rf"\b{word}\b", page, re.IGNORECASE)


def _are_initials(word: str) -> bool:
    return _INITIALS.fullmatch(word) is not None and word.lower() not in _SHORT


def _spelled(word: str, page: str) -> str:
    """`HPC`, `Keck` where the page writes it so and not otherwise."""
    forms: set[str] = set(re.findall(rf"\b{re.escape(word)}\b", page, re.IGNORECASE))
    marked = [form for form in forms if form[1:] != form[1:].lower() and not _is_shouted(form)]
    if marked and word not in forms:
        return min(marked)
    is_name = word.islower() and word not in forms and re.search(rf"[a-z],? {word.capitalize()}\b(?! [A-Z])", page)
    if is_name:
        return word.capitalize()
    return word.upper() if _are_initials(word) and word.islower() else word


def _is_shouted(form: str) -> bool:
    return form.isupper() and len(form) > LONGEST_INITIALS
