"""EXIF: which tags hold which field (EXIF 2.32; the XP tags are Microsoft's)."""

import codecs
import mmap
import struct
from pathlib import Path
from typing import Final

from picopt_imaging.metadata.fields import Fields, clean, shorten
from picopt_imaging.metadata.tiff import (
    ASCII,
    BYTE,
    LONG,
    RATIONAL,
    SHORT,
    UNDEFINED,
    Directories,
    Entry,
    build,
    directories_of,
    parse,
)

IMAGE_DESCRIPTION, ORIENTATION, ARTIST, COPYRIGHT = 0x010E, 0x0112, 0x013B, 0x8298
XP_TITLE, XP_KEYWORDS = 0x9C9B, 0x9C9E
EXIF_VERSION, USER_COMMENT, COLOUR_SPACE = 0x9000, 0x9286, 0xA001
_TEXT_OCTETS: Final = 8000
"""Longest text in one tag; six of them fit into the 64 KiB that JPEG allows for all of EXIF."""

_DATES: Final = frozenset({0x0132, 0x9003, 0x9004, 0x9010, 0x9011, 0x9012, 0x9290, 0x9291, 0x9292})
# Make, model, exposure, lens. Serial numbers and the owner's name are left out: they identify a person.
_CAMERA: Final = frozenset(
    {0x010F, 0x0110, 0x829A, 0x829D, 0x8822, 0x8827, 0x9201, 0x9202, 0x9204, 0x9205, 0x9207, 0x9208, 0x9209, 0x920A}
    | {0xA402, 0xA403, 0xA404, 0xA405, 0xA406, 0xA432, 0xA433, 0xA434}
)
_IN_MAIN: Final = frozenset({0x010F, 0x0110, 0x0132})


def read_exif(block: bytes) -> Fields:
    """The fields of a block that starts with its TIFF header; what is damaged is absent."""
    return _fields_of(parse(block))


def read_tiff_tags(path: Path) -> Fields:
    """The fields of a TIFF's first page."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as octets:
        return _fields_of(directories_of(octets))


def _fields_of(found: Directories) -> Fields:
    little = found.little_endian
    both = found.main | found.exif
    return Fields(
        title=_utf16(found.main.get(XP_TITLE)),
        caption=_text(found.main.get(IMAGE_DESCRIPTION)),
        description=_comment(found.exif.get(USER_COMMENT), little_endian=little),
        keywords=tuple(word for part in _utf16(found.main.get(XP_KEYWORDS)).split(";") if (word := part.strip())),
        creator=_text(found.main.get(ARTIST)),
        copyright=_text(found.main.get(COPYRIGHT)),
        date=tuple(both[tag] for tag in sorted(_DATES & both.keys())),
        camera=tuple(both[tag] for tag in sorted(_CAMERA & both.keys())),
        gps=tuple(found.gps.values()),
        little_endian=little,
    )


def build_exif(
    fields: Fields, *, orientation: int = 1, srgb: bool = True, jpeg_size: tuple[int, int] | None = None
) -> bytes | None:
    """A fresh block with the fields; None where there is nothing to say.

    `jpeg_size`: width and height as stored; adds the tags that the standard demands of a JPEG.
    """
    little = fields.little_endian
    main = {
        IMAGE_DESCRIPTION: _ascii(IMAGE_DESCRIPTION, fields.caption),
        ARTIST: _ascii(ARTIST, fields.creator),
        COPYRIGHT: _ascii(COPYRIGHT, fields.copyright),
        XP_TITLE: _xp(XP_TITLE, fields.title),
        XP_KEYWORDS: _xp(XP_KEYWORDS, ";".join(fields.keywords)),
        ORIENTATION: _short(ORIENTATION, orientation, little_endian=little) if orientation != 1 else None,
    }
    exif = {USER_COMMENT: _user_comment(fields.description, little_endian=little)}
    for entry in (*fields.date, *fields.camera):
        (main if entry.tag in _IN_MAIN else exif)[entry.tag] = entry
    main_there = {tag: entry for tag, entry in main.items() if entry}
    exif_there = {tag: entry for tag, entry in exif.items() if entry}
    if not (main_there or exif_there or fields.gps):
        return None
    exif_there[EXIF_VERSION] = Entry(EXIF_VERSION, UNDEFINED, b"0232")
    exif_there[COLOUR_SPACE] = _short(COLOUR_SPACE, 1 if srgb else 0xFFFF, little_endian=little)
    if jpeg_size:
        main_there |= _demanded_of_main(little_endian=little)
        exif_there |= _demanded_of_exif(*jpeg_size, little_endian=little)
    return build(Directories(main_there, exif_there, {entry.tag: entry for entry in fields.gps}, little))


def _ascii(tag: int, text: str) -> Entry | None:
    """The standard says ASCII; UTF-8 is what every reader of today expects there."""
    return Entry(tag, ASCII, shorten(text, _TEXT_OCTETS).encode() + b"\x00") if text else None


def _xp(tag: int, text: str) -> Entry | None:
    return Entry(tag, BYTE, shorten(text, _TEXT_OCTETS).encode("utf-16-le") + b"\x00\x00") if text else None


def _user_comment(text: str, *, little_endian: bool) -> Entry | None:
    if not text:
        return None
    code = "utf-16-le" if little_endian else "utf-16-be"
    short = shorten(text, _TEXT_OCTETS)
    mark = "\ufeff" if _looks_swapped(short) else ""
    return Entry(USER_COMMENT, UNDEFINED, b"UNICODE\x00" + (mark + short).encode(code))


def _looks_swapped(text: str) -> bool:
    """Whether readers that guess the byte order would guess wrong; then a mark tells them.

    Some cameras write little-endian text into big-endian blocks, so readers take the octet that varies more for the
    lower one. A text of a few emoji or of one word in Arabic betrays that rule.
    """
    octets = text.encode("utf-16-be")
    high, low = octets[::2], octets[1::2]
    varied_high, varied_low = len(set(high)), len(set(low))
    return varied_high > varied_low or (varied_high == varied_low and low.count(0) > high.count(0))


def _short(tag: int, value: int, *, little_endian: bool) -> Entry:
    return Entry(tag, SHORT, struct.pack("<H" if little_endian else ">H", value))


def _demanded_of_main(*, little_endian: bool) -> dict[int, Entry]:
    """72 dots an inch, chroma centred: what JFIF means where it says nothing."""
    dots = struct.pack("<2I" if little_endian else ">2I", 72, 1)
    entries = (
        Entry(0x011A, RATIONAL, dots),
        Entry(0x011B, RATIONAL, dots),
        _short(0x0128, 2, little_endian=little_endian),
        _short(0x0213, 1, little_endian=little_endian),
    )
    return {entry.tag: entry for entry in entries}


def _demanded_of_exif(width: int, height: int, *, little_endian: bool) -> dict[int, Entry]:
    number = "<I" if little_endian else ">I"
    entries = (
        Entry(0x9101, UNDEFINED, b"\x01\x02\x03\x00"),  # Y, Cb, Cr
        Entry(0xA000, UNDEFINED, b"0100"),  # FlashPix version
        Entry(0xA002, LONG, struct.pack(number, width)),
        Entry(0xA003, LONG, struct.pack(number, height)),
    )
    return {entry.tag: entry for entry in entries}


def _text(entry: Entry | None) -> str:
    if entry is None or entry.type != ASCII:
        return ""
    raw = entry.data.rstrip(b"\x00").replace(b"\x00", b" ")
    return clean(decode_octets(raw))


def _utf16(entry: Entry | None) -> str:
    return clean(entry.data.decode("utf-16-le", "ignore")) if entry and entry.type == BYTE else ""


def _comment(entry: Entry | None, *, little_endian: bool) -> str:
    if entry is None:
        return ""
    code, raw = entry.data[:8], entry.data[8:]
    if code == b"UNICODE\x00" and raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return clean(raw.decode("utf-16", "ignore"))
    if code == b"UNICODE\x00":
        return clean(raw.decode("utf-16-le" if little_endian else "utf-16-be", "ignore"))
    return clean(decode_octets(raw.rstrip(b"\x00 "))) if code == b"ASCII\x00\x00\x00" else ""


def decode_octets(raw: bytes) -> str:
    """Text of unstated encoding: UTF-8 where it is valid, else Windows' western one."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")
