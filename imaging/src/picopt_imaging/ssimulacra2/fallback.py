"""The same meter in NumPy, for machines without a C compiler: about ten times slower, and it holds whole pictures."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from picopt_imaging.ssimulacra2 import curves
from picopt_imaging.ssimulacra2.curves import RADIUS

Plane = NDArray[np.float32]
_SCALES: Final = 6
_SMALLEST: Final = 8
_KERNEL: Final = np.array(curves.KERNEL, dtype=np.float32)
_LINEAR: Final = np.array(curves.LINEAR, dtype=np.float32)
_C2: Final = np.float32(0.0009)
_BIAS: Final = np.float32(0.0037930732552754493)
_BIAS_ROOT: Final = np.float32(0.15595420054924863)
_OPSIN: Final = np.array(
    [[0.30, 0.622, 0.078], [0.23, 0.692, 0.078], [0.24342268924547819, 0.20476744424496821, 0.5518098665095536]],
    dtype=np.float32,
)


def averages(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> list[list[float]]:
    """The averages of each scale for two pictures of shape (height, width, 3) in 8-bit sRGB."""
    linear = [_LINEAR[np.moveaxis(picture, 2, 0)] for picture in (a, b)]
    found: list[list[float]] = []
    may_halve = True
    while len(found) < _SCALES and may_halve:
        first, second = (_to_xyb(picture) for picture in linear)
        used = curves.USED[len(found)]
        maps = [_measure(first[c], second[c]) if used[c] else [0.0] * 6 for c in range(3)]
        found.append([value for channel in maps for value in channel])
        may_halve = min(linear[0].shape[1:]) >= _SMALLEST
        linear = [_halve(picture) for picture in linear]
    return found


def _to_xyb(linear: Plane) -> list[Plane]:
    mixed = np.cbrt(np.tensordot(_OPSIN, linear, axes=1) + _BIAS) - _BIAS_ROOT
    luma = 0.5 * (mixed[0] + mixed[1])
    return [7.0 * (mixed[0] - mixed[1]) + np.float32(0.42), luma + np.float32(0.01), mixed[2] - luma + np.float32(0.55)]


def _blur(plane: Plane) -> Plane:
    """Nothing beyond the edges, as in the reference."""
    return _along(_along(plane, 1), 0)


def _along(plane: Plane, axis: int) -> Plane:
    length = plane.shape[axis]
    plane = np.pad(plane, [(RADIUS, RADIUS) if each == axis else (0, 0) for each in range(2)])

    def part(offset: int) -> Plane:
        window = [slice(None), slice(None)]
        window[axis] = slice(RADIUS + offset, RADIUS + offset + length)
        return plane[tuple(window)]

    result: Plane = _KERNEL[0] * part(0)
    for distance in range(1, RADIUS + 1):
        result += _KERNEL[distance] * (part(-distance) + part(distance))
    return result


def _measure(a: Plane, b: Plane) -> list[float]:
    mean_a, mean_b = _blur(a), _blur(b)
    squares, differences = _blur(a * a + b * b), _blur((a - b) ** 2)
    # 1 - SSIM, written with the variance of the difference, so that nothing cancels where the pictures agree.
    off = (mean_a - mean_b) ** 2
    lost = off + (1 - off) * (differences - off) / (squares - mean_a**2 - mean_b**2 + _C2)
    edges = (1 + np.abs(b - mean_b)) / (1 + np.abs(a - mean_a)) - 1
    maps = (np.maximum(lost, 0), np.maximum(edges, 0), np.maximum(-edges, 0))
    return [float(value) for found in maps for value in (found.mean(dtype=float), (found**4).mean(dtype=float))]


def _halve(linear: Plane) -> Plane:
    height, width = linear.shape[1:]
    even = np.pad(linear, ((0, 0), (0, height % 2), (0, width % 2)), mode="edge")
    return 0.25 * (even[:, ::2, ::2] + even[:, 1::2, ::2] + even[:, ::2, 1::2] + even[:, 1::2, 1::2])
