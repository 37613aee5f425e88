"""Skin, of any tone: stone, metal and print mostly have other hues, or none."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

# Skin of every tone has hues between red and orange, in degrees, and some saturation (0–1).
HUES: Final = (4.0, 34.0)
LEAST_SATURATION: Final = 0.18


def is_skin(patch: Image.Image) -> bool:
    """The patch as a whole has the color of skin."""
    hues, saturations = _measured(patch)
    return bool(HUES[0] <= np.median(hues) <= HUES[1] and np.median(saturations) >= LEAST_SATURATION)


def share_of_skin(patch: Image.Image) -> float:
    """Share of the patch's pixels that have it (0–1)."""
    hues, saturations = _measured(patch)
    return float(np.mean((hues >= HUES[0]) & (hues <= HUES[1]) & (saturations >= LEAST_SATURATION)))


def _measured(patch: Image.Image) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Hue in degrees and saturation (0–1) of every pixel."""
    hue, saturation, _ = np.asarray(patch.convert("HSV"), np.float32).reshape(-1, 3).T
    return hue * np.float32(360 / 255), saturation / np.float32(255)
