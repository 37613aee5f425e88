"""One row an output format."""

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from picopt_imaging.encode import avif, jpeg, libwebp, png, webp
from picopt_imaging.recipe import Recipe
from picopt_imaging.values import Format
from picopt_imaging.vips import Image


@dataclass(frozen=True, kw_only=True)
class Encoder:
    """How a format is written, and what it can hold."""

    write: Callable[[Image, Recipe], bytes]
    """Image in memory to a file's bytes, without metadata but an attached colour profile."""
    media_type: str
    extension: str
    max_side: int
    """Pixels; what the format can hold."""
    alpha: bool
    animation: bool


ENCODERS: Final = MappingProxyType(
    {
        # 14 bits a side: RFC 9649, 2.7.
        Format.WEBP: Encoder(
            write=webp.write,
            media_type="image/webp",
            extension="webp",
            max_side=16_383,
            alpha=True,
            animation=True,
        ),
        # libheif refuses more, although the container could say it.
        Format.AVIF: Encoder(
            write=avif.write,
            media_type="image/avif",
            extension="avif",
            max_side=16_384,
            alpha=True,
            animation=False,
        ),
        Format.JPEG: Encoder(
            write=jpeg.write,
            media_type="image/jpeg",
            extension="jpg",
            max_side=65_500,
            alpha=False,
            animation=False,
        ),
        Format.PNG: Encoder(
            write=png.write,
            media_type="image/png",
            extension="png",
            max_side=65_535,
            alpha=True,
            animation=False,
        ),
    }
)


def encode(image: Image, recipe: Recipe) -> bytes:
    """The bytes of a file without metadata."""
    return ENCODERS[recipe.format].write(image, recipe)


def read_back(data: bytes, pixels: Image) -> Image:
    """What became of the still picture `pixels` in the file made of it, in memory."""
    if data[8:12] == b"WEBP" and libwebp.is_available():
        return libwebp.decode(data, alpha=pixels.hasalpha())
    if data[8:12] == b"avif" and avif.is_read_as_in_browsers():
        return avif.decode(data, alpha=pixels.hasalpha())
    # Sequential and copied at once: at random access libvips would hold the decoded picture twice, and strip by strip
    # a decoder under load can be asked for rows that it has passed.
    return Image.new_from_buffer(data, "", access="sequential").copy_memory()
