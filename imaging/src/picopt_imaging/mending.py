"""Sound files that libvips' decoders read otherwise than browsers do: the few octets that mislead them are mended."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from picopt_imaging.sniff import AVIF, GIF, Kind

_EXTENSION, _IMAGE = 0x21, 0x2C
_PADDING: Final = bytes((2, 0, 0))
"""A block of two octets: one more code of any width (GIF89a, 22)."""
_CONTROL: Final = bytes((_EXTENSION, 0xF9))
_CLEAR_CONTROL: Final = _CONTROL + bytes((4, 1, 0, 0, 255, 0))
_MOST_BITS: Final = 8
_CLEAR: Final = 0xFF
"""A color that no code of fewer bits has."""
_TO_BACKGROUND: Final = 2
"""Of a frame: its place is cleared before the next one."""
_MOST_HEAD: Final = 1 << 20
"""Octets of an AVIF in which its properties lie."""
_UNSPECIFIED, _BT601 = 2, 6
_MATRIX: Final = len(b"colrnclx") + 4
"""Octets from the property's name to its matrix: behind primaries and transfer (ISO 23000-22, 7.3.6.4)."""


@contextmanager
def sound(path: Path, kind: Kind) -> Iterator[Path]:
    """The file itself, or a mended copy of it for as long as the context lasts."""
    data = mended(path, kind)
    if data is None:
        yield path
        return
    with tempfile.NamedTemporaryFile(suffix=path.suffix) as copy:
        copy.write(data)
        copy.flush()
        yield Path(copy.name)


def mended(path: Path, kind: Kind) -> bytes | None:
    """The whole file's octets where some had to be changed, else None."""
    if kind == GIF:
        return _with_ends(_with_clear_places(_with_clear_ground(path.read_bytes())))
    return _with_matrix(path) if kind == AVIF else None


def _with_ends(data: bytes) -> bytes:
    """A GIF with a block more of each image's codes: libnsgif loses the last code where no end code follows."""
    made, done = bytearray(), 0
    for start, end in _blocks(data):
        if data[start] == _IMAGE:
            made += data[done : end - 1] + _PADDING
            done = end - 1
    return bytes(made + data[done:])


def _with_clear_ground(data: bytes) -> bytes:
    """A GIF that is clear where its first frame is not: without a clear color, libvips makes that black.

    The clear color is number 255, which no pixel can have: only of codes of fewer bits, there is such a number.
    """
    control, first = None, None
    for start, _end in _blocks(data):
        if data[start : start + 2] == _CONTROL:
            if data[start + 3] & 1:
                return data
            control = start
        elif data[start] == _IMAGE:
            first = first or (start, control)
            control = None
    if first is None or _covers_all(data, first[0]) or _bits_of_codes(data, first[0]) >= _MOST_BITS:
        return data
    start, control = first
    if control is None:
        return data[:start] + _CLEAR_CONTROL + data[start:]
    told = bytes((data[control + 3] | 1,)) + data[control + 4 : control + 6] + b"\xff"
    return data[: control + 3] + told + data[control + 7 :]


def _with_clear_places(data: bytes) -> bytes:
    """A GIF whose frames go when the next one comes: without a clear color, libnsgif fills their places with another.

    That is the background's, which browsers pass over.
    """
    if all(data[start] != _IMAGE or _covers_all(data, start) for start, _end in _blocks(data)):
        return data  # nobody sees what is cleared
    made, control = bytearray(data), None
    for start, _end in _blocks(data):
        if data[start : start + 2] == _CONTROL:
            control = start
        elif data[start] == _IMAGE:
            has_free_code = _bits_of_codes(data, start) < _MOST_BITS
            if control is not None and has_free_code and _goes_without_clear(data[control + 3]):
                made[control + 3] |= 1
                made[control + 6] = _CLEAR
            control = None
    return bytes(made)


def _goes_without_clear(flags: int) -> bool:
    """Disposal to background and no clear color (GIF89a, 23)."""
    return flags >> 2 & 7 == _TO_BACKGROUND and not flags & 1


def _covers_all(data: bytes, image: int) -> bool:
    return data[image + 1 : image + 5] == bytes(4) and data[image + 5 : image + 9] == data[6:10]


def _bits_of_codes(data: bytes, image: int) -> int:
    return data[image + 10 + _table(data[image + 9 : image + 10])]


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


def _table(flags: bytes) -> int:
    """Octets of a colour table, where the flags say that there is one."""
    return 3 * (2 << (flags[0] & 7)) if flags and flags[0] & 0x80 else 0


def _with_matrix(path: Path) -> bytes | None:
    """An AVIF with a matrix that is named: without one, libheif passes over the range that stands beside it.

    The container's range goes before the bit stream's (AV1 in ISO base media, 2.3.4), and decoders take BT.601 where no
    matrix is named.
    """
    with path.open("rb") as file:
        head = file.read(_MOST_HEAD)
    at = head.find(b"colrnclx") + _MATRIX
    if at < _MATRIX or int.from_bytes(head[at : at + 2], "big") != _UNSPECIFIED:
        return None
    data = path.read_bytes()
    return data[:at] + _BT601.to_bytes(2, "big") + data[at + 2 :]
