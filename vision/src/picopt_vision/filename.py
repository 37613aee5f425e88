"""File names: lower-case ASCII words joined by hyphens (rule 14), spelled as their language spells them in ASCII."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from anyascii import anyascii

MAX_WORDS: Final = 6
MAX_BYTES: Final = 80
# Names that Windows refuses with any extension.
_RESERVED: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))}
)
# Vowels that these languages write with two letters where there are only ASCII's, as WordPress does for its slugs.
_VOWELS: Final = {
    "de": str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"}),
    "da": str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa"}),
}
_ALIKE: Final = {"nb": "da", "nn": "da", "no": "da"}


def to_filename(parts: Iterable[str], language: str = "en") -> str:
    """Base name made of the parts' words, transliterated to ASCII, no word twice; empty when no word is left."""
    text = transliterate(" ".join(parts), language).lower()
    words = list(dict.fromkeys(re.findall(r"[a-z0-9]+", text)))[:MAX_WORDS]
    while words and len("-".join(words)) > MAX_BYTES:
        words = words[:-1] or [words[0][:MAX_BYTES]]
        if len(words) == 1:
            words[0] = words[0][:MAX_BYTES]
    name = "-".join(words)
    return f"{name}-picture" if name in _RESERVED else name


def transliterate(text: str, language: str) -> str:
    """ASCII for any script. `language`: BCP 47 tag of the text."""
    tongue = language.split("-", maxsplit=1)[0].lower()
    spelled = text.translate(_VOWELS.get(_ALIKE.get(tongue, tongue), {}))
    return " ".join(_word(word) for word in spelled.split())


def _word(word: str) -> str:
    """English `ben's` is one word, French `l'été` two; sounds that the table marks with signs are no ends of words."""
    plain = anyascii(re.sub(r"['’](?=s\b)", "", word))
    return plain if unicodedata.normalize("NFD", word)[:1].isascii() else re.sub("['`]", "", plain)
