"""File names: lower-case ASCII words joined by hyphens (rule 14)."""

import re
from collections.abc import Iterable
from typing import Final

from anyascii import anyascii

MAX_WORDS: Final = 6
MAX_BYTES: Final = 80
# Names that Windows refuses with any extension.
_RESERVED: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))}
)


def to_filename(parts: Iterable[str]) -> str:
    """Base name made of the parts' words, transliterated to ASCII, no word twice; empty when no word is left."""
    text = re.sub(r"'(?=s\b)", "", anyascii(" ".join(parts)).lower())
    words = list(dict.fromkeys(re.findall(r"[a-z0-9]+", text)))[:MAX_WORDS]
    while words and len("-".join(words)) > MAX_BYTES:
        words = words[:-1] or [words[0][:MAX_BYTES]]
        if len(words) == 1:
            words[0] = words[0][:MAX_BYTES]
    name = "-".join(words)
    return f"{name}-picture" if name in _RESERVED else name
