"""What an animation shows: each frame a file of its own for Pillow, put on the canvas by the formats' rules.

Pillow reads animations itself, but paints a GIF's empty screen, and blends and puts back frames of a PNG by rules of
its own (GIF89a, 23; PNG, third edition, 11.3.6).
"""

import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import PIL.Image

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_EXTENSION, _IMAGE, _CONTROL = 0x21, 0x2C, 0xF9
_TABLE, _INTERLACED = 0x87, 0x40
"""Flags: that there is a table, and of which size; that lines are interlaced."""
_SCREEN_END: Final = 13
"""Where a GIF's global table begins."""
_CLEAR: Final = (0, 0, 0, 0)
Size = tuple[int, int]
Seeing = Callable[[bytes], PIL.Image.Image]


@dataclass(frozen=True)
class Frame:
    """A still file of what a frame brings, where it goes, and what becomes of its place before the next one."""

    still: bytes
    at: Size
    is_cleared: bool
    is_put_back: bool
    is_blended: bool


def shown(frames: Iterator[Frame], size: Size, see: Seeing) -> Iterator[PIL.Image.Image]:
    """The canvas, in RGBA, each time that a frame has been put on it; `see` reads a still file, whole or not at all."""
    canvas = PIL.Image.new("RGBA", size, _CLEAR)
    for frame in frames:
        part, before = see(frame.still).convert("RGBA"), canvas.copy()
        if frame.is_blended:
            whole = PIL.Image.new("RGBA", size, _CLEAR)
            whole.paste(part, frame.at)
            canvas = PIL.Image.alpha_composite(canvas, whole)
        else:
            canvas.paste(part, frame.at)
        yield canvas.copy()
        if frame.is_put_back:
            canvas = before
        elif frame.is_cleared:
            canvas.paste(_CLEAR, (*frame.at, frame.at[0] + part.width, frame.at[1] + part.height))


def frames_of_gif(data: bytes) -> Iterator[Frame]:
    """Up to the first block that is none (GIF89a, 20 to 27): there browsers stop, Pillow goes on."""
    at, control = _SCREEN_END + _table(data[10]), b""
    while at < len(data) and data[at] in (_EXTENSION, _IMAGE):
        start, is_image = at, data[at] == _IMAGE
        at += 11 + _table(data[at + 9]) if is_image else 2
        while at < len(data) and data[at]:
            at += data[at] + 1
        at += 1
        block = data[start:at]
        if is_image:
            yield _frame_of_gif(data, control, block)
            control = b""
        elif block[1] == _CONTROL:
            control = block


def _frame_of_gif(data: bytes, control: bytes, block: bytes) -> Frame:
    """Its own table stands in the place of the screen's: Pillow passes over a gray one beside another."""
    left, top, width, height, flags = struct.unpack_from("<4HB", block, 1)
    own, screens = block[10 : 10 + _table(flags)], data[_SCREEN_END : _SCREEN_END + _table(data[10])]
    screen = struct.pack("<2H3B", width, height, flags & _TABLE if own else data[10], 0, 0) + (own or screens)
    picture = struct.pack("<B4HB", _IMAGE, 0, 0, width, height, flags & _INTERLACED) + block[10 + len(own) :]
    disposal = control[3] >> 2 & 7 if control[3:] else 0
    still = data[:6] + screen + control + picture + b";"
    return Frame(still, (left, top), disposal == 2, disposal in (3, 4), is_blended=True)


def _table(flags: int) -> int:
    """Octets of a color table, where the flags say that there is one."""
    return 3 * (2 << (flags & 7)) if flags & 0x80 else 0


def frames_of_png(data: bytes) -> Iterator[Frame]:
    """Without an image before the first control, which is no frame."""
    chunks = list(_chunks(data))
    head = chunks[0][1]
    start = next(number for number, (name, _) in enumerate(chunks) if name == b"IDAT")
    shared = [(name, octets) for name, octets in chunks[1:start] if name not in (b"acTL", b"fcTL", b"eXIf")]
    control, octets, first = b"", b"", True
    for name, body in [*chunks, (b"fcTL", b"")]:
        if name == b"fcTL":
            if control:
                yield _frame_of_png(head, shared, control, octets, is_first=first)
                first = False
            control, octets = body, b""
        elif control and name in (b"IDAT", b"fdAT"):
            octets += body if name == b"IDAT" else body[4:]


def _frame_of_png(
    head: bytes, shared: list[tuple[bytes, bytes]], control: bytes, octets: bytes, *, is_first: bool
) -> Frame:
    _, _, _, left, top, _, _, disposal, blending = struct.unpack(">5I2H2B", control[:26])
    parts = [(b"IHDR", control[4:12] + head[8:]), *shared, (b"IDAT", octets), (b"IEND", b"")]
    still = _SIGNATURE + b"".join(_chunk(name, body) for name, body in parts)
    if is_first and disposal == 2:  # before the first, there is nothing to put back
        disposal = 1
    return Frame(still, (left, top), disposal == 1, disposal == 2, blending == 1)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_SIGNATURE)
    while at + 8 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        yield data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        at += length + 12


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
