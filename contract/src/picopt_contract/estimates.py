"""How large a result will be, before it is made: the one place of the constants and of the arithmetic.

Two ways: from what an order says of a picture (its dimensions and how dense its file is), and, where the service has
looked at the picture once, from that look. Pure numbers, so that a web process can do it for a thousand pictures.
"""

import math
from typing import Final

from pydantic import Field

from picopt_contract.account import EstimateModel
from picopt_contract.base import Model
from picopt_contract.settings import ExportSettings, PictureItem
from picopt_contract.values import Format, Preset

_FORMATS: Final = (Format.WEBP, Format.AVIF, Format.JPEG, Format.PNG)
_LOSSLESS: Final = frozenset({"image/png", "image/tiff", "image/bmp", "image/gif"})

# Fitted by `python -m picopt_bench.imaging.fitting`, which names its pictures. On 22 others the median error is 18 %,
# and 5 % with a look; a camera file of Q100 can need a seventh of what is foretold without one.
_BITS: Final[dict[Format, tuple[float, ...]]] = {
    #            auto  maximum very_high high medium low  minimum
    Format.WEBP: (0.979, 3.19, 1.99, 1.28, 0.962, 0.793, 0.547),
    Format.AVIF: (0.813, 1.76, 1.08, 0.766, 0.518, 0.328, 0.186),
    Format.JPEG: (1.09, 3.93, 2.45, 1.36, 1.09, 0.785, 0.485),
    Format.PNG: (5.20, 11.4, 11.4, 12.6, 4.66, 4.66, 4.34),
}

ESTIMATES: Final = EstimateModel(
    bits_per_pixel={to: dict(zip(Preset, _BITS[to], strict=True)) for to in _FORMATS},
    density_exponent=0.534,
    density_reference=2.5,
    lossless_exponent=2.4,
    lossless_reference=13.8,
    lossless_ceiling=16.0,
    drawn_below=5.0,
    drawn_share=0.25,
    scale_exponent=0.932,
    growth_per_point=0.0429,
)


class Look(Model):
    """What the service found when it looked at a small version of an image, encoded as WebP."""

    pixels: int = Field(ge=1)
    """Of that small version."""
    medium_bytes: int = Field(ge=1)
    """With preset `medium`."""
    medium_exponent: float
    """Bytes grow with pixels to this power."""
    auto_bytes: int = Field(ge=1)
    """With preset `auto` and its default target."""
    auto_exponent: float


def estimate_bytes(picture: PictureItem, export: ExportSettings, look: Look | None = None) -> int:
    """Bytes of the full-size result; at most the original's, which is kept where nothing is gained."""
    to = _estimated_format(picture, export.format)
    guess = _guessed_bytes(picture, export, to) if look is None else _seen_bytes(look, picture, export, to)
    if export.preset is Preset.AUTO and to is not Format.PNG:
        guess *= math.exp(ESTIMATES.growth_per_point * (export.target - ExportSettings().target))
    octets = max(1, round(guess))
    return octets if export.force_format else min(octets, picture.bytes)


def _guessed_bytes(picture: PictureItem, export: ExportSettings, to: Format) -> float:
    """What images of this density usually need."""
    pixels, shrunk = picture.width * picture.height, _scale(picture, export) ** 2
    bits = _guessed_bits(picture, ESTIMATES.bits_per_pixel[to][export.preset], to)
    guess: float = bits * pixels / 8 * shrunk**ESTIMATES.scale_exponent
    return guess


def _seen_bytes(look: Look, picture: PictureItem, export: ExportSettings, to: Format) -> float:
    """What this image needs, as its small version told of WebP."""
    bits = {form: ESTIMATES.bits_per_pixel[form][export.preset] for form in (to, Format.WEBP)}
    pixels = picture.width * picture.height * _scale(picture, export) ** 2
    return _seen(look, export.preset, pixels) * bits[to] / bits[Format.WEBP]


def _guessed_bits(picture: PictureItem, typical: float, to: Format) -> float:
    """Bits a pixel, from the typical ones and from how much the file itself needs."""
    density = picture.bytes * 8 / (picture.width * picture.height)
    if picture.media_type not in _LOSSLESS:
        photographed: float = typical * (density / ESTIMATES.density_reference) ** ESTIMATES.density_exponent
        return photographed
    if density < ESTIMATES.drawn_below and to is not Format.JPEG:
        return density * ESTIMATES.drawn_share
    told = min(density, ESTIMATES.lossless_ceiling)
    factor: float = (max(told, ESTIMATES.drawn_below) / ESTIMATES.lossless_reference) ** ESTIMATES.lossless_exponent
    return typical * factor


def _seen(look: Look, preset: Preset, pixels: float) -> float:
    """Bytes as WebP at so many pixels. Presets without a look of their own are scaled from `medium`."""
    if preset is Preset.AUTO:
        octets: float = look.auto_bytes * (pixels / look.pixels) ** look.auto_exponent
        return octets
    bits = ESTIMATES.bits_per_pixel[Format.WEBP]
    octets = look.medium_bytes * (pixels / look.pixels) ** look.medium_exponent
    return octets * bits[preset] / bits[Preset.MEDIUM]


def _scale(picture: PictureItem, export: ExportSettings) -> float:
    by_width = (export.max_width or picture.width) / picture.width
    by_height = (export.max_height or picture.height) / picture.height
    return min(1.0, by_width, by_height)


def _estimated_format(picture: PictureItem, wanted: Format) -> Format:
    if wanted is Format.AUTO:
        return Format.AVIF  # what wins nearly always
    if wanted is not Format.ORIGINAL:
        return wanted
    same = {"image/jpeg": Format.JPEG, "image/webp": Format.WEBP, "image/avif": Format.AVIF}
    return same.get(picture.media_type, Format.PNG)
