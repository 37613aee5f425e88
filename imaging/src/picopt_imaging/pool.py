"""Run each picture in a child process with limits: a native crash or a hang costs that picture only."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as PastDeadline
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from pebble import ProcessExpired, ProcessPool

from picopt_imaging import child
from picopt_imaging.errors import ImagingError
from picopt_imaging.limits import LIMITS, Limits
from picopt_imaging.plan import Metadata, Plan
from picopt_imaging.process import HonestContext
from picopt_imaging.report import FileReport, Report, SourceInfo

if TYPE_CHECKING:  # loads libvips, which only children do
    from picopt_imaging.estimating import Look

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
        self._workers, self._threads = workers, threads
        self._lock, self._closed = threading.Lock(), False
        self._pool = self._start()

    def optimize(self, source: Path, plan: Plan, out_dir: Path) -> Report:
        """As `picopt_imaging.optimize`; also raises `ImagingError` with the codes `crashed` and `time_out`."""
        return self._run(child.optimize, source, plan, out_dir, self._limits)

    def inspect(self, source: Path) -> SourceInfo:
        """As `picopt_imaging.inspect`, in a child."""
        return self._run(child.inspect, source, self._limits)

    def embed(self, source: Path, metadata: Metadata, out: Path) -> FileReport:
        """As `picopt_imaging.embed`, in a child."""
        return self._run(child.embed, source, metadata, out, self._limits)

    def look_at(self, source: Path) -> "Look":
        """As `picopt_imaging.estimating.look_at`, in a child."""
        return self._run(child.look_at, source, self._limits)

    @property
    def active(self) -> bool:
        """Whether it still takes work; a pool that has broken never does again."""
        try:
            # Asking starts the pool, so the keeper asks.
            return bool(self._keeper.submit(lambda: self._pool.active).result())
        except RuntimeError:  # closed
            return False

    def close(self) -> None:
        """End all children, working or not."""
        with self._lock:
            self._closed = True
            _end(self._pool)
        self._keeper.shutdown()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _run(self, function: Callable[..., T], *arguments: Any) -> T:
        future = self._schedule(function, arguments)
        try:
            result: T = future.result()
        except PastDeadline:
            raise _too_slow(self._limits) from None
        except ProcessExpired as error:
            if error.exitcode == _KILLED_FOR_CPU:
                raise _too_slow(self._limits) from None
            raise ImagingError("crashed", f"The image library ended with code {error.exitcode}.") from error
        except BrokenProcessPool as error:
            raise ImagingError("crashed", "The image library ended before it took the picture.") from error
        except MemoryError:
            raise ImagingError("crashed", "The picture needs more memory than one picture may use.") from None
        return result

    def _schedule(self, function: Callable[..., T], arguments: tuple[Any, ...]) -> Future[T]:
        """Hand the work to a child; a pool that broke (a child ended while it was idle) is replaced once."""
        pool = self._pool
        try:
            return self._submit(pool, function, arguments)
        except RuntimeError:
            self._replace(pool)
            return self._submit(self._pool, function, arguments)

    def _submit(self, pool: ProcessPool, function: Callable[..., T], arguments: tuple[Any, ...]) -> Future[T]:
        limit = self._limits.wall_seconds
        started = self._keeper.submit(pool.schedule, function, args=list(arguments), timeout=limit)
        return cast("Future[T]", started.result())

    def _replace(self, broken: ProcessPool) -> None:
        with self._lock:
            if self._pool is not broken or self._closed:
                return
            _end(broken)
            self._pool = self._start()

    def _start(self) -> ProcessPool:
        return ProcessPool(
            max_workers=self._workers,
            max_tasks=self._limits.jobs_per_child,
            initializer=child.confine,
            initargs=(self._limits, self._threads),
            context=HonestContext(),
        )


def _end(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call] # pebble leaves this one untyped
    pool.join()


def _too_slow(limits: Limits) -> ImagingError:
    return ImagingError("time_out", f"The picture took longer than {limits.wall_seconds} seconds and was stopped.")
