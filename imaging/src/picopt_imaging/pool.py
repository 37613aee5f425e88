"""Run each picture in a child process with limits: a native crash or a hang costs that picture only."""

import multiprocessing
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as PastDeadline
from pathlib import Path
from typing import Any, Self, TypeVar

from pebble import ProcessExpired, ProcessPool

from picopt_imaging import child
from picopt_imaging.errors import ImagingError
from picopt_imaging.limits import LIMITS, Limits
from picopt_imaging.plan import Metadata, Plan
from picopt_imaging.report import FileReport, Report, SourceInfo

T = TypeVar("T")
_KILLED_FOR_CPU = -24
"""SIGXCPU."""


class ImagingPool:
    """Child processes that are spawned, limited, recycled, and that end with their parent. Safe to share by threads.

    `workers` children work at a time; each uses `threads` threads of libvips (None: one for each processor).
    """

    def __init__(self, workers: int = 2, limits: Limits = LIMITS, threads: int | None = 1) -> None:
        self._limits = limits
        # Children die with the THREAD that started them (prctl(2)), so one that lives as long as the pool does it.
        self._keeper = ThreadPoolExecutor(max_workers=1, thread_name_prefix="imaging-pool")
        self._pool = ProcessPool(
            max_workers=workers,
            max_tasks=limits.jobs_per_child,
            initializer=child.confine,
            initargs=(limits, threads),
            context=multiprocessing.get_context("spawn"),
        )

    def optimize(self, source: Path, plan: Plan, out_dir: Path) -> Report:
        """As `picopt_imaging.optimize`; also raises `ImagingError` with the codes `crashed` and `time_out`."""
        return self._run(child.optimize, source, plan, out_dir, self._limits)

    def inspect(self, source: Path) -> SourceInfo:
        """As `picopt_imaging.inspect`, in a child."""
        return self._run(child.inspect, source, self._limits)

    def embed(self, source: Path, metadata: Metadata, out: Path) -> FileReport:
        """As `picopt_imaging.embed`, in a child."""
        return self._run(child.embed, source, metadata, out, self._limits)

    def close(self) -> None:
        """End all children, working or not."""
        self._pool.stop()  # type: ignore[no-untyped-call] # pebble leaves this one untyped
        self._pool.join()
        self._keeper.shutdown()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _run(self, function: Callable[..., T], *arguments: Any) -> T:
        limit = self._limits.wall_seconds
        started = self._keeper.submit(self._pool.schedule, function, args=list(arguments), timeout=limit)
        future = started.result()
        try:
            result: T = future.result()
        except PastDeadline:
            raise _too_slow(self._limits) from None
        except ProcessExpired as error:
            if error.exitcode == _KILLED_FOR_CPU:
                raise _too_slow(self._limits) from None
            raise ImagingError("crashed", f"The image library ended with code {error.exitcode}.") from error
        except MemoryError:
            raise ImagingError("crashed", "The picture needs more memory than one picture may use.") from None
        return result


def _too_slow(limits: Limits) -> ImagingError:
    return ImagingError("time_out", f"The picture took longer than {limits.wall_seconds} seconds and was stopped.")
