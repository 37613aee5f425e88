"""The part of TIFF that EXIF uses: directories of tagged values (TIFF 6.0, section 2; EXIF 2.32, 4.6).

Whole TIFFs are read as well, also those with offsets of 64 bits (BigTIFF, as libtiff defines it).
"""

import struct
from dataclasses import dataclass
from mmap import mmap
from typing import Final

from picopt_imaging.errors import ImagingError

ASCII, SHORT, LONG, RATIONAL, UNDEFINED, BYTE = 2, 3, 4, 5, 7, 1
SIZE: Final = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}
"""Octets of one value of each type."""
EXIF_POINTER, GPS_POINTER = 0x8769, 0x8825
_POINTERS: Final = {4: 4, 13: 4, 16: 8, 18: 8}
"""Octets of a directory's offset, by the types that it may have: LONG, IFD, and BigTIFF's two of 64 bits."""
_MAX_ENTRIES: Final = 500
_MAX_VALUE: Final = 60_000
"""No value that is kept is longer; longer ones are thumbnails and maker notes."""


@dataclass(frozen=True)
class Entry:
    """One tag. `data` holds `count` values of the type in the byte order of the block that it came from."""

    tag: int
    type: int
    data: bytes

    @property
    def count(self) -> int:
        """How many values."""
        return len(self.data) // SIZE[self.type]

    def text(self, *, little_endian: bool) -> str:
        """The value for people; "" where it has no short reading."""
        if self.type == ASCII:
            return self.data.split(b"\x00", 1)[0].decode("utf-8", "replace").strip()
        order = "<" if little_endian else ">"
        if self.type == SHORT and self.count == 1:
            return str(struct.unpack(order + "H", self.data)[0])
        if self.type == RATIONAL:
            pairs = struct.unpack(f"{order}{2 * self.count}I", self.data)
            return " ".join(f"{a / b:g}" for a, b in zip(pairs[::2], pairs[1::2], strict=True) if b)
        return ""


@dataclass(frozen=True)
class _Layout:
    """How numbers lie in a block: its byte order, and the widths that 32 and 64 bits of offset bring."""

    order: str
    is_big: bool = False

    @property
    def entries(self) -> str:
        """How many entries a directory has."""
        return self.order + ("Q" if self.is_big else "H")

    @property
    def entry(self) -> str:
        """Tag, type and number of values; behind them lies an offset."""
        return self.order + ("HHQ" if self.is_big else "HHI")

    @property
    def offset(self) -> str:
        """Also the room for short values."""
        return self.order + ("Q" if self.is_big else "I")


@dataclass(frozen=True)
class Directories:
    """The three directories of an EXIF block that are of use here; tag to entry."""

    main: dict[int, Entry]
    exif: dict[int, Entry]
    gps: dict[int, Entry]
    little_endian: bool = True


def parse(block: bytes) -> Directories:
    """Read a block that starts with its TIFF header. What is damaged is left out; nothing is raised."""
    return directories_of(block.removeprefix(b"Exif\x00\x00"))


def directories_of(block: bytes | mmap) -> Directories:
    """The same of a block without EXIF's own mark, or of a whole TIFF, whose first page has them too."""
    little = block[:2] == b"II"
    layout = _Layout("<" if little else ">", is_big=block[2:4] in (b"+\0", b"\0+"))
    at = 8 if layout.is_big else 4
    if block[:2] not in (b"II", b"MM") or len(block) < at + struct.calcsize(layout.offset):
        return Directories({}, {}, {})
    main = _read(block, struct.unpack_from(layout.offset, block, at)[0], layout)
    exif, gps = (_child(block, main, pointer, layout) for pointer in (EXIF_POINTER, GPS_POINTER))
    return Directories(main, exif, gps, little)


def build(directories: Directories) -> bytes:
    """A block with these directories in the order that TIFF wants, no thumbnail, no padding.

    Raises `ImagingError` (`unreadable_image`) where the values together do not fit into a block of 64 KiB.
    """
    order = "<" if directories.little_endian else ">"
    main = dict(directories.main)
    for pointer, child in ((EXIF_POINTER, directories.exif), (GPS_POINTER, directories.gps)):
        main.pop(pointer, None)
        if child:
            main[pointer] = Entry(pointer, LONG, bytes(4))
    start = 8
    exif_at = start + _length(main)
    gps_at = exif_at + _length(directories.exif)
    for pointer, at in ((EXIF_POINTER, exif_at), (GPS_POINTER, gps_at)):
        if pointer in main:
            main[pointer] = Entry(pointer, LONG, struct.pack(order + "I", at))
    head = (b"II*\x00" if directories.little_endian else b"MM\x00*") + struct.pack(order + "I", start)
    block = head + _write(main, start, order)
    block += _write(directories.exif, exif_at, order) + _write(directories.gps, gps_at, order)
    if len(block) > 65_000:
        raise ImagingError("unreadable_image", "The metadata is too long for an EXIF block. Shorten it.")
    return block


def _child(block: bytes | mmap, main: dict[int, Entry], pointer: int, layout: _Layout) -> dict[int, Entry]:
    entry = main.pop(pointer, None)
    if entry is None or len(entry.data) != _POINTERS[entry.type]:
        return {}
    found = _read(block, int.from_bytes(entry.data, "little" if layout.order == "<" else "big"), layout)
    return {tag: entry for tag, entry in found.items() if tag not in (EXIF_POINTER, GPS_POINTER)}


def _read(block: bytes | mmap, at: int, layout: _Layout) -> dict[int, Entry]:
    counted, fits = struct.calcsize(layout.entries), struct.calcsize(layout.offset)
    head = struct.calcsize(layout.entry)
    if at + counted > len(block):
        return {}
    found: dict[int, Entry] = {}
    for number in range(min(struct.unpack_from(layout.entries, block, at)[0], _MAX_ENTRIES)):
        place = at + counted + (head + fits) * number
        if place + head + fits > len(block):
            break
        tag, kind, count = struct.unpack_from(layout.entry, block, place)
        length = (_POINTERS if tag in (EXIF_POINTER, GPS_POINTER) else SIZE).get(kind, 0) * count
        if not 0 < length <= _MAX_VALUE:
            continue
        start = place + head
        if length > fits:
            start = struct.unpack_from(layout.offset, block, start)[0]
        if start + length <= len(block):
            found.setdefault(tag, Entry(tag, kind, block[start : start + length]))
    return found


def _length(entries: dict[int, Entry]) -> int:
    if not entries:
        return 0
    return 6 + 12 * len(entries) + sum(_even(len(entry.data)) for entry in entries.values() if len(entry.data) > 4)


def _write(entries: dict[int, Entry], at: int, order: str) -> bytes:
    """A directory that lies at offset `at`, its long values behind it."""
    if not entries:
        return b""
    table, values = struct.pack(order + "H", len(entries)), b""
    behind = at + 6 + 12 * len(entries)
    for tag in sorted(entries):
        entry = entries[tag]
        table += struct.pack(order + "HHI", tag, entry.type, entry.count)
        if len(entry.data) <= 4:
            table += entry.data.ljust(4, b"\x00")
        else:
            table += struct.pack(order + "I", behind + len(values))
            values += entry.data.ljust(_even(len(entry.data)), b"\x00")
    return table + bytes(4) + values


def _even(length: int) -> int:
    return length + length % 2
