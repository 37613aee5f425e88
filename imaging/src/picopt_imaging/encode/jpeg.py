"""JPEG through mozjpeg."""

from picopt_imaging.recipe import Recipe
from picopt_imaging.vips import Image


def write(image: Image, recipe: Recipe) -> bytes:
    """Bytes of a progressive JPEG. Colour at full resolution costs photographs 15 % more bytes at equal scores."""
    return bytes(
        image.jpegsave_buffer(
            Q=recipe.quality,
            subsample_mode="off" if recipe.full_colour else "on",
            interlace=True,
            optimize_coding=True,
            trellis_quant=True,
            overshoot_deringing=True,
            optimize_scans=True,
            quant_table=3,  # Robidoux's: 9 % fewer bytes at equal score than the standard's
            keep="icc",
        )
    )
