"""Sound files that libvips' decoders read otherwise than browsers do, mended where they mislead them."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Final

from picopt_imaging import gif
from picopt_imaging.sniff import AVIF, GIF, Kind

_MOST_HEAD: Final = 1 << 20
"""Octets of an AVIF in which its properties lie."""
_UNSPECIFIED, _BT601 = 2, 6
_MATRIX: Final = len(b"colrnclx") + 4
"""Octets from the property's name to its matrix: behind primaries and transfer (ISO 23000-22, 7.3.6.4)."""


@dataclass(frozen=True)
class Sound:
    """What a decoder may be given; the frames of it that are not the image's own, by their number from 0."""

    path: Path
    added: tuple[int, ...] = ()

    @property
    def first(self) -> int:
        """The number of the first frame that is the image's own."""
        return next(number for number in count() if number not in self.added)


@contextmanager
def sound(path: Path, kind: Kind) -> Iterator[Sound]:
    """The file itself, or a mended copy of it for as long as the context lasts."""
    data, added = mended(path, kind)
    if data is None:
        yield Sound(path)
        return
    with tempfile.NamedTemporaryFile(suffix=path.suffix) as copy:
        copy.write(data)
        copy.flush()
        yield Sound(Path(copy.name), added)


def mended(path: Path, kind: Kind) -> tuple[bytes | None, tuple[int, ...]]:
    """The whole file's octets where some had to be changed, else None; and the frames that were added."""
    if kind == GIF:
        return gif.mend(path.read_bytes())
    return (_with_matrix(path) if kind == AVIF else None), ()


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
