"""Mends what needs no judgement: blanks, line breaks, entities, invisible characters, file names, tags."""

import html
import re
import unicodedata
from typing import Final

from picopt_vision.filename import to_filename
from picopt_vision.result import Text
from picopt_vision.rules.checks import tag_key

MAX_TAGS: Final = 10
_EXTENSION: Final = re.compile(r"\.(jpe?g|png|webp|avif|gif|hei[cf]|tiff?|bmp|svg)$", re.IGNORECASE)
# WordPress parts tags at commas, models also at the others.
_BETWEEN_TAGS: Final = re.compile(r"[,;\n\u3001\uff0c\uff1b\u060c\u061b]")
_AROUND_TAGS: Final = " #,.;:!?-_\u3002\uff0e\uff01\uff1f\u30fb\u0964\u061f"
# Arabic and Hebrew are written with or without them.
_VOWEL_MARKS: Final = re.compile("[\u0591-\u05c7\u0640\u064b-\u065f\u0670]")
_AROUND: Final = (
    ('"', '"'), ("“", "”"), ("«", "»"), ("„", "“"), ("「", "」"), ("『", "』"),
    ("**", "**"), ("__", "__"), ("*", "*"), ("_", "_"),
)  # fmt: skip
# Control and formatting characters that can hide or turn text; the joiners of emoji and Indic scripts are kept.
_KEPT: Final = frozenset("\u200c\u200d")


def tidy(text: Text, language: str = "en") -> Text:
    """The same text, one line each, trimmed, in Unicode's composed form; file name and tags in their own form.

    `language`: BCP 47 tag that the text is written in; it decides how the file name is spelled in ASCII.
    """
    return Text(
        alt=tidy_line(text.alt),
        title=tidy_line(text.title),
        caption=tidy_line(text.caption),
        description=tidy_line(text.description),
        filename=to_filename([_EXTENSION.sub("", text.filename.strip())], language),
        tags=tidy_tags(text.tags),
    )


def tidy_line(text: str) -> str:
    """One line of plain text. HTML tags are left in: they are a fault to be reported, not hidden."""
    plain = unicodedata.normalize("NFC", html.unescape(text))
    plain = "".join(
        char if char in _KEPT or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"} else _blank(char)
        for char in plain
    )
    return _unquoted(" ".join(plain.split()))


def _unquoted(text: str) -> str:
    """Without quotation marks or Markdown's emphasis around the whole; models like to add them."""
    for opening, closing in _AROUND:
        inner = text.removeprefix(opening).removesuffix(closing)
        is_around = len(inner) == len(text) - len(opening) - len(closing)
        if is_around and opening not in inner and closing not in inner:
            return inner.strip()
    return text


def tidy_tags(tags: tuple[str, ...]) -> tuple[str, ...]:
    """Lower case, no duplicates or near-duplicates (plural, hyphen, order of words), at most ten, in their order."""
    kept: list[str] = []
    known: set[str] = set()
    # Letters of full width are letters; of the Turkish capital `\u0130`, lower case leaves a dot too many.
    for tag in (part for line in tags for part in _BETWEEN_TAGS.split(unicodedata.normalize("NFKC", line))):
        plain = unicodedata.normalize("NFKC", tidy_line(tag).lower()).replace("i\u0307", "i")
        clean = " ".join(plain.split()).strip(_AROUND_TAGS)
        keys = _tag_keys(clean)
        if clean and "<" not in clean and len(clean) <= 100 and known.isdisjoint(keys):
            kept.append(clean)
            known |= keys
    return tuple(kept)[:MAX_TAGS]


def _tag_keys(tag: str) -> set[str]:
    """What it has in common with tags that mean the same: without blanks, and with its words in any order."""
    unvoiced = _VOWEL_MARKS.sub("", tag)
    return {tag_key(unvoiced), "".join(sorted(map(tag_key, re.split(r"[\s\-_]+", unvoiced))))}


def _blank(char: str) -> str:
    return " " if char in "\n\r\t\x0b\x0c\x85" else ""
