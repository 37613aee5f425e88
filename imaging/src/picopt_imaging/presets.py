"""The fixed presets, format by format, and where the search of preset `auto` starts."""

from bisect import bisect_left, bisect_right
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
    encoder changes pace: a step of WebP's quality gains 0.5 points below 75 and 1.1 above. `levels` are the qualities
    that differ, rising: an encoder with fewer steps than numbers makes one file with all from a level up to the next.
    """

    ladder: tuple[tuple[int, float], ...]
    levels: tuple[int, ...] = tuple(range(101))

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
        return self.nearest(self.quality_for(target))

    def up(self, quality: float) -> int:
        """The first level that is not below a quality, within the ladder."""
        return self._within(bisect_left(self.levels, quality))

    def nearest(self, quality: float) -> int:
        """The level that a quality is nearest to, within the ladder."""
        return min((self.up(quality), self.lower(quality)), key=lambda level: abs(level - quality))

    def higher(self, quality: float) -> int:
        """The level above a quality, the highest of the ladder at most."""
        return self._within(bisect_right(self.levels, quality))

    def lower(self, quality: float) -> int:
        """The level below a quality, the lowest of the ladder at least."""
        return self._within(bisect_left(self.levels, quality) - 1)

    def _within(self, number: int) -> int:
        level = self.levels[min(max(0, number), len(self.levels) - 1)]
        return min(self.highest, max(self.lowest, level))


def _along(steps: Sequence[tuple[float, float]], at: float) -> float:
    """Linear between the steps, level beyond them."""
    for (left, low), (right, high) in pairwise(steps):
        if at <= right:
            return low + (high - low) * max(0.0, at - left) / (right - left)
    return steps[-1][1]


# As many as aom has quantizers, over libheif's 100 numbers: measured, the highest of those that make the same file.
AVIF_LEVELS: Final = (
    *(2, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31, 33, 34, 36, 38, 39, 41, 43, 44, 46, 48, 49, 51, 53, 54),
    *(55, 57, 58, 59, 61, 62, 63, 65, 66, 67, 69, 70, 71, 73, 74, 75, 77, 78, 79, 81, 82, 83, 85, 86, 87, 89, 90, 91),
    *(93, 94, 95, 97, 98, 99, 100),
)

# Means of the Kodak pictures that encoder settings were compared on (bench's `TUNED_ON`); all others validate.
PRIORS: Final = MappingProxyType(
    {
        Format.WEBP: Prior(((20, 35.5), (35, 49.5), (50, 58.0), (75, 69.0), (90, 84.5), (98, 91.0))),
        Format.AVIF: Prior(((15, 2.0), (35, 40.5), (45, 57.0), (55, 68.0), (75, 82.0), (95, 92.5)), AVIF_LEVELS),
        Format.JPEG: Prior(((25, 30.0), (40, 48.5), (50, 55.5), (70, 67.0), (90, 84.0), (98, 91.5))),
    }
)
