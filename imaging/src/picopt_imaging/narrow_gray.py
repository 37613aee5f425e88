"""Gray AVIF between 16 and 235: libheif widens that range where there is colour, and forgets it where there is none."""

from pathlib import Path
from typing import Final

from picopt_imaging.av1_header import read_gray
from picopt_imaging.errors import ImagingError
from picopt_imaging.metadata.containers.isobmff import read
from picopt_imaging.vips import Image

_RANGE_IN_NCLX: Final = len(b"colrnclx") + 6
"""Octets from the property's name to its range: behind primaries, transfer and matrix (ISO 23000-22, 7.3.6.4)."""
_MOST_HEAD: Final = 65_536
_GRAY_SOMEWHERE: Final = 0x10
"""In the third octet of `av1C` (AV1 in ISO base media, 2.3.3)."""
_BLACK, _RANGE = 16 / 256, 219 / 256


def is_narrow_gray(path: Path) -> bool:
    """Whether an AVIF's main image is gray whose black is 16. The container's range goes before the bit stream's."""
    with path.open("rb") as file:
        head = file.read(_MOST_HEAD)
    if not _has_gray(head):
        return False
    try:
        picture = read(path.read_bytes())
        main = next(item for item in picture.items if item.id == picture.primary)
        found = read_gray(main.octets)
    except (ImagingError, StopIteration, ValueError):  # what is no single still is read as it comes
        return False
    at = head.find(b"colrnclx")
    told = bool(head[at + _RANGE_IN_NCLX] >> 7) if 0 <= at < len(head) - _RANGE_IN_NCLX else found.is_whole_range
    return found.is_gray and not told


def widen(image: Image) -> Image:
    """Black at 0, white at the highest number; transparency stays. 8 or 16 bits."""
    most = 65_536 if image.format == "ushort" else 256
    factor, step = (most - 1) / (_RANGE * most), -_BLACK * most * (most - 1) / (_RANGE * most)
    bands = image.bands - 1 if image.hasalpha() else image.bands
    clear = image.bands - bands
    wide = image.linear([factor] * bands + [1.0] * clear, [step] * bands + [0.0] * clear).rint()
    return wide.cast(image.format).copy(interpretation=image.interpretation)


def _has_gray(head: bytes) -> bool:
    """A quick look: whether anything in the file is gray, if only the transparency."""
    at = head.find(b"av1C")
    while at >= 0:
        if head[at + 6 : at + 7] and head[at + 6] & _GRAY_SOMEWHERE:
            return True
        at = head.find(b"av1C", at + 4)
    return False
