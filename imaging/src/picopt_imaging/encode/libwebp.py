"""libwebp itself, for what libvips does not pass on: the encoder's noise shaping and filter, and a plain decoder.

Which library that is, and what it has to prove first, is said in `libwebp_place`; it is opened when it is first asked
for. Where it does not prove itself, `is_available` says no, `why_not` says why, and libvips does the work with its
presets.
"""

import ctypes
from ctypes import byref, c_char, c_int, c_void_p
from dataclasses import dataclass
from functools import cache

from picopt_imaging.encode import webp_alpha
from picopt_imaging.encode.libwebp_layouts import ABI, PRESET_PICTURE, Config, MemoryWriter, Picture
from picopt_imaging.encode.libwebp_place import Refused, open_library, prove
from picopt_imaging.in_memory import octets_of
from picopt_imaging.vips import Image, VipsError

_RGB, _RGBA = 3, 4


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What a lossy still picture is encoded with; fields not named here are as in libwebp's preset “picture”."""

    quality: int
    method: int
    """Effort, 0–6."""
    noise_shaping: int
    """`sns_strength`, 0–100: how many bits go from busy places, where damage hides, to smooth ones."""
    filter_strength: int = 35
    """Of the deblocking filter, 0–100."""
    filter_sharpness: int
    """0–7; the higher, the more of the detail the deblocking filter leaves alone."""
    partition_limit: int = 0
    """0–100: how much finer prediction is given up from the start, so that its part of the file stays under 512 kB.
    Where it would not, libwebp encodes the whole picture again and again with less of it."""
    alpha_quality: int = 100
    """Of transparency, 0–100; below 100 its steps are made fewer."""
    sharp_yuv: bool = False
    """Colour at half resolution is fitted to the full picture: slower, and truer between strong colours."""


def is_available() -> bool:
    """Whether the library proved itself."""
    return _open()[0] is not None


def why_not() -> str:
    """Why it did not; empty where it did."""
    return _open()[1]


def encode(pixels: Image, settings: Settings) -> bytes:
    """A WebP of a still picture of 8-bit RGB or RGBA, without metadata or profile. Raises `pyvips.Error`."""
    library, shape = _library(), (pixels.width, pixels.height, pixels.bands)
    with octets_of(pixels) as address:
        if pixels.bands != _RGBA:
            return _encode(library, address, shape, settings)
        alpha = webp_alpha.key_of(pixels, settings.method, settings.alpha_quality)
        if webp_alpha.is_known(alpha):
            return webp_alpha.put_in(alpha, _encode(library, address, shape, settings, compress_alpha=False))
        made = _encode(library, address, shape, settings)
        webp_alpha.keep(alpha, made)
        return made


def decode(data: bytes, *, alpha: bool) -> Image:
    """A still WebP as 8-bit RGB or RGBA, in memory, in a third of the time that libvips takes. Raises `pyvips.Error`.

    For files that were just made: what comes from outside goes through libvips and its checks.
    """
    library = _library()
    width, height = c_int(), c_int()
    if not library.WebPGetInfo(data, len(data), byref(width), byref(height)):
        raise VipsError("libwebp: this is not an image")
    bands = _RGBA if alpha else _RGB
    octets = bytearray(bands * width.value * height.value)
    into = (c_char * len(octets)).from_buffer(octets)
    read = library.WebPDecodeRGBAInto if alpha else library.WebPDecodeRGBInto
    if not read(data, len(data), into, len(octets), bands * width.value):
        raise VipsError("libwebp: the image is damaged or incomplete")
    image = Image.new_from_memory(octets, width.value, height.value, bands, "uchar")
    return image if image.interpretation == "srgb" else image.copy(interpretation="srgb")


def _library() -> ctypes.CDLL:
    library, _ = _open()
    if library is None:
        raise RuntimeError("libwebp is not there; ask is_available first.")
    return library


def _encode(
    library: ctypes.CDLL,
    octets: int | bytes,
    shape: tuple[int, int, int],
    settings: Settings,
    *,
    compress_alpha: bool = True,
) -> bytes:
    """Of octets, row by row, or where they lie; and their width, height and bands."""
    config, picture, writer = Config(), Picture(), MemoryWriter()
    library.WebPConfigInitInternal(byref(config), PRESET_PICTURE, settings.quality, ABI)
    config.method = settings.method
    config.sns_strength = settings.noise_shaping
    config.filter_strength = settings.filter_strength
    config.filter_sharpness = settings.filter_sharpness
    config.partition_limit = settings.partition_limit
    config.alpha_quality = settings.alpha_quality
    config.alpha_compression = compress_alpha
    config.use_sharp_yuv = settings.sharp_yuv
    if not library.WebPValidateConfig(byref(config)):
        raise VipsError(f"libwebp refuses {settings}")
    library.WebPPictureInitInternal(byref(picture), ABI)
    library.WebPMemoryWriterInit(byref(writer))
    picture.width, picture.height, bands = shape
    # Sharp colour starts from RGB; all else is converted while it is taken over, which needs half the memory.
    picture.use_argb = settings.sharp_yuv
    picture.writer = ctypes.cast(library.WebPMemoryWrite, c_void_p)
    picture.custom_ptr = ctypes.addressof(writer)
    try:
        take = library.WebPPictureImportRGBA if bands == _RGBA else library.WebPPictureImportRGB
        is_taken = take(byref(picture), octets, picture.width * bands)
        if not (is_taken and library.WebPEncode(byref(config), byref(picture))):
            raise VipsError(f"libwebp: encoding error {picture.error_code}")
        return ctypes.string_at(writer.memory, writer.size)
    finally:
        library.WebPPictureFree(byref(picture))
        library.WebPMemoryWriterClear(byref(writer))


@cache
def _open() -> tuple[ctypes.CDLL | None, str]:
    """The library, or why there is none."""
    known = Settings(quality=60, method=3, noise_shaping=70, filter_sharpness=5, partition_limit=10, alpha_quality=80)
    try:
        library = open_library()
        prove(lambda octets, width, height: _encode(library, octets, (width, height, _RGBA), known))
    except (Refused, VipsError) as refused:
        return None, str(refused)
    return library, ""
