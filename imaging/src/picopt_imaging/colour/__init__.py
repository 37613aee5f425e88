"""Colours that a file tells without an ICC profile: by code points (nclx, cICP) or PNG's gAMA and cHRM."""

from picopt_imaging.colour.convert import label, tone_map
from picopt_imaging.colour.stated import Stated, read_stated

__all__ = ["Stated", "label", "read_stated", "tone_map"]
