"""The one place that libwebp comes from: what Pillow's WebP module is linked to, if it proves to be what was measured.

Pillow is pinned by hash in `uv.lock`, and says which libwebp it was built with. The dynamic linker finds that library's
functions through the module, wherever a wheel or a distribution put the file. Three things are checked before use:
that it is the version that Pillow names, that this version is one whose output was measured, and that it turns a known
image with known settings into known octets (docs/adr/0018-one-libwebp.md).
"""

import ctypes
from collections.abc import Callable
from ctypes import POINTER, byref, c_char_p, c_float, c_int, c_size_t, c_void_p
from importlib import import_module
from typing import Final

from picopt_imaging.encode.libwebp_layouts import ABI, PRESET_PICTURE, Config, Picture

MEASURED: Final = ((1, 5, 0), (1, 6, 0))
"""First and last version; 1.4 compresses transparency otherwise, opaque images are the same octets since 1.2.4."""
PROOF: Final = "33390f26f36017d371a0bab8952005460a4f911231dd4d2ed156ae6c926a26f7"
"""SHA-256 of what a known image becomes; see `prove`."""
_PROOF_SIDE: Final = 24

Version = tuple[int, int, int]


class Refused(Exception):  # noqa: N818 - a decision, and no fault
    """There is no libwebp to be trusted; says why."""


def open_library() -> ctypes.CDLL:
    """The checked library. Raises `Refused`."""
    library, promised = _linked_to_pillow()
    version = _version(library.WebPGetEncoderVersion())
    if promised != version:
        raise Refused(f"Pillow says it has libwebp {_dotted(promised)}, but version {_dotted(version)} was loaded")
    if not MEASURED[0][:2] <= version[:2] <= MEASURED[1][:2]:  # a third number stands for corrections
        first, last = map(_dotted, MEASURED)
        raise Refused(f"libwebp {_dotted(version)} has not been measured, only {first} to {last}")
    _declare(library)
    return library


def prove(encode: Callable[[bytes, int, int], bytes]) -> None:
    """Encode a known square of RGBA (octets, width, height). Raises `Refused` where other octets come out."""
    import hashlib  # noqa: PLC0415 - loads OpenSSL, 3.5 MB that decoding is to have

    side = _PROOF_SIDE
    square = bytes(value for y in range(side) for x in range(side) for value in (x * 10, y * 10, x * y % 256, 255 - x))
    if hashlib.sha256(encode(square, side, side)).hexdigest() != PROOF:
        raise Refused("libwebp does not turn a known image into what it should")


def _linked_to_pillow() -> tuple[ctypes.CDLL, Version]:
    """The library through the module that needs it, and the version that Pillow was built with."""
    try:
        # `PIL.features` reads the version from the same place, and loads all of Pillow for it.
        module = import_module("PIL._webp")
        library = ctypes.CDLL(module.__file__)
        library.WebPGetEncoderVersion.argtypes = []
        major, minor, correction = map(int, module.webpdecoder_version.split("."))
    except (ImportError, OSError, AttributeError, ValueError) as error:
        raise Refused(f"Pillow brings no libwebp that can be used: {error}") from error
    return library, (major, minor, correction)


def _version(number: int) -> Version:
    return number >> 16, number >> 8 & 0xFF, number & 0xFF


def _dotted(version: Version) -> str:
    return ".".join(map(str, version))


def _declare(library: ctypes.CDLL) -> None:
    """Tell ctypes what the functions take, and let libwebp say whether it knows the layouts."""
    library.WebPConfigInitInternal.argtypes = [POINTER(Config), c_int, c_float, c_int]
    library.WebPValidateConfig.argtypes = [POINTER(Config)]
    library.WebPPictureInitInternal.argtypes = [POINTER(Picture), c_int]
    for importer in (library.WebPPictureImportRGB, library.WebPPictureImportRGBA):
        importer.argtypes = [POINTER(Picture), c_void_p, c_int]
    library.WebPEncode.argtypes = [POINTER(Config), POINTER(Picture)]
    for clearer in (library.WebPPictureFree, library.WebPMemoryWriterInit, library.WebPMemoryWriterClear):
        clearer.argtypes, clearer.restype = [c_void_p], None
    for decoder in (library.WebPDecodeRGBInto, library.WebPDecodeRGBAInto):
        decoder.argtypes = [c_char_p, c_size_t, c_void_p, c_size_t, c_int]
        decoder.restype = c_void_p
    library.WebPGetInfo.argtypes = [c_char_p, c_size_t, POINTER(c_int), POINTER(c_int)]
    known = library.WebPConfigInitInternal(byref(Config()), PRESET_PICTURE, 75.0, ABI)
    if not (known and library.WebPPictureInitInternal(byref(Picture()), ABI)):
        raise Refused(f"this libwebp does not know ABI {ABI:#06x}")
