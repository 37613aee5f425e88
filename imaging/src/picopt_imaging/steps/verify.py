"""What a result is worth: its score, measured on the file as it was written."""

from typing import Final, Literal

from picopt_imaging.animation import MOMENTS, moments
from picopt_imaging.encode import read_back
from picopt_imaging.ssimulacra2 import backend, score_images
from picopt_imaging.vips import Image

_MOST_WITHOUT_NATIVE: Final = 8_000_000
"""Pixels that the meter in NumPy takes whole: it holds all of them, at 150 octets each."""
_SIDE: Final = 2048
"""Of the middle part that it looks at instead."""


def verify(pixels: Image, data: bytes) -> tuple[float, Literal["whole", "crop"]]:
    """The score of an encoded target, and what it was measured on: all of it, wherever the compiled meter is there."""
    if pixels.get_typeof("page-height"):
        result = Image.new_from_buffer(data, "[n=-1]").copy_memory()
        pairs = list(zip(moments(pixels, MOMENTS), moments(result, MOMENTS), strict=True))
    else:
        pairs = [(pixels, read_back(data, pixels))]
    first = pairs[0][0]
    if backend() != "native" and first.width * first.height > _MOST_WITHOUT_NATIVE:
        return min(score_images(_middle(before), _middle(after)) for before, after in pairs), "crop"
    return min(score_images(before, after) for before, after in pairs), "whole"


def _middle(image: Image) -> Image:
    width, height = min(_SIDE, image.width), min(_SIDE, image.height)
    return image.crop((image.width - width) // 2, (image.height - height) // 2, width, height).copy_memory()
