"""Run each picture in a child process with limits: a native crash or a hang costs that picture only."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

from picopt_imaging import child
from picopt_imaging.errors import ImagingError
from picopt_imaging.limits import LIMITS, Limits
from picopt_imaging.plan import Metadata, Plan
from picopt_imaging.report import FileReport, Report, SourceInfo
from picopt_runtime.children import ChildEndedError, ChildPool

if TYPE_CHECKING:  # loads libvips, which only children do
    from picopt_imaging.estimating import Look
    from picopt_runtime.degradation import Degradation

T = TypeVar("T")
_KILLED_FOR_CPU = -24
"""SIGXCPU."""


class ImagingPool:
    """Child processes that are spawned, limited, recycled, and that end with their parent. Safe to share by threads.

    `workers` children work at a time; each uses `threads` threads of libvips (None: one for each processor).
    """

    def __init__(self, workers: int = 2, limits: Limits = LIMITS, threads: int | None = 1) -> None:
        self._limits = limits
        self._pool = ChildPool(
            "imaging-pool",
            workers=workers,
            tasks_each=limits.jobs_per_child,
            prepare=child.confine,
            prepare_with=(limits, threads),
        )

    def optimize(self, source: Path, plan: Plan, out_dir: Path) -> Report:
        """As `picopt_imaging.optimize`; also raises `ImagingError` with the codes `crashed` and `time_out`.

        The time allowed grows with the image's pixels, as `inspect` says.
        """
        seconds = self._limits.wall_seconds_for(self.inspect(source).all_pixels)
        return self._run(child.optimize, source, plan, out_dir, self._limits, seconds=seconds)

    def inspect(self, source: Path) -> SourceInfo:
        """As `picopt_imaging.inspect`, in a child."""
        return self._run(child.inspect, source, self._limits)

    def embed(self, source: Path, metadata: Metadata, out: Path) -> FileReport:
        """As `picopt_imaging.embed`, in a child."""
        return self._run(child.embed, source, metadata, out, self._limits)

    def look_at(self, source: Path) -> "Look":
        """As `picopt_imaging.estimating.look_at`, in a child."""
        return self._run(child.look_at, source, self._limits)

    def degradations(self) -> "list[Degradation]":
        """As `picopt_imaging.capabilities.degradations`, in a child."""
        return self._run(child.degradations)

    @property
    def active(self) -> bool:
        """Whether it still takes work."""
        return self._pool.active

    def close(self) -> None:
        """End all children, working or not."""
        self._pool.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _run(self, function: Callable[..., T], *arguments: Any, seconds: int | None = None) -> T:
        allowed = seconds or self._limits.wall_seconds
        try:
            return self._pool.run(function, *arguments, seconds=allowed)
        except TimeoutError:
            raise _too_slow(allowed) from None
        except ChildEndedError as error:
            if error.code == _KILLED_FOR_CPU:
                raise _too_slow(allowed) from None
            raise ImagingError("crashed", _ended(error.code)) from error
        except MemoryError:
            raise ImagingError("crashed", "The image needs more memory than a single image may use.") from None


def _ended(code: int | None) -> str:
    if code is None:
        return "The image library stopped before it received the image."
    return f"The image library crashed on this image (exit code {code})."


def _too_slow(seconds: int) -> ImagingError:
    return ImagingError("time_out", f"The image took longer than {seconds} seconds and was stopped.")
