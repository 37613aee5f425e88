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
        return _with_ends(path.read_bytes())
    return _with_matrix(path) if kind == AVIF else None


def _with_ends(data: bytes) -> bytes:
    """A GIF with a block more of each image's codes: libnsgif loses the last code where no end code follows."""
    made, done, at = bytearray(), 0, 13 + _table(data[10:11])
    while data[at : at + 1] in (bytes((_EXTENSION,)), bytes((_IMAGE,))):
        is_image = data[at] == _IMAGE
        at += 11 + _table(data[at + 9 : at + 10]) if is_image else 2
        while at < len(data) and data[at]:
            at += 1 + data[at]
        if at >= len(data):  # cut off: the decoder is to see that
            break
        if is_image:
            made += data[done:at] + _PADDING
            done = at
        at += 1
    return bytes(made + data[done:])


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
