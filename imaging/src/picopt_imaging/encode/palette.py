"""Reduce a picture to at most 256 colours with imagequant."""

from typing import Final

from picopt_imaging.vips import Image

QUALITY: Final = 90
"""What imagequant is asked to reach, 0–100."""
DITHER: Final = 1.0


def quantise(image: Image) -> Image:
    """The picture with at most 256 colours, same size and bands. Dithered, so that gradients stay gradients."""
    data = image.pngsave_buffer(palette=True, Q=QUALITY, dither=DITHER, effort=7, compression=1, keep="icc")
    return Image.new_from_buffer(data, "").copy_memory()
