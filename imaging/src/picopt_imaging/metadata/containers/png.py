"""PNG: EXIF in eXIf, XMP in iTXt (PNG specification, third edition, 11.3; XMP part 3, 1.1.5). No place for IPTC."""

import zlib
from collections.abc import Iterator
from typing import Final

from picopt_imaging.errors import ImagingError
from picopt_imaging.metadata.fields import Blocks

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_XMP: Final = b"XML:com.adobe.xmp\x00\x00\x00\x00\x00"
_METADATA: Final = frozenset({b"eXIf", b"iTXt", b"tEXt", b"zTXt", b"tIME", b"caBX"})


def write(data: bytes, blocks: Blocks) -> bytes:
    """The PNG with these blocks before its pixels; other texts are taken out."""
    made = [_SIGNATURE]
    waiting = True
    for name, chunk in _chunks(data):
        if name in _METADATA:
            continue
        if waiting and name == b"IDAT":
            made.append(_new_chunks(blocks))
            waiting = False
        made.append(chunk)
    return b"".join(made)


def _new_chunks(blocks: Blocks) -> bytes:
    made = _chunk(b"eXIf", blocks.exif) if blocks.exif else b""
    return made + (_chunk(b"iTXt", _XMP + blocks.xmp) if blocks.xmp else b"")


def _chunk(name: bytes, payload: bytes) -> bytes:
    return len(payload).to_bytes(4, "big") + name + payload + zlib.crc32(name + payload).to_bytes(4, "big")


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_SIGNATURE)
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        name = data[at + 4 : at + 8]
        yield name, data[at : at + 12 + length]
        if name == b"IEND":
            return
        at += 12 + length
    raise ImagingError("truncated", "The PNG is incomplete. Upload the whole image again.")
