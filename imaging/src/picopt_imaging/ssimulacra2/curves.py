"""Constants of SSIMULACRA2 that both meters use. Plain floats: the compiled meter does without NumPy."""

import math
from typing import Final

RADIUS: Final = 4
_SIGMA: Final = 1.5
_PERIOD: Final = 5
"""Where the cosines that the kernel is made of end: `round(3.2795 sigma + 0.2546)`, equation 57."""


def _kernel() -> tuple[float, ...]:
    """The reference's recursive Gaussian as plain weights: three cosines that all end in zero at `_PERIOD`.

    Charalampidis, "Recursive Implementation of the Gaussian Filter Using Truncated Cosine Functions" (2016). Its three
    amplitudes follow from the kernel's sum, its variance, and the shape of the Gaussian itself (equations 33–57).
    """
    half = math.pi / (2 * _PERIOD)
    omega = (half, 3 * half, 5 * half)
    p = [sign / math.tan(0.5 * each) for sign, each in zip((1, -1, 1), omega, strict=True)]
    r = [sign * each**2 / math.sin(turn) for sign, each, turn in zip((1, -1, 1), p, omega, strict=True)]
    rho = [math.exp(-0.5 * (_SIGMA * each) ** 2) / _PERIOD for each in omega]
    first = (p[1] * r[2] - r[1] * p[2]) / (p[0] * r[1] - r[0] * p[1])
    third = (p[2] * r[0] - r[2] * p[0]) / (p[0] * r[1] - r[0] * p[1])
    wanted = (1.0, _PERIOD**2 - _SIGMA**2, first * rho[0] + third * rho[1] + rho[2])
    amplitudes = _solve((tuple(p), tuple(r), (first, third, 1.0)), wanted)
    return tuple(
        sum(size * math.cos(each * at) for size, each in zip(amplitudes, omega, strict=True))
        for at in range(RADIUS + 1)
    )


def _solve(rows: tuple[tuple[float, ...], ...], wanted: tuple[float, ...]) -> tuple[float, ...]:
    """Three unknowns of three equations, by Cramer's rule."""

    def volume(a: tuple[float, ...], b: tuple[float, ...], c: tuple[float, ...]) -> float:
        return sum(a[i] * (b[i - 2] * c[i - 1] - b[i - 1] * c[i - 2]) for i in range(3))

    columns = list(zip(*rows, strict=True))
    whole = volume(*columns)
    return tuple(volume(*(*columns[:at], wanted, *columns[at + 1 :])) / whole for at in range(3))


def _linear(sample: int) -> float:
    """SRGB's transfer curve (IEC 61966-2-1)."""
    value = sample / 255.0
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


KERNEL: Final = _kernel()
"""Weights from the middle outwards; both halves together weigh 1."""
LINEAR: Final = tuple(_linear(sample) for sample in range(256))
"""Light for each of the 256 values of a sample."""
USED: Final = ((0, 1, 0), (1, 1, 1), (1, 1, 1), (1, 1, 1), (1, 1, 1), (1, 0, 1))
"""Whether a channel (X, Y, B) is measured at a scale, as in `meter.c`: the rest weighs under 0.001 points."""
