"""JPEG: EXIF and XMP in APP1, IPTC in APP13 (ISO 10918-1 B.1.1; XMP part 3, 1.1.3)."""

import re
from collections.abc import Iterator
from typing import Final

from picopt_imaging.errors import ImagingError
from picopt_imaging.metadata.containers import multi_picture
from picopt_imaging.metadata.fields import Blocks

_EXIF: Final = b"Exif\x00\x00"
_XMP: Final = b"http://ns.adobe.com/xap/1.0/\x00"
_XMP_MORE: Final = b"http://ns.adobe.com/xmp/extension/\x00"
_PHOTOSHOP: Final = b"Photoshop 3.0\x00"
_APP0, _APP1, _APP2, _APP11, _APP13, _COMMENT, _SCAN, _END = 0xE0, 0xE1, 0xE2, 0xEB, 0xED, 0xFE, 0xDA, 0xD9
_ALONE: Final = 0x01
"""TEM, which has no segment (B.1.1.3)."""
# FF 00 is a sample, FF D0 to D7 a restart, and FF FF a filling.
_MARKER: Final = re.compile(rb"\xff([^\x00\xff\xd0-\xd7])", re.DOTALL)
_MAX_SEGMENT: Final = 65_533


def write(data: bytes, blocks: Blocks) -> bytes:
    """The JPEG with these blocks behind its APP0; other metadata segments, and what lies behind its end, are taken out.

    Behind the end lie second pictures, films of phones, or whatever someone hid there. Raises `ImagingError`:
    `truncated` where the end is missing.
    """
    head, rest, kept = b"\xff\xd8", b"", True
    for marker, segment in _segments(data):
        if marker == _SCAN:
            rest += segment
        elif marker == _APP0 and kept:
            head += segment
        elif not _is_metadata(marker, segment):
            kept = False
            rest += segment
    head += _new_segments(blocks)
    if not blocks.gain_map:
        return head + rest
    first = len(head) + multi_picture.INDEX_OCTETS + len(rest)
    return head + multi_picture.index_segment(first, len(blocks.gain_map), len(head)) + rest + blocks.gain_map


def _new_segments(blocks: Blocks) -> bytes:
    made = b""
    if blocks.exif:
        made += _segment(_APP1, _EXIF + blocks.exif)
    if blocks.xmp:
        made += _segment(_APP1, _XMP + blocks.xmp)
    if blocks.iptc:
        resource = b"8BIM\x04\x04\x00\x00" + len(blocks.iptc).to_bytes(4, "big") + blocks.iptc
        made += _segment(_APP13, _PHOTOSHOP + resource + b"\x00" * (len(blocks.iptc) % 2))
    return made


def _segment(marker: int, payload: bytes) -> bytes:
    if len(payload) > _MAX_SEGMENT:
        raise ImagingError("unreadable_image", "The metadata is too long for a JPEG. Shorten it.")
    return bytes((0xFF, marker)) + (len(payload) + 2).to_bytes(2, "big") + payload


def _is_metadata(marker: int, segment: bytes) -> bool:
    payload = segment[4:]
    return (
        (marker == _APP1 and payload.startswith((_EXIF[:4], _XMP, _XMP_MORE)))
        or (marker == _APP13 and payload.startswith(_PHOTOSHOP))
        or (marker == _APP2 and payload.startswith(multi_picture.SIGNATURE))
        or marker in (_APP11, _COMMENT)  # C2PA, which a change makes invalid; free comments
    )


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and octets of each segment; the first scan comes with all others, to the picture's end.

    What lies between segments is passed over, as in decoders, and so is a marker that has no segment.
    """
    at = 2
    while found := _MARKER.search(data, at):
        marker, at = data[found.end() - 1], found.start()
        if marker == _SCAN:
            yield marker, data[at : _end_of_picture(data, at)]
            return
        if marker == _END:
            break
        length = 2 if marker == _ALONE else 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if marker != _ALONE:
            yield marker, data[at : at + length]
        at += length
    raise ImagingError("unreadable_image", "The JPEG's segments are damaged.")


def _end_of_picture(data: bytes, at: int) -> int:
    """Where the scans that start at `at` end, their end marker included; tables between scans are passed over."""
    while found := _MARKER.search(data, at):
        if data[found.start() + 1] == _END:
            return found.end()
        at = found.end() + int.from_bytes(data[found.end() : found.end() + 2], "big")
    raise ImagingError("truncated", "The file is incomplete. Upload the whole image again.")
