"""Writing in a photograph, on signs, on screens or laid over it: which of it tells what the photograph is about."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from picopt_vision.context import Context
from picopt_vision.embedded.page.proper import FUNCTION_WORDS
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


def sign_in(signs: Reading, context: Context, *, has_people: bool) -> str:
    """What fills much of the photograph, or what the page says, too; empty where there is neither."""
    written = hold_against(_without_addresses(signs), context)
    is_told = signs.is_mostly_quoted or is_vouched_for(written.headline, context)
    if written.headline and signs.share >= LEAST_SHARE and is_told:
        return written.headline
    labels = [label for label in (*written.labels, written.name) if _tells(label, is_alone=signs.lines <= MOST)]
    if labels:
        return max(labels, key=lambda label: (" " in label, len(label))) if len(labels) <= MOST else ""
    return "" if has_people else _only_writing(signs, written.standing)


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
