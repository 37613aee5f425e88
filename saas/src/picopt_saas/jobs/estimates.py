"""How large a result will be, before it is made: from the picture's dimensions and how dense its file is."""

from typing import Final

from picopt_contract.account import EstimateModel
from picopt_contract.settings import ExportSettings, PictureItem
from picopt_contract.values import Format, Preset

_FORMATS: Final = (Format.WEBP, Format.AVIF, Format.JPEG, Format.PNG)

# Bits a pixel of a photograph, at the presets' documented qualities.
_BITS: Final[dict[Format, tuple[float, ...]]] = {
    #            auto  maximum very_high high medium low  minimum
    Format.WEBP: (1.00, 4.60, 2.30, 1.45, 1.05, 0.75, 0.48),
    Format.AVIF: (0.75, 3.20, 1.60, 1.00, 0.70, 0.45, 0.22),
    Format.JPEG: (1.25, 5.20, 2.70, 1.75, 1.35, 1.00, 0.62),
    Format.PNG: (12.0, 12.0, 12.0, 12.0, 4.00, 4.00, 4.00),
}
_PRESETS: Final = tuple(Preset)

ESTIMATES: Final = EstimateModel(
    bits_per_pixel={one: dict(zip(_PRESETS, _BITS[one], strict=True)) for one in _FORMATS},
    density_exponent=0.6,
    density_reference=2.5,
)


def estimate_bytes(picture: PictureItem, export: ExportSettings) -> int:
    """Estimated bytes of the full-size result. The plugin computes the same from `GET /v1/capabilities`."""
    scale = _scale(picture, export)
    pixels = picture.width * picture.height * scale * scale
    density = picture.bytes * 8 / (picture.width * picture.height)
    factor = (density / ESTIMATES.density_reference) ** ESTIMATES.density_exponent
    bits = ESTIMATES.bits_per_pixel[_estimated_format(picture, export.format)][export.preset]
    estimated: float = pixels * bits / 8 * factor
    return max(1, round(estimated))


def _scale(picture: PictureItem, export: ExportSettings) -> float:
    by_width = (export.max_width or picture.width) / picture.width
    by_height = (export.max_height or picture.height) / picture.height
    return min(1.0, by_width, by_height)


def _estimated_format(picture: PictureItem, wanted: Format) -> Format:
    if wanted is Format.AUTO:
        return Format.WEBP
    if wanted is not Format.ORIGINAL:
        return wanted
    same = {"image/png": Format.PNG, "image/webp": Format.WEBP, "image/avif": Format.AVIF}
    return same.get(picture.media_type, Format.JPEG)
