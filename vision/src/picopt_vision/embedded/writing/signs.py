"""Writing in a photograph, on signs, on screens or laid over it: which of it tells what the photograph is about."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from picopt_vision.context import Context
from picopt_vision.embedded.page.filewords import file_words
from picopt_vision.embedded.page.proper import FUNCTION_WORDS, letters
from picopt_vision.embedded.writing.lettering import hold_against, is_vouched_for
from picopt_vision.embedded.writing.written import Reading

# A word that is shorter may be anything.
FEWEST_LETTERS: Final = 6
# What fills less of the image (0–1) is told only where the page has the same words.
LEAST_SHARE: Final = 0.05
# Of more texts than this, nobody knows which one it is about; and of more lines, a single word is a piece of one.
MOST: Final = 3
_OF_PHOTOGRAPHER: Final = re.compile(r"\bphoto(?:s|graph(?:s|y|er)?)?\b", re.IGNORECASE)
# Marks that belong to more than the line in which they stand.
_OF_MORE: Final = frozenset('"“”()[]')
_GOING_ON: Final = frozenset("-–—:;,/&")
# What is read of a word at least, where the rest is cut off, hidden, or out of focus.
FEWEST_OF_A_PIECE: Final = 5
# Words before the one that is cut off: one word alone may be whole, as `INDIA` is below `Our Indian dishes`.
FEWEST_WHOLE: Final = 2
SHORTEST_CUT: Final = 3
SHORTEST_OF_FILES: Final = 4


def sign_in(signs: Reading, context: Context, *, has_people: bool) -> str:
    """What fills much of the photograph, or what the page says, too; empty where there is neither."""
    written = hold_against(_without_addresses(signs), context)
    is_told = signs.is_mostly_quoted or is_vouched_for(written.headline, context)
    if written.headline and signs.share >= LEAST_SHARE and is_told:
        return written.headline
    labels = [label for label in (*written.labels, written.name) if _tells(label, is_alone=signs.lines <= MOST)]
    if labels:
        return max(labels, key=lambda label: (" " in label, len(label))) if len(labels) <= MOST else ""
    if signs.lines <= MOST and (found := _of_file(signs.texts, context) or _completed(signs.texts, context)):
        return found
    return "" if has_people else _only_writing(signs, written.standing)


def _of_file(texts: Sequence[str], context: Context) -> str:
    """What the file is called after, too: all of its name, or a piece of the one word that the page has as a name."""
    words = file_words(context.file_name)
    whole = "".join(map(letters, words))
    if len(whole) < SHORTEST_OF_FILES:
        return ""
    if said := next((text for text in texts if letters(text) == whole), ""):
        return said
    name = re.search(rf"\b{re.escape(words[0].capitalize())}\b", context.known) if len(words) == 1 else None
    return name[0] if name and any(_is_piece(text.lower(), words[0]) for text in texts) else ""


def _is_piece(read: str, word: str) -> bool:
    """Half of the word or more, from its beginning or to its end."""
    is_long = len(read) >= FEWEST_OF_A_PIECE and len(word) <= 2 * len(read)
    return is_long and (word.startswith(read) or word.endswith(read))


def _completed(texts: Sequence[str], context: Context) -> str:
    """`The Pragmatic Programmer` where `The Pragmatic Prog` can be read, as title, heading, or caption have it."""
    place = context.main
    for text in texts:
        *before, last = text.split() or [""]
        if len(before) < FEWEST_WHOLE or len(last) < SHORTEST_CUT or not last.isalpha():
            continue
        pattern = r"\b" + r"\s+".join(map(re.escape, [*before, last])) + r"[^\W\d_]*\b"
        near = (place.figcaption, place.heading, place.page_title)
        found = {" ".join(match[0].split()) for part in near for match in re.finditer(pattern, part)}
        if len(found) == 1:
            return found.pop()
    return ""


def _only_writing(signs: Reading, standing: Sequence[str]) -> str:
    """Where little is written, and all of it is read: one text of two words or more, and no photographer's name."""
    is_all = signs.lines <= MOST and len(standing) == 1
    return standing[0] if is_all and not _OF_PHOTOGRAPHER.search(standing[0]) else ""


def _without_addresses(signs: Reading) -> Reading:
    """`@somebody` is laid over a photograph by whoever took it."""
    texts, edges = (tuple(text for text in lines if text[:1] != "@") for lines in (signs.texts, signs.edges))
    return replace(signs, texts=texts, edges=edges)


def _tells(sign: str, *, is_alone: bool) -> bool:
    """Two words or a name, and whole."""
    words = sign.split() or [""]
    is_whole = (
        sign[:1].isalnum()
        and sign[-1:] not in _GOING_ON
        and _OF_MORE.isdisjoint(sign)
        and words[0] not in FUNCTION_WORDS
    )
    is_long = sum(char.isalpha() for char in sign) >= FEWEST_LETTERS
    return is_whole and is_long and (len(words) > 1 or (is_alone and not sign.islower()))
