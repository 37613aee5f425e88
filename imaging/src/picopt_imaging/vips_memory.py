"""What libvips and malloc hold beyond the pixels, made small. Called once, when `picopt_imaging.vips` is loaded."""

import ctypes
from ctypes import POINTER, byref, c_char_p, c_int, c_void_p
from functools import cache
from importlib import import_module
from typing import Final

_MALLOC: Final = {
    -8: 1,  # M_ARENA_MAX: what one of libvips' threads frees is there for the next
    -3: 8 * 1024 * 1024,  # M_MMAP_THRESHOLD: larger buffers get mappings of their own, and go back when they are freed
    -1: 32 * 1024 * 1024,  # M_TRIM_THRESHOLD: so does what is free at the end of the heap, if it is so much
}
"""Numbers from malloc.h. On jobs of 12 megapixels, an arena a thread takes 11 MiB more at the peak. Thresholds of 4 and
2 MiB take up to 13 MiB less, and 5 % more CPU: they ask for 15,000 pages more. 32 and 64 MiB save no more, and take
26 MiB more on 20 megapixels."""
_TILE_HEIGHT: Final = 16
"""Rows. libvips keeps four times as many of each image that it reads from top to bottom, and of each that it shrinks:
512 with its own 128, which are 13 MB of a photograph 4,300 pixels wide. Decoding takes no longer with 16."""


def tune_malloc() -> None:
    """By default glibc raises its thresholds with every large buffer that is freed, and keeps the later ones."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:  # glibc
        for option, value in _MALLOC.items():
            mallopt(option, value)


def is_available() -> bool:
    """Whether libvips keeps few rows."""
    return keep_few_rows()


@cache
def keep_few_rows() -> bool:
    """Give libvips the option `--vips-tile-height`, as its own programs do; whether it took it.

    The functions are libvips' and GLib's public ones. Where pyvips is not linked to them, nothing is changed.
    """
    library = linked_library()
    if library is None:
        return False
    try:
        _declare(library)
    except AttributeError:
        return False
    context = library.g_option_context_new(None)
    group = library.g_option_group_new(b"libvips", b"", b"", None, None)
    library.vips_add_option_entries(group)
    library.g_option_context_set_main_group(context, group)
    words = (c_char_p * 3)(b"picopt-imaging", f"--vips-tile-height={_TILE_HEIGHT}".encode(), None)
    taken = library.g_option_context_parse(context, byref(c_int(2)), byref(ctypes.cast(words, POINTER(c_char_p))), None)
    library.g_option_context_free(context)
    return bool(taken)


def linked_library() -> ctypes.CDLL | None:
    """The libvips that pyvips' module is linked to, found through it; None where there is no such module."""
    try:
        return ctypes.CDLL(import_module("_libvips").__file__)
    except (ImportError, OSError):
        return None


def _declare(library: ctypes.CDLL) -> None:
    library.g_option_context_new.restype, library.g_option_context_new.argtypes = c_void_p, [c_char_p]
    library.g_option_group_new.restype = c_void_p
    library.g_option_group_new.argtypes = [c_char_p, c_char_p, c_char_p, c_void_p, c_void_p]
    library.g_option_context_set_main_group.argtypes = [c_void_p, c_void_p]
    library.g_option_context_parse.argtypes = [c_void_p, POINTER(c_int), POINTER(POINTER(c_char_p)), c_void_p]
    for function in (library.vips_add_option_entries, library.g_option_context_free):
        function.restype, function.argtypes = None, [c_void_p]
