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
    return resize(part, target.width, target.height)


def resize(image: Image, width: int, height: int) -> Image:
    """The image at `width` × `height` pixels, in memory, in its own depth."""
    if image.hasalpha():
        opaque = 65535 if image.format == "ushort" else 255
        flat = image.premultiply(max_alpha=opaque)
        return _scale(flat, width, height).unpremultiply(max_alpha=opaque).cast(image.format).copy_memory()
    return _scale(image, width, height).copy_memory()


def _scale(image: Image, width: int, height: int) -> Image:
    scaled = image.resize(width / image.width, vscale=height / image.height, kernel="lanczos3")
    if (scaled.width, scaled.height) != (width, height):  # a rounding of libvips, one pixel at most
        scaled = scaled.embed(0, 0, width, height, extend="copy")
    return scaled
