"""AVIF through libheif and aom (tune=iq, libvips' default); read back as browsers do."""

import io
from functools import cache
from typing import Final

from picopt_imaging.recipe import Method, Recipe
from picopt_imaging.vips import Image, VipsError

EFFORT: Final = 3
"""The knee: effort 4 saves 3 % more bytes for four times the time. Qualities are calibrated for this effort."""

EFFORT_IF_DRAFT: Final = 0
"""A tenth of the time, for a fifth more bytes."""


def write(image: Image, recipe: Recipe) -> bytes:
    """Bytes of an AVIF with 8 bits a sample."""
    settings = {"Q": recipe.quality} if recipe.method is Method.LOSSY else {"lossless": True}
    colour = "on" if recipe.method is Method.LOSSY and not recipe.full_colour else "off"
    effort = EFFORT_IF_DRAFT if recipe.draft else EFFORT
    return bytes(
        image.heifsave_buffer(
            compression="av1", effort=effort, bitdepth=8, subsample_mode=colour, keep="icc", **settings
        )
    )


@cache
def is_read_as_in_browsers() -> bool:
    """Whether Pillow was built with libavif."""
    import PIL.features  # noqa: PLC0415 - loads Pillow, which no other format needs

    return bool(PIL.features.check("avif"))


def decode(data: bytes, *, alpha: bool) -> Image:
    """The still picture in an AVIF of 8 bits as 8-bit RGB, or RGBA, in memory. Raises `pyvips.Error` for damage.

    Where color has half the resolution, libheif, as libvips calls it, repeats it, and browsers interpolate, like
    libavif, which Pillow has: up to three points of score lie between them.
    """
    import PIL.Image  # noqa: PLC0415 - loads Pillow, which no other format needs

    PIL.Image.MAX_IMAGE_PIXELS = None  # our own limit is checked on the header
    mode = "RGBA" if alpha else "RGB"
    try:
        with PIL.Image.open(io.BytesIO(data), formats=["AVIF"]) as picture:
            pixels = picture if picture.mode == mode else picture.convert(mode)
            octets = pixels.tobytes()
    except (OSError, SyntaxError, ValueError, EOFError, RuntimeError) as error:
        raise VipsError(f"libavif: {error}") from error
    return Image.new_from_memory(octets, *pixels.size, len(mode), "uchar").copy(interpretation="srgb")
