"""A small perceptual hash of our own: where a picture is light, and which colour and cover it has where.

The usual libraries bring scipy along and look at brightness only; a wrong colour or a black ground must show here too.
"""

from typing import Final

import numpy as np

from picopt_imaging.vips import Image

_SIDE: Final = 8
_CELLS: Final = 3
_SENSITIVITY: Final = 4
"""Levels of 256 that neighbours must differ by to count as different."""


def fingerprint(image: Image) -> str:
    """52 hexadecimal digits: 16 of a difference hash (64 bits), then red, green, blue and cover of 3 × 3 cells."""
    rgba = _rgba(image)
    lightness = _shrink(rgba[:3].colourspace("b-w"), _SIDE + 1, _SIDE)[..., 0]
    darker = lightness[:, 1:] > lightness[:, :-1] + _SENSITIVITY
    bits = int("".join("1" if bit else "0" for bit in darker.ravel()), 2)
    cells = np.clip(_shrink(rgba, _CELLS, _CELLS) // 16, 0, 15).astype(int)
    return f"{bits:016x}" + "".join(f"{level:x}" for level in cells.ravel())


def distance(a: str, b: str) -> int:
    """Bits that differ, plus the levels that the cells are apart (their Hamming distance as thermometers)."""
    bits = (int(a[:16], 16) ^ int(b[:16], 16)).bit_count()
    return bits + sum(abs(int(one, 16) - int(other, 16)) for one, other in zip(a[16:], b[16:], strict=True))


def _rgba(image: Image) -> Image:
    """8 bits; colours lie on white where there is nothing, so that what is hidden there does not count."""
    plain = image.colourspace("srgb").cast("uchar") if image.interpretation != "srgb" else image
    if not plain.hasalpha():
        return plain.bandjoin(255).copy(interpretation="srgb")
    return plain.flatten(background=[255, 255, 255]).bandjoin(plain[3]).copy(interpretation="srgb")


def _shrink(image: Image, width: int, height: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Means of the cells, height × width × bands."""
    values = np.atleast_3d(image.numpy().astype(float))
    rows = np.array_split(values, height, axis=0)
    return np.array([[cell.mean(axis=(0, 1)) for cell in np.array_split(row, width, axis=1)] for row in rows])
