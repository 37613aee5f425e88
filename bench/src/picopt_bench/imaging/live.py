"""A tool that stays alive between its jobs, as in a service: what its start costs is paid once, and counted apart."""

import ctypes
import json
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Self

from picopt_bench.imaging.measure import Cost, environment

_FORGET_PEAK: Final = "5"
"""What `/proc/PID/clear_refs` takes it for, see proc(5)."""


class Live:
    """A process that says a line of JSON when it is ready, and one for each line of JSON that it is given.

    CPU seconds are those of all its threads during a job, read from outside of it; so is the peak of its memory, from
    what it holds when the job begins.
    """

    def __init__(self, command: Sequence[str], more: Mapping[str, str] | None = None) -> None:
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment(more or {})
        )
        self._clock = _clock_of(self._process.pid)
        self._answer()
        self.start_cpu = time.clock_gettime(self._clock)
        """CPU seconds until it was ready."""

    def run(self, order: Mapping[str, Any]) -> Cost:
        """One job. Raises `RuntimeError` where the process ends instead of answering; its own words go to stderr."""
        Path(f"/proc/{self._process.pid}/clear_refs").write_text(_FORGET_PEAK, encoding="ascii")
        started, spent = time.monotonic(), time.clock_gettime(self._clock)
        if self._process.stdin is None:  # pragma: no cover - it was asked for
            raise AssertionError
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        said = self._answer()
        cpu, wall = time.clock_gettime(self._clock) - spent, time.monotonic() - started
        return Cost(cpu, wall, _peak_memory(self._process.pid), said)

    def close(self) -> None:
        """End it, as its input ends."""
        self._process.communicate()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _answer(self) -> dict[str, Any]:
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line:
            raise RuntimeError(f"{self._process.args!r} ended with code {self._process.wait()}")
        said: dict[str, Any] = json.loads(line)
        return said


def _clock_of(pid: int) -> int:
    """The clock that counts the CPU time of a process, see clock_getcpuclockid(3)."""
    clock = ctypes.c_int()
    if error := ctypes.CDLL(None).clock_getcpuclockid(pid, ctypes.byref(clock)):
        raise OSError(error, "There is no clock of the CPU time of that process")
    return clock.value


def _peak_memory(pid: int) -> float:
    """MiB."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:")) / 1024
