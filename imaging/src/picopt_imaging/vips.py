"""libvips, set up for untrusted input. Import `pyvips` from here and nowhere else."""

import os

from picopt_imaging.vips_memory import keep_few_rows, tune_malloc

# Before libvips starts: loaders that its authors do not trust with hostile files stay off.
os.environ.setdefault("VIPS_BLOCK_UNTRUSTED", "1")

import pyvips  # type: ignore[import-untyped] # it has no stubs; this module is its only door

# Files are told apart by our own look at their first bytes; these could still be reached by a crafted one.
for loader in ("Svg", "Pdf", "Magick", "Ppm", "Rad", "Csv", "Matrix", "Raw", "Vips", "Analyze", "Nifti", "OpenSlide"):
    pyvips.operation_block_set(f"VipsForeignLoad{loader}", state=True)
# No operation here is asked for twice with the same input, and the cache would keep pictures alive.
pyvips.cache_set_max(0)

tune_malloc()
keep_few_rows()

Image = pyvips.Image
Region = pyvips.Region
VipsError = pyvips.Error
GValue = pyvips.GValue

__all__ = ["GValue", "Image", "Region", "VipsError", "pyvips"]
