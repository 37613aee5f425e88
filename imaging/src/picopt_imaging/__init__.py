"""Image optimisation at a stated visual quality: a file and a plan in, files and a report out.

>>> from pathlib import Path
>>> from picopt_imaging import Plan, optimize
>>> report = optimize(Path("photo.jpg"), Plan(format="webp"), Path("out"))  # doctest: +SKIP

`ImagingPool` does the same in child processes with limits, which is what a service wants.
"""

from typing import TYPE_CHECKING, Any

from picopt_imaging.api import degradations, embed, estimate, inspect, optimize, score
from picopt_imaging.errors import ImagingError
from picopt_imaging.limits import LIMITS, Limits
from picopt_imaging.plan import Metadata, Plan, Size
from picopt_imaging.report import FileReport, MetadataChange, Report, SourceInfo
from picopt_imaging.values import Field, Format, Preset

if TYPE_CHECKING:
    from picopt_imaging.pool import ImagingPool

__all__ = [
    "LIMITS",
    "Field",
    "FileReport",
    "Format",
    "ImagingError",
    "ImagingPool",
    "Limits",
    "Metadata",
    "MetadataChange",
    "Plan",
    "Preset",
    "Report",
    "Size",
    "SourceInfo",
    "degradations",
    "embed",
    "estimate",
    "inspect",
    "optimize",
    "score",
]


def __getattr__(name: str) -> Any:
    """Load the pool, and with it multiprocessing, only for those who use it."""
    if name == "ImagingPool":
        from picopt_imaging.pool import ImagingPool  # noqa: PLC0415 -- without it until it is asked for

        return ImagingPool
    raise AttributeError(name)
