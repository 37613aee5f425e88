"""AVIF between 16 and 235: libheif widens that range where there is color, not in gray and in transparency."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from picopt_imaging.av1_header import Samples, read_samples
from picopt_imaging.errors import ImagingError
from picopt_imaging.metadata.containers.isobmff import Item, Picture, read
from picopt_imaging.vips import Image

_RANGE_IN_NCLX: Final = len(b"colrnclx") + 6
"""Octets from the property's name to its range: behind primaries, transfer and matrix (ISO 23000-22, 7.3.6.4)."""
_MOST_HEAD: Final = 65_536
_GRAY_SOMEWHERE: Final = 0x10
"""In the third octet of `av1C` (AV1 in ISO base media, 2.3.3)."""
_TRANSPARENCY: Final = b"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha"
_BLACK, _RANGE = 16 / 256, 219 / 256


@dataclass(frozen=True)
class Narrow:
    """Which parts of an image run from 16 to 235 of 255 and are not read as that."""

    gray: bool = False
    alpha: bool = False

    @property
    def anything(self) -> bool:
        """Whether either does."""
        return self.gray or self.alpha


def narrow_parts(path: Path) -> Narrow:
    """Of an AVIF's main image, where it is gray, and of its transparency.

    The container's range goes before the bit stream's; of transparency, there is only that.
    """
    with path.open("rb") as file:
        head = file.read(_MOST_HEAD)
    if not (_has_gray(head) or _TRANSPARENCY in head):
        return Narrow()
    try:
        picture = read(path.read_bytes())
        main = _samples(_main(picture))
        alpha = _samples(found) if (found := _transparency(picture, head)) else None
    except (ImagingError, StopIteration, ValueError):  # what is no single still is read as it comes
        return Narrow()
    at = head.find(b"colrnclx")
    told = bool(head[at + _RANGE_IN_NCLX] >> 7) if 0 <= at < len(head) - _RANGE_IN_NCLX else main.is_whole_range
    return Narrow(main.is_gray and not told, alpha is not None and not alpha.is_whole_range)


def is_gray(path: Path) -> bool:
    """Whether an AVIF's main image is stored without color."""
    try:
        return _samples(_main(read(path.read_bytes()))).is_gray
    except (ImagingError, StopIteration, ValueError):  # as above
        return False


def widen(image: Image, narrow: Narrow) -> Image:
    """Black at 0, white at the highest number, in the narrow parts alone. 8 or 16 bits."""
    most = 65_536 if image.format == "ushort" else 256
    factor, step = (most - 1) / (_RANGE * most), -_BLACK * most * (most - 1) / (_RANGE * most)
    clear = 1 if image.hasalpha() else 0
    parts = [narrow.gray] * (image.bands - clear) + [narrow.alpha] * clear
    wide = image.linear([factor if part else 1.0 for part in parts], [step if part else 0.0 for part in parts]).rint()
    return wide.cast(image.format).copy(interpretation=image.interpretation)


def _main(picture: Picture) -> Item:
    return next(item for item in picture.items if item.id == picture.primary)


def _samples(item: Item) -> Samples:
    return read_samples(item.octets)


def _transparency(picture: Picture, head: bytes) -> Item | None:
    """The main image's only auxiliary one, where that is what the file says of one."""
    sources = {ref.source for ref in picture.references if ref.kind == b"auxl" and picture.primary in ref.targets}
    found = [item for item in picture.items if item.id in sources]
    return found[0] if len(found) == 1 and _TRANSPARENCY in head else None


def _has_gray(head: bytes) -> bool:
    """A quick look: whether anything in the file is gray, if only the transparency."""
    at = head.find(b"av1C")
    while at >= 0:
        if head[at + 6 : at + 7] and head[at + 6] & _GRAY_SOMEWHERE:
            return True
        at = head.find(b"av1C", at + 4)
    return False
