"""PNG: lossless, or a palette chosen by imagequant."""

from picopt_imaging.encode.palette import DITHER, QUALITY
from picopt_imaging.recipe import Method, Recipe
from picopt_imaging.vips import Image


def write(image: Image, recipe: Recipe) -> bytes:
    """Bytes of a PNG. The filter is chosen by the size: rows that differ little are best left as they are."""
    if recipe.method is Method.PALETTE:
        return bytes(image.pngsave_buffer(palette=True, Q=QUALITY, dither=DITHER, effort=7, compression=9, keep="icc"))
    tries = (image.pngsave_buffer(compression=9, filter=kind, keep="icc") for kind in ("none", "all"))
    return bytes(min(tries, key=len))
