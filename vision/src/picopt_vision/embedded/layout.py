"""Whether an image is a photograph or something made on a screen: the first gate, before any network is asked."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from PIL import Image

_SIDE: Final = 256
# Neighbors that differ by no more than this (of 255) are one area; photographs hardly have such areas.
_SAME: Final = 2
# A drawing has large areas of one color and few colors that hold most of it. Both must say so.
FLAT: Final = 0.55
FEW: Final = 0.5


@dataclass(frozen=True, slots=True)
class Layout:
    """Measured shares of the image, 0–1."""

    flat: float
    """Neighboring pixels of one color."""
    few: float
    """Pixels of the four most frequent colors (of 4096)."""

    @property
    def is_graphic(self) -> bool:
        """Chart, diagram, logo, screenshot, text: not a photograph. What ImageNet knows does not apply."""
        return self.flat >= FLAT and self.few >= FEW


def measure_layout(image: Image.Image) -> Layout:
    """Of an RGB image of any size."""
    pixels = np.asarray(image.resize((_SIDE, _SIDE), Image.Resampling.NEAREST), np.int16)
    steps = np.abs(np.diff(pixels, axis=1)).max(axis=2)
    codes = (pixels >> 4) @ np.array([256, 16, 1], np.int16)
    counts = np.sort(np.bincount(codes.ravel(), minlength=4096))[::-1]
    return Layout(flat=float((steps <= _SAME).mean()), few=float(counts[:4].sum() / codes.size))
