"""File names: lower-case ASCII words joined by hyphens (rule 14), spelled as their language spells them in ASCII."""

import re
from collections.abc import Iterable
from typing import Final

from picopt_vision.spelling import spell

MAX_WORDS: Final = 6
MAX_BYTES: Final = 80
# Names that Windows refuses with any extension.
_RESERVED: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))}
)


def to_filename(parts: Iterable[str], language: str = "en") -> str:
    """Base name made of the parts' words, spelled in ASCII, no word twice; empty when no word is left.

    Empty, too, where nobody here knows how the words are read: then an image keeps the name that it has.
    """
    text = spell(" ".join(parts), language).lower()
    words = list(dict.fromkeys(re.findall(r"[a-z0-9]+", text)))[:MAX_WORDS]
    while words and len("-".join(words)) > MAX_BYTES:
        words = words[:-1] or [words[0][:MAX_BYTES]]
        if len(words) == 1:
            words[0] = words[0][:MAX_BYTES]
    name = "-".join(words)
    return f"{name}-image" if name in _RESERVED else name
