"""Image optimisation at a stated visual quality: a file and a plan in, files and a report out.

>>> from pathlib import Path
>>> from picopt_imaging import Plan, optimize
>>> report = optimize(Path("photo.jpg"), Plan(format="webp"), Path("out"))  # doctest: +SKIP

`ImagingPool` does the same in child processes with limits, which is what a service wants.
"""

from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from picopt_imaging.api import degradations, embed, estimate, inspect, optimize, score
    from picopt_imaging.errors import ImagingError
    from picopt_imaging.limits import LIMITS, Limits
    from picopt_imaging.plan import Metadata, Plan, Size
    from picopt_imaging.pool import ImagingPool
    from picopt_imaging.report import FileReport, MetadataChange, Report, SourceInfo
    from picopt_imaging.values import Field, Format, Preset

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

_HOLDS: Final = MappingProxyType(
    {
        "api": ("degradations", "embed", "estimate", "inspect", "optimize", "score"),
        "errors": ("ImagingError",),
        "limits": ("LIMITS", "Limits"),
        "plan": ("Metadata", "Plan", "Size"),
        "pool": ("ImagingPool",),
        "report": ("FileReport", "MetadataChange", "Report", "SourceInfo"),
        "values": ("Field", "Format", "Preset"),
    }
)
"""The names of each module that are the package's own."""


def __getattr__(name: str) -> Any:
    """Load what is asked for, and nothing else: the command line has to know what Ctrl-C means before it loads much."""
    for module, names in _HOLDS.items():
        if name in names:
            return getattr(import_module(f"picopt_imaging.{module}"), name)
    raise AttributeError(name)
