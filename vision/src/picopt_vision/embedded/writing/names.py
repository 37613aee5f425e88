"""What a logo or a badge says as a whole, where the page, the file or the link confirms it."""

import re
from collections.abc import Collection, Sequence
from typing import Final

from picopt_vision.context import Context
from picopt_vision.embedded.page.filewords import KINDS, file_words, kind_of
from picopt_vision.embedded.page.proper import FUNCTION_WORDS, initials, is_capital
from picopt_vision.embedded.writing.reading import BROKEN
from picopt_vision.embedded.writing.spelling import SHORTEST_MENDED, SHORTEST_SAID, count_letters, plain
from picopt_vision.embedded.writing.written import Reading
from picopt_vision.links import site_of

MOST_WORDS_OF_A_NAME: Final = 6
# Of the only line of a logo, which nobody else confirms.
SURE_OF_ONE_LINE: Final = 0.97
# A logo may have a motto or an owner beside its name, but the name is a good part of what is written.
LEAST_OF_ALL: Final = 0.4
# One word that is less of it than this is a piece of a phrase.
LEAST_OF_ALL_IF_ONE: Final = 0.75


def name_in(reading: Reading, page: str, context: Context) -> str:
    """Lines that the border may have cut are read right where page or address has the same; a logo's only line is."""
    confirmed = _longest_on_page(reading.texts, page) or _longest_on_page(reading.edges, page)
    in_address = _as_on_page(_in_address(reading.edges, context), page)
    return confirmed or in_address or (_as_on_page(_only_line(reading), page) if kind_of(context) == "logo" else "")


def _as_on_page(name: str, page: str) -> str:
    """`Hack for Change` where the eye read `HACKFOR CHANGE`; as it was read, where the page does not have it."""
    spaced = r"[^\w\n]?".join(map(re.escape, plain(name)))
    found = re.search(rf"\b{spaced}\b", page, re.IGNORECASE) if name else None
    return found[0] if found else name


def _only_line(reading: Reading) -> str:
    line = reading.edges[0] if len(reading.edges) == reading.lines == 1 else ""
    is_clear = reading.surest >= SURE_OF_ONE_LINE and count_letters(line) >= SHORTEST_SAID and not BROKEN.search(line)
    return line if is_clear and len(line.split()) <= MOST_WORDS_OF_A_NAME else ""


def is_of_another(read: str, page: str, context: Context) -> bool:
    """The file is called after a name of the page that is not in this: `Part of Big Group` below a logo."""
    words = [word for word in file_words(context.file_name) if word not in KINDS and _is_name_on(page, word, context)]
    return bool(words) and not any(word in plain(read) or word in initials(read.split()) for word in words)


def _is_name_on(page: str, word: str, context: Context) -> bool:
    """The page writes it large wherever it has it, or the link leads to it."""
    found = re.findall(rf"\b{re.escape(word)}\b", page, re.IGNORECASE)
    return (bool(found) and not any(map(str.islower, found))) or word in site_of(context.main).split(".")


def _longest_on_page(texts: Sequence[str], page: str) -> str:
    """The longest run of lines that the page has as a phrase, as the page writes it."""
    letters = sum(map(count_letters, texts))
    runs = [" ".join(texts[first:last]) for first in range(len(texts)) for last in range(first + 1, len(texts) + 1)]
    for run in sorted(runs, key=len, reverse=True):
        words = re.findall(r"[^\W_]+", run)
        least = LEAST_OF_ALL if len(words) > 1 else LEAST_OF_ALL_IF_ONE
        is_part = count_letters(run) < max(SHORTEST_MENDED, least * letters)
        if is_part or len(words) > MOST_WORDS_OF_A_NAME:
            continue
        # A phrase ends where a text does: the page's title does not go on in its heading.
        pattern = r"\b" + r"(?:[^\w\n]|_)+".join(map(_with_apostrophes, words)) + r"\b"
        found = [match[0] for match in re.finditer(pattern, page, re.IGNORECASE)]
        is_common = any(map(str.islower, found)) if len(words) == 1 else all(map(_is_phrase, found))
        if found and not is_common:
            return min(found, key=str.isupper)
    return ""


def _is_phrase(text: str) -> bool:
    """`probability of moving UP`: words in small letters, and what names have between their words."""
    words = text.split()
    return text[:1].islower() and not any(map(is_capital, words)) and not FUNCTION_WORDS.isdisjoint(words[1:])


def _with_apostrophes(word: str) -> str:
    """A logo may leave out what the page writes, or the eye may: `Marias Cafe` and `Maria's Cafe`."""
    return f"{re.escape(word[:-1])}['’]?{re.escape(word[-1])}" if word.lower().endswith("s") else re.escape(word)


def _in_address(texts: Sequence[str], context: Context) -> str:
    """What the file or the site behind the link is called, as the image writes it, and most of what it writes."""
    host = plain(site_of(context.main))
    if address := next((text for text in texts if host and plain(text) == host), ""):
        return address  # beside it stands a motto, or an owner
    words = file_words(context.file_name)
    own = [word for word in words if word not in KINDS]
    sites = {*map(plain, site_of(context.main).split("."))}
    names = {*(plain(" ".join(each)) for each in (words, own)), *sites}
    whole = plain(" ".join(texts))
    runs = [" ".join(texts[first:last]) for first in range(len(texts)) for last in range(first + 1, len(texts) + 1)]
    half = sum(map(count_letters, texts)) / 2
    is_named = len(whole) >= SHORTEST_SAID and (whole in names or _begins_one(whole, names) or _has_one(texts, sites))
    found = (
        " ".join(texts)
        if is_named
        else max(
            (run for run in runs if max(SHORTEST_MENDED, half) <= len(plain(run)) and plain(run) in names),
            key=len,
            default="",
        )
    )
    return found.title() if found.isupper() and " " in found else found


def _begins_one(whole: str, names: set[str]) -> bool:
    """`Veridian` of `veridiansoftware.example`."""
    return len(whole) >= SHORTEST_MENDED and any(name.startswith(whole) for name in names)


def _has_one(texts: Sequence[str], sites: Collection[str]) -> bool:
    """`The Alan Turing Institute` before a link to `turing.example`."""
    words = " ".join(texts).split()
    return len(words) <= MOST_WORDS_OF_A_NAME and any(
        len(word) >= SHORTEST_MENDED and plain(word) in sites for word in words
    )
