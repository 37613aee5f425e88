"""What runs inside a child process of the pool."""

import os
import resource
from pathlib import Path
from typing import TYPE_CHECKING

from picopt_imaging.limits import Limits
from picopt_imaging.plan import Metadata, Plan
from picopt_imaging.report import FileReport, Report, SourceInfo

if TYPE_CHECKING:
    from picopt_imaging.estimating import Look
    from picopt_runtime.degradation import Degradation


def confine(limits: Limits, threads: int | None) -> None:
    """Stay inside the limits. Called once, before libvips is loaded."""
    if threads is not None:
        os.environ["VIPS_CONCURRENCY"] = str(threads)
    # libvips would put what it decodes into a temporary file from 100 MB on; the limit of memory is meant for that.
    os.environ["VIPS_DISC_THRESHOLD"] = str(limits.memory_bytes)
    _lower(resource.RLIMIT_AS, limits.memory_bytes)
    _lower(resource.RLIMIT_FSIZE, limits.file_bytes)
    _lower(resource.RLIMIT_NOFILE, limits.open_files)
    _lower(resource.RLIMIT_CORE, 0)


def optimize(source: Path, plan: Plan, out_dir: Path, limits: Limits) -> Report:
    """`picopt_imaging.optimize` with a CPU allowance of its own."""
    from picopt_imaging import pipeline  # noqa: PLC0415 - libvips is loaded by the child only, after it is confined
    from picopt_imaging.source import read_source  # noqa: PLC0415 - as above

    _allow_cpu(limits.cpu_seconds)
    _allow_cpu(read_source(source, limits).cpu_seconds_allowed)
    return pipeline.optimize(source, plan, out_dir, limits)


def inspect(source: Path, limits: Limits) -> SourceInfo:
    """`picopt_imaging.inspect` with a CPU allowance of its own."""
    from picopt_imaging.source import read_source  # noqa: PLC0415 - see above

    _allow_cpu(limits.cpu_seconds)
    return read_source(source, limits)


def embed(source: Path, metadata: Metadata, out: Path, limits: Limits) -> FileReport:
    """`picopt_imaging.embed` with a CPU allowance of its own."""
    from picopt_imaging.relabel import embed as relabel  # noqa: PLC0415 - see above

    _allow_cpu(limits.cpu_seconds)
    return relabel(source, metadata, out, limits)


def look_at(source: Path, limits: Limits) -> "Look":
    """`picopt_imaging.estimating.look_at` with a CPU allowance of its own."""
    from picopt_imaging.estimating import look_at as look  # noqa: PLC0415 - see above

    _allow_cpu(limits.cpu_seconds)
    return look(source, limits)


def degradations() -> "list[Degradation]":
    """`picopt_imaging.capabilities.degradations`."""
    from picopt_imaging import capabilities  # noqa: PLC0415 - see above

    return capabilities.degradations()


def _allow_cpu(seconds: int) -> None:
    """Limits count the whole process, so each job moves the soft limit on from what is used already."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = int(usage.ru_utime + usage.ru_stime)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (used + seconds, hard))


def _lower(kind: int, value: int) -> None:
    hard = resource.getrlimit(kind)[1]
    allowed = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (allowed, allowed))
