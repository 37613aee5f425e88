"""Cut a target out of the base and bring it to its size."""

from picopt_imaging.animation import each_frame
from picopt_imaging.geometry import Base, Target, rectangle_in
from picopt_imaging.vips import Image


def resample(base: Image, target: Target, width: int, height: int) -> Image:
    """The target's pixels, in memory, from the base of an upright original of `width` × `height` pixels.

    Lanczos 3, which keeps fine detail that WordPress' own resamplers blur; colours under transparency do not bleed.
    """
    return each_frame(base, lambda frame: _cut(frame, target, width, height))


def _cut(base: Image, target: Target, width: int, height: int) -> Image:
    x, y, w, h = rectangle_in(Base(base.width, base.height), target, width, height)
    part = base if (w, h) == (base.width, base.height) else base.crop(x, y, w, h)
    if (w, h) == (target.width, target.height):
        return part
    if part.hasalpha():
        return _scale(part.premultiply(), target).unpremultiply().cast(base.format).copy_memory()
    return _scale(part, target).copy_memory()


def _scale(part: Image, target: Target) -> Image:
    scaled = part.resize(target.width / part.width, vscale=target.height / part.height, kernel="lanczos3")
    if (scaled.width, scaled.height) != (target.width, target.height):  # a rounding of libvips, one pixel at most
        scaled = scaled.embed(0, 0, target.width, target.height, extend="copy")
    return scaled
