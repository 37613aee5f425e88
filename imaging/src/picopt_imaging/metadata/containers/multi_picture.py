"""JPEG with a second picture behind the first: its index segment (CIPA DC-007, Multi-Picture Format)."""

import struct
from typing import Final

from picopt_imaging.metadata.tiff import LONG, UNDEFINED, Directories, Entry, build

SIGNATURE: Final = b"MPF\x00"
_VERSION, _COUNT, _ENTRIES = 0xB000, 0xB001, 0xB002
_BASELINE_PRIMARY: Final = 0x030000
INDEX_OCTETS: Final = 4 + len(SIGNATURE) + 8 + 2 + 3 * 12 + 4 + 2 * 16
"""Of the whole segment, marker included: a directory of three entries and a table of two pictures."""


def index_segment(first_octets: int, second_octets: int, at: int) -> bytes:
    """The APP2 segment that starts at offset `at` of a file whose pictures have these lengths."""
    # Offsets count from the segment's own TIFF header; the first picture has none.
    second_at = first_octets - (at + 4 + len(SIGNATURE))
    table = struct.pack("<3I2H", _BASELINE_PRIMARY, first_octets, 0, 0, 0)
    table += struct.pack("<3I2H", 0, second_octets, second_at, 0, 0)
    entries = (
        Entry(_VERSION, UNDEFINED, b"0100"),
        Entry(_COUNT, LONG, struct.pack("<I", 2)),
        Entry(_ENTRIES, UNDEFINED, table),
    )
    payload = SIGNATURE + build(Directories({entry.tag: entry for entry in entries}, {}, {}))
    return b"\xff\xe2" + (len(payload) + 2).to_bytes(2, "big") + payload
