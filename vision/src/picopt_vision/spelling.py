"""Words of any language in ASCII, as people of that language would write them where there is nothing else.

A general table (anyascii) knows every sign, but not whose it is: it reads Japanese kanji as Chinese, and leaves out
the long vowels that Arabic does write. What languages do otherwise is said here.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Final

from anyascii import anyascii

from picopt_vision.east_asia import spell_chinese, spell_japanese

_ARABIC: Final = str.maketrans({"ا": "a", "أ": "a", "آ": "a", "إ": "i", "ى": "a", "ة": "a", "ؤ": "u", "ئ": "i"})  # noqa: RUF001 -- Arabic letters are meant
# Letters that these languages spell otherwise than the general table, as WordPress does for its slugs.
_LETTERS: Final[Mapping[str, dict[int, str]]] = {
    "de": str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"}),
    "da": str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa"}),
    "uk": str.maketrans({"г": "h", "Г": "H", "и": "y", "И": "Y"}),  # noqa: RUF001 -- Cyrillic letters are meant
    "bg": str.maketrans({"щ": "sht", "Щ": "Sht", "ъ": "a", "Ъ": "A"}),
    "ar": _ARABIC,
    "fa": _ARABIC,
    "ur": _ARABIC,
}
_ALIKE: Final = {"nb": "da", "nn": "da", "no": "da"}
# Signs of somebody's rights to a word, which nobody speaks: `Acme®` is no `acme-r`.
_RIGHTS: Final = re.compile("[®™©℠℗]")
# Thai writes these vowels before the consonant that is spoken first.
_THAI_VOWEL_FIRST: Final = re.compile("([เแโใไ])([ก-ฮ])")

# What a table of single letters cannot know of Greek (ISO 843): `ουρανός` → ouranos, `αυτί` → afti, `αύριο` → avrio.
_GREEK: Final = tuple(
    (re.compile(letters, re.IGNORECASE), sound)
    for letters, sound in (
        ("ο[υύ]", "ou"),  # noqa: RUF001 -- a Greek letter is meant
        (r"(?<=[αε])[υύ](?=[θκξπσςτφχψ]|\b)", "f"),
        ("(?<=[αε])[υύ]", "v"),
        (r"\bμπ", "b"),
    )
)


def spell(text: str, language: str) -> str:
    """ASCII words with blanks between them. `language`: BCP 47 tag of the text. Empty where the reading is unknown."""
    tongue = language.split("-", maxsplit=1)[0].lower()
    tongue = _ALIKE.get(tongue, tongue)
    plain = _RIGHTS.sub(" ", text)
    composed = unicodedata.normalize("NFKC" if tongue == "ja" else "NFC", plain)  # Japanese has narrow letters
    words = _READINGS.get(tongue, str)(composed).translate(_LETTERS.get(tongue, {}))
    return " ".join(map(_spell_word, words.split()))


def _spell_word(word: str) -> str:
    """English `ben's` is one word, French `l'été` two; sounds that the table marks with signs are no ends of words."""
    plain = anyascii(re.sub(r"['’](?=s\b)", "", word))
    return plain if unicodedata.normalize("NFD", word)[:1].isascii() else re.sub("['`]", "", plain)


def _as_spoken(text: str) -> str:
    return _THAI_VOWEL_FIRST.sub(r"\2\1", text)


def _in_greek(text: str) -> str:
    for letters, sound in _GREEK:
        text = letters.sub(sound, text)
    return text


_READINGS: Final[Mapping[str, Callable[[str], str]]] = {
    "ja": spell_japanese,
    "zh": spell_chinese,
    "th": _as_spoken,
    "el": _in_greek,
}
