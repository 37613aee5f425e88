"""Words that the eye got nearly right, spelled as the page or the file spells them."""

import re
from difflib import get_close_matches
from typing import Final

# So alike are a word of the page and what became of it through a mark or a stain beside it.
LEAST_LIKENESS: Final = 0.9
SHORTEST_MENDED: Final = 6
# `retransmission` is another word than `transmission`.
SHORTEST_PREFIX: Final = 2
_ENDINGS: Final = frozenset(
    {"", "s", "es", "e", "d", "ed", "r", "er", "or", "n", "ing", "ings", "ion", "ions", "ive", "ly", "y"}
)
SHORTEST_STEM: Final = 4
SHORTEST_SAID: Final = 3
# What capital letters are taken for, and a word that may be of such letters alone.
_LIKE: Final = str.maketrans({"l": "I", "1": "I", "0": "O"})
_IN_CAPITALS: Final = re.compile(r"(?<![^\W_])[A-Z01l]{2,}(?![^\W_])")


def is_glued(text: str, page: str) -> bool:
    """`ChapterR-Ladies`: words that stand in boxes are read as one. Names that are written so, the page has, too."""
    return any(word not in page for word in re.findall(r"\w*[^\W\dA-Z_][A-Z]\w*", text))


def plain(text: str) -> str:
    """Letters and digits alone, and small: `rladies` of `R-Ladies`."""
    return "".join(char for char in text.lower() if char.isalnum())


def count_letters(text: str) -> int:
    """Letters and digits in it."""
    return sum(char.isalnum() for char in text)


def in_file(name: str) -> set[str]:
    """All words of a file's name, also those that say nothing of an image."""
    return {word.lower() for word in re.findall(r"[^\W\d_]+", name)}


def apart_as_in_file(text: str, page: str, name: str) -> str:
    """`STRIKES BACK` where the eye read `STRIKES.BACK`, and the file is called after both words."""
    words = in_file(name.rsplit(".", 1)[0])

    def apart(match: re.Match[str]) -> str:
        is_two = {match[1].lower(), match[2].lower()} <= words and match[0] not in page
        return f"{match[1]} {match[2]}" if is_two else match[0]

    return re.sub(r"([^\W\d_]{3,})\.([^\W\d_]{3,})", apart, text)


def with_like_letters(text: str, page: str, names: str) -> str:
    """`CI` where the eye read `Cl`: as the page has it in capitals, or `names` (file and site) in any letters.

    What is read is left alone where either has it, and so are numbers and codes: cell `A1` of a sheet is no AI.
    """
    written = set(re.findall(r"[^\W_]+", page))
    named = {word.lower() for word in re.findall(r"[^\W_]+", names)}
    known = {*filter(str.isupper, written), *map(str.upper, named)}

    def mend(match: re.Match[str]) -> str:
        word = match[0]
        meant = word.translate(_LIKE)
        is_code = word.isdigit() or (len(word) < SHORTEST_SAID and not word.isalpha())
        is_said = word in written or word.lower() in named
        return meant if meant in known and not (is_code or is_said) else word

    return _IN_CAPITALS.sub(mend, text)


def mended(text: str, page: str) -> str:
    """With the page's word in place of a longer one that is nearly the same, and is no other form of it.

    A name in capitals whose two words were read as one is written as the page has it.
    """
    known = {word.lower(): word for word in re.findall(r"[^\W\d_]{6,}", page)}
    joined = {plain(word) for word in re.findall(r"\b\w++(?:-\w++)++", page)}
    pairs = re.finditer(r"(?=\b([A-Z][^\W\d_]+ [A-Z][^\W\d_]+)\b)", page)
    named: dict[str, str] = {plain(pair[1]): pair[1] for pair in pairs}

    def mend(match: re.Match[str]) -> str:
        word = match[0]
        if word.lower() in known or plain(word) in joined:  # `RLadies` of `R-Ladies` is no `Ladies`
            return word
        if word.isupper() and word.lower() in named:  # `GREENGARDEN` of a round logo, where the page has `Green Garden`
            return named[word.lower()]
        near = next(iter(get_close_matches(word.lower(), known, n=1, cutoff=LEAST_LIKENESS)), "")
        is_misread = near and abs(len(near) - len(word)) < SHORTEST_PREFIX and not _are_forms(word.lower(), near)
        return known[near] if is_misread else word

    return re.sub(rf"[^\W\d_]{{{SHORTEST_MENDED},}}", mend, text)


def _are_forms(one: str, other: str) -> bool:
    """`device` and `devices`, `translating` and `translation`: both are words, and neither is the other read wrong."""
    shared = next(
        (at for at, (left, right) in enumerate(zip(one, other, strict=False)) if left != right),
        min(len(one), len(other)),
    )
    stems = range(max(shared - 2, SHORTEST_STEM), shared + 1)
    return any({one[stem:], other[stem:]} <= _ENDINGS for stem in stems)
