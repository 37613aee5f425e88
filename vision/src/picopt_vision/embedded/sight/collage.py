"""Several photographs in one file, told by the seams between them: what is true of one of them is not of the whole."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

# Long side in pixels; box-filtered, so that what is left of an edge is an edge of the image and no noise.
_SIDE: Final = 512
# A seam runs from border to border: so many of the pixels on both sides of it differ by so many levels (of 255).
_STEP: Final = 12
_LEAST: Final = 0.8
# Shares of the side: frames around the whole are no seams, and a gap between two tiles is one seam.
_FRAME: Final = 0.08
_GAP: Final = 0.06


def count_tiles(image: Image.Image) -> int:
    """1 for any image that has no seams in both directions: horizons and shelves run one way."""
    small = image.convert("L")
    small.thumbnail((_SIDE, _SIDE), Image.Resampling.BOX)
    pixels = np.asarray(small, np.int16)
    rows, columns = _seams(pixels), _seams(pixels.T)
    return (rows + 1) * (columns + 1) if rows and columns else 1


def _seams(pixels: NDArray[np.int16]) -> int:
    """How many lie across the first axis."""
    steps = np.abs(np.diff(pixels, axis=0)) >= _STEP
    frame = int(_FRAME * len(pixels))
    found = np.flatnonzero(steps.mean(axis=1) >= _LEAST)
    inner = found[(found >= frame) & (found < len(pixels) - frame - 1)]
    return int(np.count_nonzero(np.diff(inner) > _GAP * len(pixels)) + 1) if inner.size else 0
