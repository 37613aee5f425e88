"""What a result is worth: its score, measured on the file as it was written."""

from typing import Final, Literal

from picopt_imaging.animation import moments
from picopt_imaging.encode import read_back
from picopt_imaging.ssimulacra2 import backend, score_images
from picopt_imaging.steps.closeup import LARGE, cut, find_spot
from picopt_imaging.vips import Image
from picopt_imaging.work import Work

_MOMENTS: Final = 3
"""Of an animation, that are scored; the worst counts."""
_MOST_WITHOUT_NATIVE: Final = 8_000_000
"""Pixels that the meter in NumPy takes whole: it holds all of them, at 150 octets each."""


def verify(work: Work, pixels: Image, data: bytes) -> tuple[float, Literal["whole", "crop"]]:
    """The score of an encoded target, and what it was measured on.

    Files up to 1 megapixel are scored whole, with `score_all` all files; others on the square of `closeup`.
    """
    if pixels.get_typeof("page-height"):
        result = Image.new_from_buffer(data, "[n=-1]").copy_memory()
        pairs = list(zip(moments(pixels, _MOMENTS), moments(result, _MOMENTS), strict=True))
    else:
        pairs = [(pixels, read_back(data, pixels))]
    size = pairs[0][0].width * pairs[0][0].height
    if size > LARGE and not (work.plan.score_all and _is_affordable(size)):
        spot = find_spot(work)
        return min(score_images(cut(before, spot), cut(after, spot)) for before, after in pairs), "crop"
    return min(score_images(before, after) for before, after in pairs), "whole"


def _is_affordable(pixels: int) -> bool:
    return backend() == "native" or pixels <= _MOST_WITHOUT_NATIVE
