"""The name of a TIFF's compression, where the decoder that ships has none for it."""

import struct
from pathlib import Path
from typing import Final

_COMPRESSION: Final = 259
_MOST_ENTRIES: Final = 512
_UNREAD: Final = {
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
"""Values of tag 259 that are registered with libtiff (`tiff.h`) and not part of TIFF 6.0 or its technical notes."""


def unread_compression(path: Path) -> str | None:
    """The compression of the first page by name if it is none that every reader knows; None otherwise, also for damage.

    Reads classic TIFF and BigTIFF (TIFF 6.0, section 2; the BigTIFF design of libtiff).
    """
    with path.open("rb") as file:
        head = file.read(16)
        order = "<" if head[:2] == b"II" else ">"
        big = head[2:4] in (b"+\0", b"\0+")
        counted, entry = ("Q", 20) if big else ("H", 12)
        try:
            at = struct.unpack_from(f"{order}Q", head, 8)[0] if big else struct.unpack_from(f"{order}I", head, 4)[0]
            file.seek(at)
            count = struct.unpack(f"{order}{counted}", file.read(struct.calcsize(counted)))[0]
            for _ in range(min(count, _MOST_ENTRIES)):
                data = file.read(entry)
                if struct.unpack_from(f"{order}H", data)[0] == _COMPRESSION:
                    return _UNREAD.get(struct.unpack_from(f"{order}H", data, 12 if big else 8)[0])
        except (struct.error, OSError, OverflowError):
            return None
    return None
