"""What a TIFF's first page says of itself, and why it cannot be read where that is so."""

import struct
from pathlib import Path
from types import MappingProxyType
from typing import Final

_PURPOSE, _BITS, _COMPRESSION, _PHOTOMETRIC, _PLANES, _TILES, _OTHERS, _FORMAT = 254, 258, 259, 262, 284, 322, 330, 339
_DNG_VERSION: Final = 50706
_TAGS: Final = frozenset({_PURPOSE, _BITS, _COMPRESSION, _PHOTOMETRIC, _PLANES, _TILES, _OTHERS, _FORMAT, _DNG_VERSION})
_WIDTHS: Final = MappingProxyType({1: "B", 3: "H", 4: "I", 13: "I", 16: "Q", 18: "Q"})
"""Numbers without a sign, by a tag's type."""
_IS_PREVIEW: Final = 1
"""In tag 254: of another image in the file (TIFF 6.0, section 8)."""
_RAW: Final = frozenset({32803, 34892})
"""In tag 262: what a sensor counts, before colors are made of it (TIFF/EP; DNG 1.7)."""
_CR2: Final = b"CR"
"""Octets 8 and 9 of Canon's raw files."""
_MOST_ENTRIES: Final = 512
_JPEG: Final = 7
_YCBCR: Final = 6
_LAB: Final = MappingProxyType({8: "CIE Lab", 9: "ICC Lab", 10: "ITU Lab"})
_SIGNED, _FLOAT = 2, 3
_APART: Final = 2
"""Of tag 284: a plane for each colour."""
_BITS_READ: Final = frozenset({8, 16, 32})
_BITS_OF_GRAY: Final = frozenset({1, 2, 4})
_GRAY_OR_PALETTE: Final = frozenset({0, 1, 3})
_UNREAD: Final = MappingProxyType(
    {
        6: "old-style JPEG",
        32766: "NeXT",
        32809: "ThunderScan",
        32908: "PixarFilm",
        32909: "PixarLog",
        34661: "JBIG",
        34676: "SGI Log",
        34677: "SGI Log",
        34712: "JPEG 2000",
        34887: "LERC",
        34892: "lossy DNG JPEG",
        34925: "LZMA",
        50000: "Zstandard",
        50001: "WebP",
        50002: "JPEG XL",
        52546: "JPEG XL",
    }
)
"""Values of tag 259 that are registered with libtiff (`tiff.h`) and not part of TIFF 6.0 or its technical notes."""
_LOGARITHMIC: Final = frozenset({34676, 34677})
"""Of these, a decoder hands on numbers that are no light."""


def why_refused(path: Path) -> str | None:
    """The reason why the samples would be misread although a decoder takes them; None where there is none."""
    tags = _read_tags(path)
    if raw := _why_raw(path, tags):
        return raw
    compression = tags.get(_COMPRESSION, 1)
    if compression in _LOGARITHMIC:
        return _compressed_with(_UNREAD[compression])
    if tags.get(_PHOTOMETRIC) == _YCBCR and compression != _JPEG:
        if compression in _UNREAD:
            return _compressed_with(_UNREAD[compression])
        return "This TIFF keeps its colors as YCbCr without JPEG, which cannot be read here. Save it as RGB instead."
    bits, kind = tags.get(_BITS, 8), tags.get(_FORMAT, 1)
    # Lab alone has an agreed range of signed samples: that of its a and b.
    if (kind == _SIGNED and (bits >= 32 or tags.get(_PHOTOMETRIC) not in _LAB)) or bits > 32:
        what = {_SIGNED: "signed ", _FLOAT: "floating-point "}.get(kind, "")
        return f"This TIFF has {what}samples of {bits} bits, which have no agreed range. Save it with 16 bits instead."
    return None


def _why_raw(path: Path, tags: dict[int, int]) -> str | None:
    """The same of raw files of cameras, whose first image is a small preview, or what the sensor counted."""
    if _DNG_VERSION in tags or tags.get(_PHOTOMETRIC) in _RAW or _is_cr2(path):
        return "This is a camera's raw file, which cannot be read here. Export it as a JPEG or TIFF and try again."
    if tags.get(_PURPOSE, 0) & _IS_PREVIEW and _OTHERS in tags:
        return (
            "The first image in this TIFF is only a preview of another one, as in raw files of cameras. "
            "Export it as a JPEG or TIFF and try again."
        )
    return None


def why_unreadable(path: Path) -> str | None:
    """The reason why a TIFF did not decode, where its header tells; None for plain damage."""
    tags = _read_tags(path)
    if compression := _UNREAD.get(tags.get(_COMPRESSION, 1)):
        return _compressed_with(compression)
    if lab := _LAB.get(tags.get(_PHOTOMETRIC, 0)):
        return f"This TIFF is in {lab} colors of a kind that cannot be read here. Save it as RGB instead."
    bits, is_gray = tags.get(_BITS, 8), tags.get(_PHOTOMETRIC) in _GRAY_OR_PALETTE
    if bits not in _BITS_READ and not (is_gray and bits in _BITS_OF_GRAY):
        return f"This TIFF has samples of {bits} bits, which cannot be read here. Save it with 8 or 16 bits instead."
    if tags.get(_PLANES) == _APART and _TILES in tags:
        return (
            "This TIFF keeps each color in tiles of its own, which cannot be read here. "
            "Save it with interleaved channels instead."
        )
    return None


def _is_cr2(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(10)[8:] == _CR2


def _compressed_with(name: str) -> str:
    return f"This TIFF is compressed with {name}, which cannot be read here. Save it with LZW or ZIP instead."


def _read_tags(path: Path) -> dict[int, int]:
    """The first value of each tag of interest; classic TIFF and BigTIFF (TIFF 6.0, section 2; libtiff's BigTIFF)."""
    found: dict[int, int] = {}
    with path.open("rb") as file:
        head = file.read(16)
        order = "<" if head[:2] == b"II" else ">"
        big = head[2:4] in (b"+\0", b"\0+")
        counted, entry, inline = ("Q", 20, 8) if big else ("H", 12, 4)
        try:
            at = struct.unpack_from(f"{order}Q", head, 8)[0] if big else struct.unpack_from(f"{order}I", head, 4)[0]
            file.seek(at)
            count = struct.unpack(f"{order}{counted}", file.read(struct.calcsize(counted)))[0]
            entries = [file.read(entry) for _ in range(min(count, _MOST_ENTRIES))]
            for data in entries:
                tag = struct.unpack_from(f"{order}H", data)[0]
                if tag not in _TAGS:
                    continue
                values, place = struct.unpack_from(f"{order}{'Q' if big else 'I'}", data, 4)[0], 12 if big else 8
                width = _WIDTHS.get(struct.unpack_from(f"{order}H", data, 2)[0], "H")
                if values * struct.calcsize(width) > inline:  # they lie elsewhere
                    file.seek(struct.unpack_from(f"{order}{'Q' if big else 'I'}", data, place)[0])
                    data, place = file.read(struct.calcsize(width)), 0  # noqa: PLW2901 -- instead of the entry
                found[tag] = struct.unpack_from(f"{order}{width}", data, place)[0]
        except (struct.error, OSError, OverflowError, ValueError):  # of a place that no file has
            return found
    return found
