"""Reduce a picture to at most 256 colours with imagequant."""

from typing import Any, Final

from picopt_imaging.recipe import Recipe
from picopt_imaging.vips import Image

_QUALITIES: Final = (90, 82, 75, 66, 58, 50, 42, 35, 28, 21, 15)
"""What imagequant is asked to reach, 0–100, grade by grade."""
COARSEST: Final = len(_QUALITIES) - 1


def palette_settings(recipe: Recipe) -> dict[str, Any]:
    """What `pngsave` is told to make the recipe's palette.

    The finest one dithers, so that gradients stay gradients; the others are for drawings, whose flat colours a dithered
    palette would sprinkle with bytes.
    """
    return {"palette": True, "Q": _QUALITIES[recipe.coarse], "dither": 0.0 if recipe.coarse else 1.0, "effort": 7}


def quantise(image: Image, recipe: Recipe) -> Image:
    """The picture with at most 256 colours, same size and bands."""
    data = image.pngsave_buffer(compression=1, keep="icc", **palette_settings(recipe))
    return Image.new_from_buffer(data, "").copy_memory()
