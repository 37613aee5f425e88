"""WebP: EXIF and XMP in chunks of the extended layout (RFC 9649, 2.7). There is no place for IPTC."""

from typing import Final

from picopt_imaging.errors import ImagingError
from picopt_imaging.metadata.fields import Blocks

_ICC_FLAG, _ALPHA_FLAG, _EXIF_FLAG, _XMP_FLAG = 0x20, 0x10, 0x08, 0x04
_HEADER_OCTETS: Final = 10
_FRAME_OCTETS, _CLEARED_AFTERWARDS = 16, 0x01
_METADATA: Final = (b"EXIF", b"XMP ", b"C2PA")
"""The last one becomes invalid with any change."""


def write(data: bytes, blocks: Blocks) -> bytes:
    """The WebP in its extended layout with these blocks at its end."""
    chunks = [(name, payload) for name, payload in _chunks(data) if name not in _METADATA]
    if not chunks:
        raise ImagingError("unreadable_image", "The WebP contains no image.")
    extended = chunks[0][0] == b"VP8X"
    if not (blocks.exif or blocks.xmp or extended):
        return data  # in the simple layout, which no animation has
    if extended and len(chunks[0][1]) < _HEADER_OCTETS:
        raise ImagingError("unreadable_image", "The WebP's header is incomplete.")
    header = chunks.pop(0)[1] if extended else _new_header(chunks[0])
    metadata = [(name, payload) for name, payload in ((b"EXIF", blocks.exif), (b"XMP ", blocks.xmp)) if payload]
    made = [(b"VP8X", _flagged(header, blocks, chunks)), *chunks, *metadata]
    body = b"WEBP" + b"".join(_chunk(name, payload) for name, payload in made)
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def _flagged(header: bytes, blocks: Blocks, chunks: list[tuple[bytes, bytes]]) -> bytes:
    """A VP8X payload whose flags say what is there: these blocks, and alpha where the encoder has left it out."""
    flags = header[0] & ~(_EXIF_FLAG | _XMP_FLAG)
    flags |= _EXIF_FLAG if blocks.exif else 0
    flags |= _XMP_FLAG if blocks.xmp else 0
    flags |= _ALPHA_FLAG if _shows_ground(header, chunks) else 0
    return bytes([flags]) + header[1:]


def _shows_ground(header: bytes, chunks: list[tuple[bytes, bytes]]) -> bool:
    """Whether an animation leaves parts of its canvas clear although every frame is opaque.

    The encoder looks at frames only and leaves the flag out; decoders that trust it then show black there.
    """
    frames = [payload for name, payload in chunks if name == b"ANMF" and len(payload) >= _FRAME_OCTETS]
    covers = not frames or (frames[0][:6] == bytes(6) and frames[0][6:12] == header[4:10])
    return not covers or any(frame[15] & _CLEARED_AFTERWARDS for frame in frames)


def _new_header(first: tuple[bytes, bytes]) -> bytes:
    """A VP8X payload for a picture in the simple layout: flags, reserved, width − 1 and height − 1 in 24 bits."""
    name, payload = first
    if name == b"VP8L":
        bits = int.from_bytes(payload[1:5], "little")
        width, height, alpha = (bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1, bool(bits >> 28 & 1)
    elif name == b"VP8 ":
        width, height = (int.from_bytes(payload[at : at + 2], "little") & 0x3FFF for at in (6, 8))
        alpha = False
    else:
        raise ImagingError("unreadable_image", "The WebP's first chunk is unknown.")
    if not (width and height):
        raise ImagingError("unreadable_image", "The WebP's image has no size.")
    flags = _ALPHA_FLAG if alpha else 0
    return bytes((flags, 0, 0, 0)) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")


def _chunk(name: bytes, payload: bytes) -> bytes:
    return name + len(payload).to_bytes(4, "little") + payload + b"\x00" * (len(payload) % 2)


def _chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    end = min(len(data), 8 + int.from_bytes(data[4:8], "little"))
    found, at = [], 12
    while at + 8 <= end:
        length = int.from_bytes(data[at + 4 : at + 8], "little")
        found.append((data[at : at + 4], data[at + 8 : at + 8 + length]))
        at += 8 + length + length % 2
    return found
