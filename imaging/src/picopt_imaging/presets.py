"""The fixed presets, format by format, and where the search of preset `auto` starts."""

from dataclasses import dataclass
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


def recipe_of(preset: Preset, to: Format) -> Recipe:
    """What a fixed preset means in a format."""
    jpeg, webp, avif, png = _TABLE[preset]
    if to is Format.PNG:
        return png
    return Recipe(format=to, quality={Format.JPEG: jpeg, Format.WEBP: webp, Format.AVIF: avif}[to])


@dataclass(frozen=True, kw_only=True)
class Prior:
    """What is known before a picture is looked at: the median quality for score 70, and points gained by a step."""

    quality_for_70: int
    points_per_step: float
    lowest: int
    highest: int

    def start(self, target: float) -> int:
        """Where to look first."""
        guess = self.quality_for_70 + (target - 70) / self.points_per_step
        return min(self.highest, max(self.lowest, round(guess)))


# Near the medians of the eight Kodak pictures that encoder settings were compared on; all others validate.
PRIORS: Final = MappingProxyType(
    {
        Format.WEBP: Prior(quality_for_70=75, points_per_step=0.6, lowest=20, highest=98),
        Format.AVIF: Prior(quality_for_70=57, points_per_step=1.0, lowest=15, highest=95),
        Format.JPEG: Prior(quality_for_70=75, points_per_step=0.65, lowest=25, highest=98),
    }
)
