"""Reduce a picture to at most 256 colours with imagequant."""

from typing import Any, Final

from picopt_imaging.recipe import Recipe
from picopt_imaging.vips import Image

_GRADES: Final = ((90, 1.0), (75, 0.0), (58, 0.0), (42, 0.0), (28, 0.0), (15, 0.0))
"""What imagequant is asked to reach, 0–100, and how much it dithers, 0–1. The first one dithers, so that gradients stay
gradients; the others are for drawings, whose flat colours a dithered palette would sprinkle with bytes."""
COARSEST: Final = len(_GRADES) - 1


def palette_settings(recipe: Recipe) -> dict[str, Any]:
    """What `pngsave` is told to make the recipe's palette."""
    quality, dither = _GRADES[recipe.coarse]
    return {"palette": True, "Q": quality, "dither": dither, "effort": 7}


def quantise(image: Image, recipe: Recipe) -> Image:
    """The picture with at most 256 colours, same size and bands."""
    data = image.pngsave_buffer(compression=1, keep="icc", **palette_settings(recipe))
    return Image.new_from_buffer(data, "").copy_memory()
