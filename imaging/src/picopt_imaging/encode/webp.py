"""WebP through libwebp."""

from typing import Final

from picopt_imaging.encode import libwebp
from picopt_imaging.encode.palette import quantise
from picopt_imaging.in_memory import to_srgb8
from picopt_imaging.recipe import Method, Recipe
from picopt_imaging.vips import Image

EFFORT: Final = 5
"""On Kodak at score 70, effort 4 = 1.00: effort 5 0.970 of the bytes for 1.1 of the time, effort 6 0.944 for 2.4."""
EFFORT_IF_LARGE: Final = 4
"""On photographs of 1,800 pixels effort 5 saves no bytes at score 70."""
EFFORT_IF_THOROUGH: Final = 6
EFFORT_IF_LOSSLESS: Final = 4
"""On 25 drawings, whole and scaled, effort 5 saves 1.5 % of the bytes for six times the time; effort 2 costs 2 %."""
LARGE: Final = 1_000_000
"""Pixels."""
_HUGE: Final = 25_000_000
"""Pixels, from which libwebp often needs a second and a third pass. At half the limit, a picture of 50 megapixels takes
6 CPU seconds instead of 12, and the same bytes."""
ALPHA_QUALITY: Final = 90
"""Of transparency in lossy files, 0–100; 100 keeps every step of it."""
NEAR_LOSSLESS: Final = 60
"""How near, 0–100 in steps of 20; 100 changes nothing."""


def write(image: Image, recipe: Recipe) -> bytes:
    """Bytes of a WebP."""
    if recipe.method is Method.LOSSY:
        return _write_lossy(image, recipe)
    if recipe.method is Method.NEAR_LOSSLESS:
        return bytes(image.webpsave_buffer(near_lossless=True, Q=NEAR_LOSSLESS, effort=EFFORT_IF_LOSSLESS, keep="icc"))
    pixels = quantise(image, recipe) if recipe.method is Method.PALETTE else image
    return bytes(pixels.webpsave_buffer(lossless=True, Q=75, effort=EFFORT_IF_LOSSLESS, keep="icc"))


def _write_lossy(image: Image, recipe: Recipe) -> bytes:
    needs_libvips = image.get_typeof("page-height") or image.get_typeof("icc-profile-data")
    if libwebp.is_available() and not needs_libvips:
        return libwebp.encode(to_srgb8(image), _settings(image, recipe))
    return bytes(
        image.webpsave_buffer(
            Q=recipe.quality or 0,
            effort=_effort(image, recipe),
            # “photo” needs 0.3 % more bytes for the same score; no preset 2 % on Kodak, 9 % on large photographs.
            preset="drawing" if recipe.graphic else "default" if recipe.vivid else "picture",
            smart_subsample=recipe.full_colour,
            alpha_q=ALPHA_QUALITY,
            keep="icc",
        )
    )


def _settings(image: Image, recipe: Recipe) -> libwebp.Settings:
    """Noise shaping and sharpness as compared at score 70 on Kodak and on five large photographs."""
    quality, method = recipe.quality or 0, _effort(image, recipe)
    if recipe.graphic:  # libwebp's preset for drawings
        shaping, strength, sharpness = 25, 10, 6
    elif recipe.vivid:
        shaping, strength, sharpness = 60, 35, 7
    else:  # 2.7 % fewer than “picture”, whose shaping is 80; 1.6 % on five pictures not used for tuning
        # Not that preset's strength of 35 where it is large: soft light would need up to 1.8 times the bytes. Large
        # photographs are shaped the same and need the same quality: 0.0 ± 0.3 points (19 at 1,536 pixels).
        shaping, strength, sharpness = 50, 60 if _is_large(image) else 35, 7
    return libwebp.Settings(
        quality=quality,
        method=method,
        noise_shaping=shaping,
        filter_strength=strength,
        filter_sharpness=sharpness,
        partition_limit=50 if image.width * image.height > _HUGE else 0,
        sharp_yuv=recipe.full_colour,
        alpha_quality=ALPHA_QUALITY,
    )


def _effort(image: Image, recipe: Recipe) -> int:
    if recipe.thorough:
        return EFFORT_IF_THOROUGH
    return EFFORT_IF_LARGE if _is_large(image) else EFFORT


def _is_large(image: Image) -> bool:
    return bool(image.width * image.height > LARGE)
