"""The functions of the library. libvips is loaded by the first call, so that importing the package costs little."""

from pathlib import Path
from typing import TYPE_CHECKING

from picopt_imaging.limits import LIMITS, Limits
from picopt_imaging.plan import Metadata, Plan
from picopt_imaging.report import FileReport, Report, SourceInfo

if TYPE_CHECKING:
    from picopt_imaging.estimating import Estimate
    from picopt_runtime.degradation import Degradation


def optimize(source: Path, plan: Plan, out_dir: Path, limits: Limits = LIMITS) -> Report:
    """Make all files of the plan in this process; see `picopt_imaging.pipeline.optimize`."""
    from picopt_imaging import pipeline  # noqa: PLC0415 - loads libvips

    return pipeline.optimize(source, plan, out_dir, limits)


def inspect(source: Path, limits: Limits = LIMITS) -> SourceInfo:
    """What a picture's header says; raises `ImagingError` for what would be refused."""
    from picopt_imaging.source import read_source  # noqa: PLC0415 - loads libvips

    return read_source(source, limits)


def estimate(source: Path, plan: Plan, limits: Limits = LIMITS) -> "Estimate":
    """How large the results will be, without making them; see `picopt_imaging.estimate.estimate`."""
    from picopt_imaging.estimating import estimate as foretell  # noqa: PLC0415 - loads libvips

    return foretell(source, plan, limits)


def embed(source: Path, metadata: Metadata, out: Path, limits: Limits = LIMITS) -> FileReport:
    """Change only the metadata: the compressed picture is copied bit by bit. JPEG, WebP, PNG and AVIF.

    Raises `ImagingError` with `unsupported_media` for other formats.
    """
    from picopt_imaging.relabel import embed as relabel  # noqa: PLC0415 - loads libvips

    return relabel(source, metadata, out, limits)


def degradations() -> "list[Degradation]":
    """What works worse on this machine than it should; see `picopt_imaging.capabilities`."""
    from picopt_imaging.capabilities import degradations as find  # noqa: PLC0415 - loads libvips

    return find()


def score(a: Path, b: Path) -> float:
    """SSIMULACRA2 of the picture at `b` against the one at `a`; see `picopt_imaging.ssimulacra2.compare.score`."""
    from picopt_imaging.ssimulacra2 import score as compare  # noqa: PLC0415 - loads libvips

    return compare(a, b)
