"""Writing in the image held against the page: what both say is read right, and spelled as the page spells it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from picopt_vision.context import Context
from picopt_vision.embedded.reading import Reading
from picopt_vision.rules.checks import comparable

# A logo, a badge or a cover has few lines.
MOST_LINES_OF_A_NAME: Final = 4
MOST_WORDS_OF_A_NAME: Final = 6
MOST_LABELS: Final = 12
# So alike are a word of the page and what became of it through a mark or a stain beside it.
ALIKE: Final = 0.9
SHORTEST_MENDED: Final = 6
# A logo may have a motto or an owner beside its name, but the name is a good part of what is written.
LEAST_OF_ALL: Final = 0.4


@dataclass(frozen=True, slots=True)
class Lettering:
    """What is written in the image, as far as the page says the same."""

    name: str = ""
    """What a logo or a badge says as a whole, in the page's spelling; empty where there is more writing than that."""
    headline: str = ""
    """The largest lines, words mended that the page has and the eye got nearly right."""
    labels: tuple[str, ...] = ()
    """Lines all of whose words the page uses, too."""


def hold_against(reading: Reading, context: Context) -> Lettering:
    """The reading, seen with the page's eyes."""
    page = f"{context.known} {context.site_name}"
    name = _longest_on_page(reading.texts, page) if reading.lines <= MOST_LINES_OF_A_NAME else ""
    words = {comparable(word) for word in re.findall(r"[^\W_]+", page)}
    labels = [text for text in reading.texts if _is_label(text, words)]
    return Lettering(name, _mended(reading.headline, page), tuple(dict.fromkeys(labels))[:MOST_LABELS])


def _longest_on_page(texts: Sequence[str], page: str) -> str:
    """The longest run of lines that the page has as a phrase, as the page writes it."""
    letters = sum(map(_letters, texts))
    runs = [" ".join(texts[first:last]) for first in range(len(texts)) for last in range(first + 1, len(texts) + 1)]
    for run in sorted(runs, key=len, reverse=True):
        words = re.findall(r"[^\W_]+", run)
        is_part = _letters(run) < max(SHORTEST_MENDED, LEAST_OF_ALL * letters)
        if is_part or len(words) > MOST_WORDS_OF_A_NAME:
            continue
        pattern = r"\b" + r"[\W_]+".join(map(re.escape, words)) + r"\b"
        found = [match[0] for match in re.finditer(pattern, page, re.IGNORECASE)]
        if found:
            return min(found, key=str.isupper)
    return ""


def _letters(text: str) -> int:
    return sum(char.isalnum() for char in text)


def _is_label(text: str, words: set[str]) -> bool:
    own = re.findall(r"[^\W_]+", text)
    return bool(own) and max(map(len, own)) > 2 and all(comparable(word) in words for word in own)


def _mended(text: str, page: str) -> str:
    known = {word.lower(): word for word in re.findall(r"[^\W\d_]{6,}", page)}

    def mend(match: re.Match[str]) -> str:
        word = match[0]
        if word.lower() in known:
            return word
        near = get_close_matches(word.lower(), known, n=1, cutoff=ALIKE)
        return known[near[0]] if near else word

    return re.sub(rf"[^\W\d_]{{{SHORTEST_MENDED},}}", mend, text)
