"""Constants of SSIMULACRA2 that both meters use. Plain floats: the compiled meter does without NumPy."""

import math
from typing import Final

RADIUS: Final = 5
SIGMA: Final = 1.5


def _kernel() -> tuple[float, ...]:
    half = [math.exp(-0.5 * (distance / SIGMA) ** 2) for distance in range(RADIUS + 1)]
    total = half[0] + 2 * sum(half[1:])
    return tuple(weight / total for weight in half)


def _linear(sample: int) -> float:
    """SRGB's transfer curve (IEC 61966-2-1)."""
    value = sample / 255.0
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


KERNEL: Final = _kernel()
"""A Gaussian from its middle outwards; both halves together weigh 1."""
LINEAR: Final = tuple(_linear(sample) for sample in range(256))
"""Light for each of the 256 values of a sample."""
USED: Final = ((0, 1, 0), (1, 1, 1), (1, 1, 1), (1, 1, 1), (1, 1, 1), (1, 0, 1))
"""Whether a channel (X, Y, B) is measured at a scale, as in `meter.c`: the rest weighs under 0.001 points."""
