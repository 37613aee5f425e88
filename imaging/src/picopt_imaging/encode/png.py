"""PNG: lossless, or a palette chosen by imagequant; packed once more by oxipng."""

from typing import Final

from picopt_imaging.encode.palette import palette_settings
from picopt_imaging.recipe import Method, Recipe
from picopt_imaging.vips import Image

EFFORT: Final = 2
"""Of oxipng, 0–6. On four images 2 % smaller than effort 1 for twice the time; effort 4 1 % more for five times."""
EFFORT_IF_PALETTE: Final = 4
"""One octet a pixel is packed in a third of the time."""
_SMALL: Final = 250_000
"""Pixels up to which the higher effort costs little."""


def write(image: Image, recipe: Recipe) -> bytes:
    """Bytes of a PNG; every sample as it is, also its depth."""
    import oxipng  # noqa: PLC0415 - only PNG needs it

    palette = palette_settings(recipe) if recipe.method is Method.PALETTE else {}
    plain = image.pngsave_buffer(compression=1, filter="none", keep="icc", **palette)
    effort = EFFORT_IF_PALETTE if palette or image.width * image.height <= _SMALL else EFFORT
    return oxipng.optimize_from_memory(bytes(plain), level=effort, bit_depth_reduction=image.format != "ushort")
