"""The steps of the pipeline. Each reads and completes a `Work`."""

from picopt_imaging.steps.choose import choose_formats, choose_recipes
from picopt_imaging.steps.compare import compare_with_original
from picopt_imaging.steps.decoding import decode_base
from picopt_imaging.steps.make import make_files
from picopt_imaging.steps.reading import lay_out_targets, leave_animation, plan_metadata, read_header

__all__ = [
    "choose_formats",
    "choose_recipes",
    "compare_with_original",
    "decode_base",
    "lay_out_targets",
    "leave_animation",
    "make_files",
    "plan_metadata",
    "read_header",
]
