"""libvips, set up for untrusted input. Import `pyvips` from here and nowhere else."""

import ctypes
import os
from typing import Final

# Before libvips starts: loaders that its authors do not trust with hostile files stay off.
os.environ.setdefault("VIPS_BLOCK_UNTRUSTED", "1")

import pyvips  # type: ignore[import-untyped] # it has no stubs; this module is its only door

# Files are told apart by our own look at their first bytes; these could still be reached by a crafted one.
for loader in ("Svg", "Pdf", "Magick", "Ppm", "Rad", "Csv", "Matrix", "Raw", "Vips", "Analyze", "Nifti", "OpenSlide"):
    pyvips.operation_block_set(f"VipsForeignLoad{loader}", state=True)
# No operation here is asked for twice with the same input, and the cache would keep pictures alive.
pyvips.cache_set_max(0)


_M_TRIM_THRESHOLD: Final = -1
_M_MMAP_THRESHOLD: Final = -3
"""From malloc.h."""
_LARGE_BUFFER: Final = 8 * 1024 * 1024
"""Octets. At 1 MiB a job has 40 % more page faults (4 % more CPU), at 64 MiB a quarter more peak memory."""


def _return_memory_at_once() -> None:
    """Large buffers get mappings of their own, so that they are given back when they are freed.

    By default glibc raises that threshold with every large buffer that is freed and keeps the later ones, which costs a
    third more peak memory here.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:  # glibc
        mallopt(_M_MMAP_THRESHOLD, _LARGE_BUFFER)
        mallopt(_M_TRIM_THRESHOLD, _LARGE_BUFFER)


_return_memory_at_once()

Image = pyvips.Image
VipsError = pyvips.Error
GValue = pyvips.GValue

__all__ = ["GValue", "Image", "VipsError", "pyvips"]
