"""Writing in a photograph, on signs, on screens or laid over it: which of it tells what the photograph is about."""

from dataclasses import replace
from typing import Final

from picopt_vision.context import Context
from picopt_vision.embedded.lettering import hold_against
from picopt_vision.embedded.proper import FUNCTION_WORDS
from picopt_vision.embedded.reading import Reading

# A word that is shorter may be anything.
FEWEST_LETTERS: Final = 6
# What fills less of the image (0–1) is told only where the page has the same words.
LEAST_SHARE: Final = 0.05
# Of more texts than this, nobody knows which one it is about; and of more lines, a single word is a piece of one.
MOST: Final = 3
# Marks that belong to more than the line in which they stand.
_OF_MORE: Final = frozenset('"“”()[]')


def sign_in(signs: Reading, context: Context) -> str:
    """What fills much of the photograph, or what the page says, too; empty where there is neither."""
    written = hold_against(_without_addresses(signs), context)
    if written.headline and signs.share >= LEAST_SHARE:
        return written.headline
    labels = [label for label in (*written.labels, written.name) if _tells(label, is_alone=signs.lines <= MOST)]
    return max(labels, key=lambda label: (" " in label, len(label))) if 0 < len(labels) <= MOST else ""


def _without_addresses(signs: Reading) -> Reading:
    """`@somebody` is laid over a photograph by whoever took it."""
    texts, edges = (tuple(text for text in lines if text[:1] != "@") for lines in (signs.texts, signs.edges))
    return replace(signs, texts=texts, edges=edges)


def _tells(sign: str, *, is_alone: bool) -> bool:
    """Two words or a name, and whole."""
    words = sign.split() or [""]
    is_whole = sign[:1].isalnum() and _OF_MORE.isdisjoint(sign) and words[0] not in FUNCTION_WORDS
    is_long = sum(char.isalpha() for char in sign) >= FEWEST_LETTERS
    return is_whole and is_long and (len(words) > 1 or (is_alone and not sign.islower()))
