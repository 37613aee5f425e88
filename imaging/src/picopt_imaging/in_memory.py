"""The octets of an image where they lie: copying a large one costs a tenth of the time of its scoring, and memory."""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from picopt_imaging.vips import Image, VipsError, pyvips
from picopt_imaging.vips_memory import linked_library


def to_srgb8(image: Image) -> Image:
    """The image in 8-bit sRGB; itself where it is that already, so that what is in memory stays there."""
    if (image.interpretation, image.format) == ("srgb", "uchar"):
        return image
    return image.colourspace("srgb").cast("uchar")


def is_in_memory(image: Image) -> bool:
    """Whether its pixels are there already, and not computed as they are asked for."""
    library = _library()
    return library is not None and not library.vips_image_ispartial(_pointer(image))


@contextmanager
def octets_of(image: Image) -> Iterator[int]:
    """The address of the image's octets, row by row; good for the block. What was not in memory is there afterwards.

    Raises `pyvips.Error` where the pixels cannot be computed.
    """
    library = _library()
    if library is None:
        copied = image.write_to_memory()
        yield int(pyvips.ffi.cast("uintptr_t", pyvips.ffi.from_buffer(copied)))
        return
    address = library.vips_image_get_data(_pointer(image))
    if not address:
        raise VipsError("the pixels could not be computed")
    yield address


def _pointer(image: Image) -> int:
    return int(pyvips.ffi.cast("uintptr_t", image.pointer))


@cache
def _library() -> ctypes.CDLL | None:
    """The libvips that pyvips is linked to, or None where pyvips reaches it in another way."""
    library = linked_library()
    if library is None:
        return None
    library.vips_image_get_data.restype, library.vips_image_get_data.argtypes = ctypes.c_void_p, [ctypes.c_void_p]
    library.vips_image_ispartial.restype, library.vips_image_ispartial.argtypes = ctypes.c_int, [ctypes.c_void_p]
    return library
