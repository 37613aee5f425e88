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


_MALLOC: Final = {
    -8: 1,  # M_ARENA_MAX: what one of libvips' threads frees is there for the next
    -3: 4 * 1024 * 1024,  # M_MMAP_THRESHOLD: larger buffers get mappings of their own, and go back when they are freed
    -1: 2 * 1024 * 1024,  # M_TRIM_THRESHOLD: so does what is free at the end of the heap
}
"""Numbers from malloc.h. Measured on a job of 12 megapixels: 97 MiB at most, 108 with an arena a thread; and a tenth
fewer page faults than with smaller thresholds."""


def _tune_malloc() -> None:
    """By default glibc raises its thresholds with every large buffer that is freed, and keeps the later ones."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:  # glibc
        for option, value in _MALLOC.items():
            mallopt(option, value)


_tune_malloc()

Image = pyvips.Image
VipsError = pyvips.Error
GValue = pyvips.GValue

__all__ = ["GValue", "Image", "VipsError", "pyvips"]
