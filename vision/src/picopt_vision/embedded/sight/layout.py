"""Whether an image is a photograph or something made on a screen: the first gate, before any network is asked."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

Pixels = NDArray[np.int16]
Mask = NDArray[np.bool_]

_SIDE: Final = 256
# Neighbors that differ by no more than this (of 255) are one area; photographs hardly have such areas.
_SAME: Final = 2
# A drawing has large areas of one color and few colors that hold most of it. Both must say so.
FLAT: Final = 0.55
FEW: Final = 0.5
# What is out of focus, or dark, is flat and has few colors as well, but hardly a color twice. Of 133 graphics in five
# sets the lowest share is 0.22, a screenshot with a shaded ground; of 18 photographs that were taken for graphics,
# twelve have less.
PURE: Final = 0.2
# A photograph that was cut out, as shops show things, has a large area of one color as well: its ground. What stands
# before that is told by its own pixels. Of 313 cut-out photographs in Tux Paint that would be called graphics for their
# ground, half are told so; of 211 icons of Oxygen and GNOME two.
_GROUND: Final = 8
"""Levels (of 255) by which the border differs from its middle where the ground is even."""
_EVEN: Final = 0.9
"""Of the border."""
_BEFORE: Final = 16
"""Levels from the ground."""
_LEAST_PIXELS: Final = 50
FLAT_BEFORE: Final = 0.45
FEW_BEFORE: Final = 0.35
LEAST_SOLID: Final = 0.4
"""Of its pixels, those that are two pixels or more within it: letters and lines have none."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Measured shares of the image, 0–1."""

    flat: float
    """Neighboring pixels of one color."""
    few: float
    """Pixels of the four most frequent colors (of 4096)."""
    pure: float
    """Pixels of the four most frequent colors, told apart as finely as they can be."""
    is_cut_out: bool = False
    """Something photographed stands before an even ground."""

    @property
    def is_graphic(self) -> bool:
        """Chart, diagram, logo, screenshot, text: not a photograph. What ImageNet knows does not apply."""
        return self.flat >= FLAT and self.few >= FEW and self.pure >= PURE and not self.is_cut_out


def measure_layout(image: Image.Image) -> Layout:
    """Of an RGB image of any size. Small ones are not enlarged: that would make neighbors of one color."""
    size = (min(_SIDE, image.width), min(_SIDE, image.height))
    pixels = np.asarray(image.resize(size, Image.Resampling.NEAREST), np.int16)
    everywhere = np.ones(pixels.shape[:2], np.bool_)
    return Layout(_flat(pixels, everywhere), _few(pixels, everywhere), _pure(pixels), is_cut_out=_is_cut_out(pixels))


def _flat(pixels: Pixels, where: Mask) -> float:
    steps = np.abs(np.diff(pixels, axis=1)).max(axis=2)
    both = where[:, 1:] & where[:, :-1]
    return float((steps[both] <= _SAME).mean()) if both.any() else 1.0


def _few(pixels: Pixels, where: Mask) -> float:
    codes = (pixels[where] >> 4) @ np.array([256, 16, 1], np.int16)
    counts = np.sort(np.bincount(codes, minlength=4096))[::-1]
    return float(counts[:4].sum() / max(1, codes.size))


def _pure(pixels: Pixels) -> float:
    codes = pixels.reshape(-1, 3).astype(np.int32) @ np.array([65536, 256, 1], np.int32)
    counts = np.sort(np.unique(codes, return_counts=True)[1])[::-1]
    return float(counts[:4].sum() / codes.size)


def _is_cut_out(pixels: Pixels) -> bool:
    border = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    ground = np.median(border, axis=0)
    if (np.abs(border - ground).max(axis=1) <= _GROUND).mean() < _EVEN:
        return False
    thing = np.abs(pixels - ground).max(axis=2) > _BEFORE
    if thing.sum() < _LEAST_PIXELS or _few(pixels, thing) > FEW_BEFORE or _flat(pixels, thing) > FLAT_BEFORE:
        return False
    return float(_within(thing).sum() / thing.sum()) >= LEAST_SOLID


def _within(mask: Mask) -> Mask:
    """The pixels of it around which all within two pixels are of it, too."""
    return np.asarray(Image.fromarray(mask).convert("L").filter(ImageFilter.MinFilter(5))) > 0
