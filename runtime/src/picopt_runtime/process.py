"""Child processes whose exit code tells an orderly end from a sudden one."""

import signal
import sys
from multiprocessing import resource_tracker
from multiprocessing.context import SpawnContext, SpawnProcess
from typing import ClassVar, Final

_ORDERLY: Final = 77
"""What a child ends with once it has nothing more to do; no library ends a process with it."""
_SILENT: Final = 70
"""Shown for a child that ended with 0 by itself: somebody called exit() in the middle of a picture."""


class HonestProcess(SpawnProcess):
    """Pebble takes exit code 0 for a worker that was recycled, and would wait for its answer until the time is up."""

    def start(self) -> None:
        """Spawn it with Ctrl-C held back, which would have a child that is still loading tell where it was.

        What runs in the child lets it through again, once it knows what to do about it.
        """
        resource_tracker.ensure_running()  # by the first child, and that would let everything through
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            super().start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def run(self) -> None:
        """Work, and say at the end that this is the end."""
        super().run()
        sys.exit(_ORDERLY)

    @property
    def exitcode(self) -> int | None:
        """As the pool is to understand it: 0 only for an orderly end; None while it runs."""
        code = super().exitcode
        return {_ORDERLY: 0, 0: _SILENT}.get(code, code) if code is not None else None


class HonestContext(SpawnContext):
    """Spawns such processes."""

    Process: ClassVar[type[HonestProcess]] = HonestProcess
