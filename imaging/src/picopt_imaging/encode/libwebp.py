"""libwebp itself, for what libvips does not pass on: the encoder's noise shaping and filter, and a plain decoder.

The shared library is the one that Pillow's wheel carries, else the system's; where there is none, `AVAILABLE` is False
and libvips does the work with its presets. Layouts are those of libwebp's `encode.h` (ABI 0x0210); its own initialisers
refuse a caller with another major number, and what a later minor one may append has room at the end.
"""

import ctypes
from ctypes import POINTER, Structure, byref, c_char_p, c_float, c_int, c_size_t, c_uint8, c_uint32, c_void_p
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from picopt_imaging.vips import Image, VipsError

_ABI: Final = 0x0210
_PRESET_PICTURE: Final = 1
_RGB, _RGBA = 3, 4
_SYSTEM: Final = "libwebp.so.7"


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


class _Config(Structure):
    _fields_ = (
        ("lossless", c_int),
        ("quality", c_float),
        ("method", c_int),
        ("image_hint", c_int),
        ("target_size", c_int),
        ("target_psnr", c_float),
        ("segments", c_int),
        ("sns_strength", c_int),
        ("filter_strength", c_int),
        ("filter_sharpness", c_int),
        ("filter_type", c_int),
        ("autofilter", c_int),
        ("alpha_compression", c_int),
        ("alpha_filtering", c_int),
        ("alpha_quality", c_int),
        ("passes", c_int),
        ("show_compressed", c_int),
        ("preprocessing", c_int),
        ("partitions", c_int),
        ("partition_limit", c_int),
        ("emulate_jpeg_size", c_int),
        ("thread_level", c_int),
        ("low_memory", c_int),
        ("near_lossless", c_int),
        ("exact", c_int),
        ("use_delta_palette", c_int),
        ("use_sharp_yuv", c_int),
        ("qmin", c_int),
        ("qmax", c_int),
        ("room_for_later_versions", c_uint32 * 16),
    )


class _Picture(Structure):
    _fields_ = (
        ("use_argb", c_int),
        ("colorspace", c_int),
        ("width", c_int),
        ("height", c_int),
        ("planes", c_void_p * 3),
        ("strides", c_int * 2),
        ("alpha", c_void_p),
        ("alpha_stride", c_int),
        ("pad1", c_uint32 * 2),
        ("argb", c_void_p),
        ("argb_stride", c_int),
        ("pad2", c_uint32 * 3),
        ("writer", c_void_p),
        ("custom_ptr", c_void_p),
        ("extra_info_type", c_int),
        ("extra_info", c_void_p),
        ("stats", c_void_p),
        ("error_code", c_int),
        ("progress_hook", c_void_p),
        ("user_data", c_void_p),
        ("pad3", c_uint32 * 3),
        ("pad4", c_void_p * 2),
        ("pad6", c_uint32 * 8),
        ("memory", c_void_p * 2),
        ("pad7", c_void_p * 2),
        ("room_for_later_versions", c_uint32 * 16),
    )


class _MemoryWriter(Structure):
    _fields_ = (("memory", c_void_p), ("size", c_size_t), ("max_size", c_size_t), ("pad", c_uint32))


def _find() -> ctypes.CDLL | None:
    pillow = find_spec("PIL")
    folder = Path(pillow.origin).parent if pillow and pillow.origin else Path()
    bundled = [*folder.parent.glob("pillow.libs/libwebp-*.so*"), *folder.glob(".dylibs/libwebp.*.dylib")]
    try:
        library = ctypes.CDLL(str(bundled[0]) if bundled else _SYSTEM)
    except OSError:
        return None
    library.WebPConfigInitInternal.argtypes = [POINTER(_Config), c_int, c_float, c_int]
    library.WebPValidateConfig.argtypes = [POINTER(_Config)]
    library.WebPPictureInitInternal.argtypes = [POINTER(_Picture), c_int]
    for importer in (library.WebPPictureImportRGB, library.WebPPictureImportRGBA):
        importer.argtypes = [POINTER(_Picture), POINTER(c_uint8), c_int]
    library.WebPEncode.argtypes = [POINTER(_Config), POINTER(_Picture)]
    for clearer in (library.WebPPictureFree, library.WebPMemoryWriterInit, library.WebPMemoryWriterClear):
        clearer.argtypes, clearer.restype = [c_void_p], None
    for decoder in (library.WebPDecodeRGBInto, library.WebPDecodeRGBAInto):
        decoder.argtypes = [c_char_p, c_size_t, c_void_p, c_size_t, c_int]
        decoder.restype = c_void_p
    library.WebPGetInfo.argtypes = [c_char_p, c_size_t, POINTER(c_int), POINTER(c_int)]
    is_known = library.WebPConfigInitInternal(byref(_Config()), _PRESET_PICTURE, 75.0, _ABI)
    return library if is_known and library.WebPPictureInitInternal(byref(_Picture()), _ABI) else None


_LIBRARY: Final = _find()
AVAILABLE: Final = _LIBRARY is not None


def encode(pixels: Image, settings: Settings) -> bytes:
    """A WebP of a still picture of 8-bit RGB or RGBA, without metadata or profile. Raises `pyvips.Error`."""
    library = _library()
    config, picture, writer = _Config(), _Picture(), _MemoryWriter()
    library.WebPConfigInitInternal(byref(config), _PRESET_PICTURE, settings.quality, _ABI)
    config.method = settings.method
    config.sns_strength = settings.noise_shaping
    config.filter_strength = settings.filter_strength
    config.filter_sharpness = settings.filter_sharpness
    config.partition_limit = settings.partition_limit
    config.alpha_quality = settings.alpha_quality
    config.use_sharp_yuv = settings.sharp_yuv
    if not library.WebPValidateConfig(byref(config)):
        raise VipsError(f"libwebp refuses {settings}")
    library.WebPPictureInitInternal(byref(picture), _ABI)
    library.WebPMemoryWriterInit(byref(writer))
    picture.width, picture.height = pixels.width, pixels.height
    # Sharp colour starts from RGB; all else is converted while it is taken over, which needs half the memory.
    picture.use_argb = settings.sharp_yuv
    picture.writer = ctypes.cast(library.WebPMemoryWrite, c_void_p)
    picture.custom_ptr = ctypes.addressof(writer)
    try:
        if not (_take_over(library, picture, pixels) and library.WebPEncode(byref(config), byref(picture))):
            raise VipsError(f"libwebp: encoding error {picture.error_code}")
        return ctypes.string_at(writer.memory, writer.size)
    finally:
        library.WebPPictureFree(byref(picture))
        library.WebPMemoryWriterClear(byref(writer))


def decode(data: bytes, *, alpha: bool) -> Image:
    """A still WebP as 8-bit RGB or RGBA, in memory, in a third of the time that libvips takes. Raises `pyvips.Error`.

    For files that were just made: what comes from outside goes through libvips and its checks.
    """
    library = _library()
    width, height = c_int(), c_int()
    if not library.WebPGetInfo(data, len(data), byref(width), byref(height)):
        raise VipsError("libwebp: this is no picture")
    bands = _RGBA if alpha else _RGB
    octets = ctypes.create_string_buffer(bands * width.value * height.value)
    read = library.WebPDecodeRGBAInto if alpha else library.WebPDecodeRGBInto
    if not read(data, len(data), octets, len(octets), bands * width.value):
        raise VipsError("libwebp: the picture is damaged or cut off")
    return Image.new_from_memory(octets, width.value, height.value, bands, "uchar").copy(interpretation="srgb")


def _library() -> ctypes.CDLL:
    if _LIBRARY is None:
        raise RuntimeError("libwebp is not there; ask AVAILABLE first.")
    return _LIBRARY


def _take_over(library: ctypes.CDLL, picture: _Picture, pixels: Image) -> bool:
    """Copy and convert; the first copy is gone before the encoder takes memory of its own."""
    octets = pixels.write_to_memory()
    start = (c_uint8 * len(octets)).from_buffer(octets)
    take = library.WebPPictureImportRGBA if pixels.bands == _RGBA else library.WebPPictureImportRGB
    return bool(take(byref(picture), start, pixels.width * pixels.bands))
