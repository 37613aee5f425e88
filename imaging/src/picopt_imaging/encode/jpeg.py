"""JPEG through mozjpeg."""

from picopt_imaging.recipe import Recipe
from picopt_imaging.vips import Image


def write(image: Image, recipe: Recipe) -> bytes:
    """Bytes of a progressive JPEG. Colour has half the resolution; at full, equal scores cost 15 % more bytes."""
    return bytes(
        image.jpegsave_buffer(
            Q=recipe.quality,
            interlace=True,
            optimize_coding=True,
            trellis_quant=True,
            overshoot_deringing=True,
            optimize_scans=True,
            quant_table=3,  # Robidoux's: 9 % fewer bytes at equal score than the standard's
            keep="icc",
        )
    )
