"""The fixed presets, format by format, and where the search of preset `auto` starts."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import Final

from picopt_imaging.recipe import Method, Recipe
from picopt_imaging.values import Format, Preset

_LOSSLESS: Final = Recipe(format=Format.PNG, method=Method.LOSSLESS)
_PALETTE: Final = Recipe(format=Format.PNG, method=Method.PALETTE)

# JPEG, WebP and AVIF quality, PNG recipe.
_TABLE: Final = MappingProxyType(
    {
        Preset.MAXIMUM: (98, 98, 80, _LOSSLESS),
        Preset.VERY_HIGH: (90, 90, 65, _LOSSLESS),
        Preset.HIGH: (82, 82, 55, _LOSSLESS),
        Preset.MEDIUM: (75, 75, 45, _PALETTE),
        Preset.LOW: (60, 60, 35, _PALETTE),
        Preset.MINIMUM: (35, 35, 20, _PALETTE),
    }
)

_FINE: Final = frozenset({Preset.MAXIMUM, Preset.VERY_HIGH})
"""Presets that keep colour sharp at any price; of AVIF, all do: full resolution saves 2 % at equal score."""


def recipe_of(preset: Preset, to: Format) -> Recipe:
    """What a fixed preset means in a format."""
    jpeg, webp, avif, png = _TABLE[preset]
    if to is Format.PNG:
        return png
    quality = {Format.JPEG: jpeg, Format.WEBP: webp, Format.AVIF: avif}[to]
    return Recipe(format=to, quality=quality, full_colour=to is Format.AVIF or preset in _FINE)


@dataclass(frozen=True)
class Prior:
    """What is known before a picture is looked at: which score a quality gives on average.

    `ladder` holds pairs of quality and score, both rising; between them it is straight. It matters most where an
    encoder changes pace: a step of WebP's quality gains 0.5 points below 75 and 1.1 above.
    """

    ladder: tuple[tuple[int, float], ...]

    @property
    def lowest(self) -> int:
        """Quality."""
        return self.ladder[0][0]

    @property
    def highest(self) -> int:
        """Quality."""
        return self.ladder[-1][0]

    def score_at(self, quality: float) -> float:
        """The average score of a quality."""
        return _along(self.ladder, quality)

    def quality_for(self, score: float) -> float:
        """The quality of an average score, not rounded, within the ladder."""
        return _along(tuple((there, here) for here, there in self.ladder), score)

    def start(self, target: float) -> int:
        """Where to look first."""
        return round(self.quality_for(target))


def _along(steps: Sequence[tuple[float, float]], at: float) -> float:
    """Linear between the steps, level beyond them."""
    for (left, low), (right, high) in pairwise(steps):
        if at <= right:
            return low + (high - low) * max(0.0, at - left) / (right - left)
    return steps[-1][1]


# Means of the Kodak pictures that encoder settings were compared on (bench's `TUNED_ON`); all others validate.
PRIORS: Final = MappingProxyType(
    {
        Format.WEBP: Prior(((20, 35.5), (35, 49.5), (50, 58.0), (75, 69.0), (90, 84.5), (98, 91.0))),
        Format.AVIF: Prior(((15, 2.0), (35, 40.5), (45, 57.0), (55, 68.0), (75, 82.0), (95, 92.5))),
        Format.JPEG: Prior(((25, 30.0), (40, 48.5), (50, 55.5), (70, 67.0), (90, 84.0), (98, 91.5))),
    }
)
