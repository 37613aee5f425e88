"""Animated PNGs: each frame is made a PNG of its own for libvips, and put on the canvas (PNG, third edition, 11.3.6).

Pillow, which reads them as well, blends only frames of RGBA, and puts back the wrong image where a frame is to go.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from picopt_imaging.animation import label_animation
from picopt_imaging.vips import GValue, Image, VipsError

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_FOR_ALL: Final = frozenset({b"PLTE", b"tRNS"})
"""Chunks that every frame needs."""
_CHECKED: Final = frozenset({b"IHDR", b"acTL", b"fcTL", b"IDAT", b"fdAT"}) | _FOR_ALL
_MOST_CHUNKS: Final = 100_000
_CONTROL: Final = ">5I2H2B"
_CLEARED, _PUT_BACK = 1, 2
"""What becomes of a frame's place before the next one; otherwise, nothing."""
_BLENDED: Final = 1
_OPAQUE: Final = 255
_USUAL_PART: Final = 100
"""Of a second, where a delay is given in parts of no number."""


@dataclass(frozen=True)
class Frame:
    """A frame's size and place in pixels, how it is shown, and its compressed octets."""

    width: int
    height: int
    left: int
    top: int
    delay: int
    """Milliseconds."""
    disposal: int
    is_blended: bool
    octets: list[bytes] = field(default_factory=list)


def decode_animation(path: Path) -> Image:
    """All frames below each other, in memory, 8-bit RGB or RGBA, labelled as libvips labels its own.

    Raises `pyvips.Error` where the file is damaged or cut off.
    """
    chunks = list(_chunks(path.read_bytes()))
    head = chunks[0][1]
    stated, loop = struct.unpack(">2I", next(octets for name, octets in chunks if name == b"acTL")[:8])
    frames = _frames(chunks)[:stated]
    if len(frames) < stated:
        raise VipsError(f"unexpected end of file: {len(frames)} frames of {stated}")
    shared = b"".join(_chunk(name, octets) for name, octets in chunks if name in _FOR_ALL)
    roll = Image.arrayjoin(list(_shown(frames, head, shared)), across=1).copy(interpretation="srgb").copy_memory()
    if roll.extract_band(3).min() == _OPAQUE:
        roll = roll.extract_band(0, n=3).copy_memory()
    if len(frames) > 1:
        roll = label_animation(roll, roll.height // len(frames), [frame.delay for frame in frames], loop)
    return _with_profile(roll, path)


def _shown(frames: list[Frame], head: bytes, shared: bytes) -> Iterator[Image]:
    """The canvas with each frame on it."""
    canvas = Image.black(*struct.unpack(">2I", head[:8]), bands=4).copy(interpretation="srgb")
    for number, frame in enumerate(frames):
        if frame.left + frame.width > canvas.width or frame.top + frame.height > canvas.height:
            raise VipsError("a frame lies outside of the canvas")
        before, pixels = canvas, _decoded(frame, head, shared)
        if frame.is_blended:
            under = canvas.crop(frame.left, frame.top, frame.width, frame.height)
            pixels = under.composite2(pixels, "over").cast("uchar")
        canvas = canvas.insert(pixels, frame.left, frame.top).copy_memory()
        yield canvas
        if frame.disposal == _CLEARED or (frame.disposal == _PUT_BACK and not number):
            nothing = Image.black(frame.width, frame.height, bands=4).copy(interpretation="srgb")
            canvas = canvas.insert(nothing, frame.left, frame.top).copy_memory()
        elif frame.disposal == _PUT_BACK:
            canvas = before


def _decoded(frame: Frame, head: bytes, shared: bytes) -> Image:
    """A frame's own pixels, 8-bit RGBA."""
    size = struct.pack(">2I", frame.width, frame.height)
    pixels = b"".join(_chunk(b"IDAT", octets) for octets in frame.octets)
    alone = _SIGNATURE + _chunk(b"IHDR", size + head[8:]) + shared + pixels + _chunk(b"IEND", b"")
    image = Image.new_from_buffer(alone, "", fail_on="error").colourspace("srgb").cast("uchar")
    return (image if image.hasalpha() else image.addalpha()).copy_memory()


def _frames(chunks: list[tuple[bytes, bytes]]) -> list[Frame]:
    """In their order. An image before the first control is no frame."""
    frames, expected = list[Frame](), 0
    for name, octets in chunks:
        if name in (b"fcTL", b"fdAT"):
            if int.from_bytes(octets[:4], "big") != expected:
                raise VipsError("the frames are out of order")
            expected += 1
        if name == b"fcTL":
            frames.append(_controlled(octets))
        elif name == b"fdAT" and frames:
            frames[-1].octets.append(octets[4:])
        elif name == b"IDAT" and frames:
            frames[-1].octets.append(octets)
    return frames


def _controlled(octets: bytes) -> Frame:
    if len(octets) != struct.calcsize(_CONTROL):
        raise VipsError("a frame's control is damaged")
    _, width, height, left, top, count, parts, disposal, blend = struct.unpack(_CONTROL, octets)
    delay = round(1000 * count / (parts or _USUAL_PART))
    return Frame(width, height, left, top, delay, disposal, blend == _BLENDED)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Name and octets of each, checked, up to the end."""
    at = len(_SIGNATURE)
    for _ in range(_MOST_CHUNKS):
        length, name = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        octets, check = data[at + 8 : at + 8 + length], data[at + 8 + length : at + 12 + length]
        if len(check) < 4:
            raise VipsError("unexpected end of file")
        if name in _CHECKED and int.from_bytes(check, "big") != zlib.crc32(name + octets):
            raise VipsError(f"the octets of {name!r} are damaged")
        yield name, octets
        if name == b"IEND":
            return
        at += 12 + length
    raise VipsError("too many chunks")


def _chunk(name: bytes, octets: bytes) -> bytes:
    return len(octets).to_bytes(4, "big") + name + octets + zlib.crc32(name + octets).to_bytes(4, "big")


def _with_profile(roll: Image, path: Path) -> Image:
    header, name = Image.new_from_file(str(path)), "icc-profile-data"
    if header.get_typeof(name):
        roll = roll.copy()
        roll.set_type(GValue.blob_type, name, bytes(header.get(name)))
    return roll
