"""GIFs that libnsgif, libvips' decoder, shows otherwise than browsers do: added blocks make it show the same."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

_EXTENSION, _IMAGE = 0x21, 0x2C
_CONTROL: Final = bytes((_EXTENSION, 0xF9))
_PADDING: Final = bytes((2, 0, 0))
"""A block of two octets: one more code of any width (GIF89a, 22)."""
_TO_BACKGROUND: Final = 2
"""Of a frame: its place is cleared before the next one."""
_FIRST_BIT_OF_DISPOSAL: Final = 2
_ALL_OF_DISPOSAL: Final = 7 << _FIRST_BIT_OF_DISPOSAL
_KEEP: Final = 1 << _FIRST_BIT_OF_DISPOSAL
_CLEAR_FRAME: Final = _CONTROL + bytes((4, _TO_BACKGROUND << _FIRST_BIT_OF_DISPOSAL | 1, 0, 0, 0, 0))
"""How a frame is shown: color 0 is clear, and its place is cleared afterwards."""
_BITS: Final = 8
"""Of the codes of a clear frame. They never grow beyond one bit more, as its table is cleared before that."""
_CLEAR_TABLE: Final = 1 << _BITS
_ALL_COLORS: Final = _BITS - 1
"""In the flags before a table of so many bits."""
_LONGEST: Final = 254
"""Pixels that one code stands for, before those codes would grow."""
_MOST_IN_BLOCK: Final = 255
_MOST_SIDE: Final = 1 << 16
"""A place is told in 16 bits."""
Box = tuple[int, int, int, int]
"""Left, top, width, height."""


@dataclass(frozen=True)
class Frame:
    """Where in the file a frame's blocks lie, and how it is shown."""

    control: int | None
    image: int
    end: int
    box: Box
    flags: int

    @property
    def is_cleared(self) -> bool:
        """Whether its place is to be cleared, while it has no clear color to clear it with (GIF89a, 23)."""
        return (self.flags & _ALL_OF_DISPOSAL) >> _FIRST_BIT_OF_DISPOSAL == _TO_BACKGROUND and not self.has_clear

    @property
    def has_clear(self) -> bool:
        """Whether one of its colors is clear."""
        return bool(self.flags & 1)


def mend(data: bytes) -> tuple[bytes, tuple[int, ...]]:
    """The file with what it lacks, and the numbers of the frames, from 0, that were added and are not to be seen."""
    mended, added = _with_clear_places(_with_all_colors(data))
    with_screen = _with_whole_screen(mended)
    if with_screen != mended:
        added = (0, *(number + 1 for number in added))
    return _with_ends(with_screen), added


def _with_ends(data: bytes) -> bytes:
    """A block more of each image's codes: libnsgif loses the last code where no end code follows."""
    made, done = bytearray(), 0
    for start, end in _blocks(data):
        if data[start] == _IMAGE:
            made += data[done : end - 1] + _PADDING
            done = end - 1
    return bytes(made + data[done:])


def _with_all_colors(data: bytes) -> bytes:
    """A still's tables of colors filled up with black, which browsers show where its pixels have numbers beyond them.

    libnsgif leaves such pixels out, and they would be taken for those that are missing.
    """
    frames = _frames(data)
    if len(frames) != 1:
        return data
    for flags, start in ((frames[0].image + 9, frames[0].image + 10), (10, 13)):  # the frame's own, and that for all
        octets = _table(data[flags : flags + 1])
        if octets:
            full = bytes((data[flags] | _ALL_COLORS,))
            filled = data[start : start + octets].ljust(3 << _BITS, b"\0")
            data = data[:flags] + full + data[flags + 1 : start] + filled + data[start + octets :]
    return data


def _with_whole_screen(data: bytes) -> bytes:
    """All of the screen, and clear where the first frame is not, or where a still's codes end too early.

    libvips makes that black unless some frame has a clear color, and libnsgif believes no screen of 640 × 480,
    800 × 600 and the like, or of more than 2,048 pixels, but takes what the first frame covers. So one is put before it
    that has a clear color, lies in the last corner (which a first frame beyond the screen moves), and shows nothing.
    """
    frames, screen = _frames(data), _screen(data)
    if not frames or (frames[0].box == screen and (len(frames) > 1 or frames[0].has_clear)):
        return data
    left, top, width, height = frames[0].box
    right, bottom = max(screen[2], left + width), max(screen[3], top + height)
    reaches_all = (left + width, top + height) == (right, bottom)
    if reaches_all and any(frame.has_clear for frame in frames):
        return data
    if max(right, bottom) > _MOST_SIDE:  # no frame can be put into that corner
        return data
    start = frames[0].image if frames[0].control is None else frames[0].control
    return data[:start] + _clear_frame((max(0, right - 1), max(0, bottom - 1), 1, 1)) + data[start:]


def _with_clear_places(data: bytes) -> tuple[bytes, tuple[int, ...]]:
    """Clear where a frame goes: libnsgif fills its place with the background's color unless the frame has a clear one.

    Such a frame stays, and a clear one on the same place follows, which goes in its stead. (To make a color of its own
    clear, one would have to be free.)
    """
    frames, screen = _frames(data), _screen(data)
    made, done, added = bytearray(), 0, list[int]()
    for number, (frame, following) in enumerate(pairwise(frames)):
        hides_all = following.box == screen and not following.has_clear
        place = _inside(frame.box, screen)
        if frame.control is None or hides_all or not frame.is_cleared or not place:
            continue
        flags = frame.control + 3
        made += data[done:flags] + bytes((frame.flags & ~_ALL_OF_DISPOSAL | _KEEP,))
        made += data[flags + 1 : frame.end] + _clear_frame(place)
        done = frame.end
        added.append(number + len(added) + 1)
    return bytes(made + data[done:]), tuple(added)


def _clear_frame(box: Box) -> bytes:
    """A frame of clear pixels that goes when the next one comes."""
    place = b"".join(number.to_bytes(2, "little") for number in box)
    codes = _run(box[2] * box[3])
    blocks = (codes[at : at + _MOST_IN_BLOCK] for at in range(0, len(codes), _MOST_IN_BLOCK))
    pixels = b"".join(bytes((len(block),)) + block for block in blocks)
    two_colors = bytes((0x80,)) + bytes(6)
    return _CLEAR_FRAME + bytes((_IMAGE,)) + place + two_colors + bytes((_BITS,)) + pixels + b"\x00"


def _run(pixels: int) -> bytes:
    """LZW of so many pixels of color 0: each code is of one pixel more than the one before (GIF89a, appendix F)."""
    codes = list[int]()
    while pixels:
        codes.append(_CLEAR_TABLE)
        for length in range(1, _LONGEST + 1):
            now = min(length, pixels)
            codes.append(_CLEAR_TABLE + now if now > 1 else 0)
            pixels -= now
            if not pixels:
                break
    codes.append(_CLEAR_TABLE + 1)  # the end
    bits = "".join(f"{code:0{_BITS + 1}b}" for code in reversed(codes))  # the first code in the lowest bits
    return int(bits, 2).to_bytes((len(bits) + 7) // 8, "little")


def _inside(box: Box, screen: Box) -> Box | None:
    """The part of a box that lies on the screen, if one does."""
    left, top, width, height = box
    width, height = min(width, screen[2] - left), min(height, screen[3] - top)
    return (left, top, width, height) if width > 0 and height > 0 else None


def screen_of(head: bytes) -> tuple[int, int]:
    """Width and height that a GIF's first ten octets say."""
    return _number(head, 6), _number(head, 8)


def _screen(data: bytes) -> Box:
    return 0, 0, *screen_of(data)


def _frames(data: bytes) -> list[Frame]:
    frames, control = list[Frame](), None
    for start, end in _blocks(data):
        if data[start : start + 2] == _CONTROL:
            control = start
        elif data[start] == _IMAGE:
            left, top, width, height = (_number(data, start + at) for at in (1, 3, 5, 7))
            flags = 0 if control is None else data[control + 3]
            frames.append(Frame(control, start, end, (left, top, width, height), flags))
            control = None
    return frames


def _blocks(data: bytes) -> Iterator[tuple[int, int]]:
    """Start and end of each extension and image, up to one that is cut off."""
    at = 13 + _table(data[10:11])
    while data[at : at + 1] in (bytes((_EXTENSION,)), bytes((_IMAGE,))):
        start = at
        at += 11 + _table(data[at + 9 : at + 10]) if data[at] == _IMAGE else 2
        while at < len(data) and data[at]:
            at += 1 + data[at]
        at += 1
        if at > len(data):  # cut off: the decoder is to see that
            return
        yield start, at


def _number(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "little")


def _table(flags: bytes) -> int:
    """Octets of a colour table, where the flags say that there is one."""
    return 3 * (2 << (flags[0] & 7)) if flags and flags[0] & 0x80 else 0
