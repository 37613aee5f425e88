"""Constants of SSIMULACRA2 that both meters use."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

RADIUS: Final = 5
SIGMA: Final = 1.5


def _kernel() -> NDArray[np.float32]:
    weights = np.exp(-0.5 * (np.arange(-RADIUS, RADIUS + 1) / SIGMA) ** 2)
    half: NDArray[np.float32] = (weights / weights.sum())[RADIUS:].astype(np.float32)
    return half


def _linear() -> NDArray[np.float32]:
    """SRGB's transfer curve (IEC 61966-2-1) for the 256 values of a sample."""
    value = np.arange(256) / 255.0
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4).astype(np.float32)


KERNEL: Final = _kernel()
"""A Gaussian from its middle outwards; both halves together weigh 1."""
LINEAR: Final = _linear()
