"""IPTC-IIM 4.2: records of datasets. Used by JPEG only."""

from typing import Final

from picopt_imaging.metadata.exif import decode_octets
from picopt_imaging.metadata.fields import Fields, clean, shorten

_UTF8: Final = b"\x1b%G"
"""Escape sequence of ISO 2022 that dataset 1:90 uses to say UTF-8."""
# Dataset of record 2 to the longest value in octets (IIM 4.2, chapter 6).
OBJECT_NAME, KEYWORD, BYLINE, HEADLINE, CREDIT, SOURCE, COPYRIGHT, CAPTION = 5, 25, 80, 105, 110, 115, 116, 120
LIMITS: Final = {
    OBJECT_NAME: 64,
    KEYWORD: 64,
    BYLINE: 32,
    HEADLINE: 256,
    CREDIT: 32,
    SOURCE: 32,
    COPYRIGHT: 128,
    CAPTION: 2000,
}
_MARKER: Final = 0x1C


def read_iptc(records: bytes) -> Fields:
    """The fields of IIM records; what is damaged is absent."""
    utf8, values = _split(records)

    def text(dataset: int) -> str:
        found = values.get(dataset)
        return _decode(found[0], utf8=utf8) if found else ""

    return Fields(
        title=text(OBJECT_NAME),
        headline=text(HEADLINE),
        caption=text(CAPTION),
        keywords=tuple(word for raw in values.get(KEYWORD, []) if (word := _decode(raw, utf8=utf8))),
        creator=", ".join(_decode(raw, utf8=utf8) for raw in values.get(BYLINE, [])),
        copyright=text(COPYRIGHT),
        credit=text(CREDIT),
        source=text(SOURCE),
    )


def build_iptc(fields: Fields) -> bytes | None:
    """Records in UTF-8, each value within its limit; None where there is nothing to say."""
    single = {
        OBJECT_NAME: fields.title,
        BYLINE: fields.creator,
        HEADLINE: fields.headline or fields.title,
        CREDIT: fields.credit,
        SOURCE: fields.source,
        COPYRIGHT: fields.copyright,
        CAPTION: fields.caption,
    }
    pairs = [(dataset, text) for dataset, text in single.items() if text]
    pairs += [(KEYWORD, word) for word in fields.keywords]
    if not pairs:
        return None
    body = b"".join(_dataset(2, key, shorten(text, LIMITS[key]).encode()) for key, text in sorted(pairs, key=_key))
    return _dataset(1, 90, _UTF8) + _dataset(2, 0, b"\x00\x04") + body


def _key(pair: tuple[int, str]) -> int:
    return pair[0]


def _dataset(record: int, number: int, value: bytes) -> bytes:
    return bytes((_MARKER, record, number)) + len(value).to_bytes(2, "big") + value


def _split(records: bytes) -> tuple[bool, dict[int, list[bytes]]]:
    utf8, values, at = False, dict[int, list[bytes]](), 0
    while at + 5 <= len(records) and records[at] == _MARKER:
        record, number, length = records[at + 1], records[at + 2], int.from_bytes(records[at + 3 : at + 5], "big")
        value = records[at + 5 : at + 5 + length]
        at += 5 + length
        if (record, number) == (1, 90):
            utf8 = value == _UTF8
        elif record == 2:
            values.setdefault(number, []).append(value)
    return utf8, values


def _decode(raw: bytes, *, utf8: bool) -> str:
    return clean(raw.decode("utf-8", "replace") if utf8 else decode_octets(raw))
