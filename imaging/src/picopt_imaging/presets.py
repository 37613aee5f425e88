"""Quality of the presets, format by format."""

from types import MappingProxyType
from typing import Final

from picopt_imaging.values import Format, Preset

LOSSLESS: Final = None
PALETTE: Final = 90
"""What imagequant is asked to reach for a palette PNG, 0–100."""

QUALITY: Final[MappingProxyType[Preset, dict[Format, int | None]]] = MappingProxyType(
    {
        Preset.MAXIMUM: {Format.JPEG: 98, Format.WEBP: 98, Format.AVIF: 80, Format.PNG: LOSSLESS},
        Preset.VERY_HIGH: {Format.JPEG: 90, Format.WEBP: 90, Format.AVIF: 65, Format.PNG: LOSSLESS},
        Preset.HIGH: {Format.JPEG: 82, Format.WEBP: 82, Format.AVIF: 55, Format.PNG: LOSSLESS},
        Preset.MEDIUM: {Format.JPEG: 75, Format.WEBP: 75, Format.AVIF: 45, Format.PNG: PALETTE},
        Preset.LOW: {Format.JPEG: 60, Format.WEBP: 60, Format.AVIF: 35, Format.PNG: PALETTE},
        Preset.MINIMUM: {Format.JPEG: 35, Format.WEBP: 35, Format.AVIF: 20, Format.PNG: PALETTE},
    }
)
