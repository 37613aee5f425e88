"""What files are held against that no part of the library made: Pillow decodes and resizes."""

import io
from pathlib import Path

import PIL.Image

from picopt_imaging import inspect
from picopt_imaging.decode import decode
from picopt_imaging.geometry import Base
from picopt_imaging.vips import Image

PIL.Image.MAX_IMAGE_PIXELS = None


def neutral(path: Path, width: int, height: int) -> Image:
    """A third party's resampling, so that neither side is its own judge: Pillow's Lanczos of libvips' sRGB pixels."""
    info = inspect(path)
    whole = decode(path, info, Base(info.width, info.height))
    if whole.hasalpha():
        whole = whole.flatten(background=[255.0] * (whole.bands - 1))
    picture = PIL.Image.fromarray(whole.colourspace("srgb").cast("uchar").numpy())
    return from_pillow(picture.resize((width, height), PIL.Image.Resampling.LANCZOS))


def decoded_by_pillow(data: bytes, *, alpha: bool) -> Image:
    """A delivered file as another decoder reads it: 8-bit RGB, or RGBA."""
    with PIL.Image.open(io.BytesIO(data)) as picture:
        return from_pillow(picture.convert("RGBA" if alpha else "RGB"))


def from_pillow(picture: PIL.Image.Image) -> Image:
    """The same pixels for libvips."""
    bands = len(picture.getbands())
    image = Image.new_from_memory(picture.tobytes(), picture.width, picture.height, bands, "uchar")
    return image.copy(interpretation="srgb" if bands > 2 else "b-w")
