"""HEIC, which libvips does not read here, through the extra `pi-heif`, a decoder, and Pillow.

Import this only where it is needed: it loads Pillow.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import PIL.Image

from picopt_imaging.errors import ImagingError
from picopt_imaging.heif_codec import why_unreadable
from picopt_imaging.vips import GValue, Image, VipsError

PIL.Image.MAX_IMAGE_PIXELS = None  # our own limit is checked on the header
_MOST_PIXELS_A_SIDE: Final = 10_000_000
"""libvips' own bound; a damaged header can say more than its numbers hold."""
_STORES_MORE: Final = "Security limit exceeded: Image size"
"""What libheif 1.23 says where a clean aperture shows much less than the coded image."""
_STORES_MORE_SAID: Final = (
    "This HEIC image stores far more than the part of it that is shown, which cannot be read here. "
    "Save it as a JPEG and try again."
)
_DEEP_GRAY: Final = "I;16"
"""Pillow's name of it: two octets a sample, the low one first."""
_BLOBS: Final = {"icc_profile": "icc-profile-data", "exif": "exif-data", "xmp": "xmp-data"}
"""Pillow's names of metadata to those of libvips."""


def open_bridged_header(path: Path) -> Image:
    """A stand-in with the picture's size, bands and metadata; its pixels are black and cost nothing."""
    with _open(path) as picture:
        if max(picture.size) > _MOST_PIXELS_A_SIDE:
            raise ImagingError("too_many_pixels", f"The header speaks of {picture.width} × {picture.height} pixels.")
        black = Image.black(picture.width, picture.height, bands=len(_mode(picture))).copy(interpretation="srgb")
        return _describe(_label(black, picture.info), picture)


def decode_bridged(path: Path) -> Image:
    """The picture, the main one wherever it lies, in memory, 8-bit RGB or RGBA, labelled as libvips would.

    Raises `pyvips.Error` for a file that is damaged or cut off.
    """
    with _open(path) as picture:
        mode = _mode(picture)
        stated, pixels = picture.size, _eight_bits(picture).convert(mode)
        if pixels.size != stated:  # an aperture larger than the image
            raise VipsError(f"decoded to {pixels.size} pixels, the header says {stated}")
        image = Image.new_from_memory(pixels.tobytes(), *pixels.size, len(mode), "uchar")
        return _label(image.copy(interpretation="srgb"), picture.info).copy_memory()


@contextmanager
def _open(path: Path) -> Iterator[PIL.Image.Image]:
    _register_heif()
    try:
        with PIL.Image.open(path, formats=["HEIF"]) as picture:
            yield picture
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        if reason := why_unreadable(path):
            raise ImagingError("unsupported_media", reason) from error
        raise VipsError(f"Pillow: {error}") from error
    except RuntimeError as error:  # of pi-heif, whatever libheif says
        if _STORES_MORE in str(error):
            raise ImagingError("unsupported_media", _STORES_MORE_SAID) from error
        raise VipsError(f"libheif: {error}") from error


def _register_heif() -> None:
    try:
        import pi_heif  # type: ignore[import-untyped] # noqa: PLC0415 - optional
    except ImportError:
        message = "HEIC images cannot be read here. Save this one as a JPEG and try again."
        raise ImagingError("unsupported_media", message) from None
    pi_heif.register_heif_opener(thumbnails=False)


def _eight_bits(picture: PIL.Image.Image) -> PIL.Image.Image:
    """Gray of 10 and 12 bits comes in 16, which Pillow's own conversion would cut at 255 instead of dividing it."""
    if picture.mode != _DEEP_GRAY:
        return picture
    return PIL.Image.frombytes("L", picture.size, picture.tobytes()[1::2])


def _mode(picture: PIL.Image.Image) -> str:
    return "RGBA" if picture.has_transparency_data else "RGB"


def _describe(header: Image, picture: PIL.Image.Image) -> Image:
    """With what libvips would say of its own: bits a sample, and how many pictures the file holds."""
    described = header.copy()
    described.set_type(GValue.gint_type, "bits-per-sample", int(picture.info.get("bit_depth", 8)))
    described.set_type(GValue.gint_type, "n-pages", int(getattr(picture, "n_frames", 1)))
    return described


def _label(image: Image, info: dict[Any, Any]) -> Image:
    labelled = image.copy()
    for theirs, ours in _BLOBS.items():
        blob = info.get(theirs)
        if isinstance(blob, bytes) and blob:
            labelled.set_type(GValue.blob_type, ours, blob)
    return labelled
