"""A gateway of our own in front of the stack's platform, the bare one beside it, and what their processes cost."""

import os
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import psutil
import urllib3

from picopt_standalone.paths import VAR
from picopt_standalone.processes import free_port
from picopt_standalone.stack import Stack

_BENCH: Final = Path(__file__).parents[2]
_TOP: Final = _BENCH.parents[1]


class Gateway:
    """A running gateway: its address, CPU seconds so far and peak memory."""

    def __init__(self, url: str, process: psutil.Process) -> None:
        self.url = url
        self._process = process

    def cpu_seconds(self) -> float:
        """User and system time of all its processes."""
        return sum(times.user + times.system for times in (each.cpu_times() for each in self._all()))

    def peak_mb(self) -> float:
        """Largest resident memory that one of its processes has had, in MB."""
        return max(_peak_bytes(each.pid) for each in self._all()) / 1e6

    def _all(self) -> list[psutil.Process]:
        return [self._process, *self._process.children(recursive=True)]


@contextmanager
def gateway(stack: Stack) -> Iterator[Gateway]:
    """Start a gateway as it is deployed; only the limits an address are lifted, since all load comes from one."""
    port = free_port(0)
    settings = {
        **stack.environment,
        "PICOPT_GATEWAY_PORT": str(port),
        "PICOPT_GATEWAY_ADDRESS_REQUESTS_PER_MINUTE": "10000000",
    }
    with _running([_deployed_python(), "-m", "picopt_gateway"], port, "/health/ready", settings) as process:
        yield process


@contextmanager
def bare_proxy(stack: Stack, threads: int) -> Iterator[Gateway]:
    """Start the pass-through that the gateway is compared with."""
    port = free_port(0)
    command = [_deployed_python(), "-m", "picopt_bench.gateway.bare", stack.dashboard, str(port), str(threads)]
    settings = {**stack.environment, "PYTHONPATH": str(_BENCH)}
    with _running(command, port, "/health/live", settings) as process:
        yield process


def _deployed_python() -> str:
    """Python with what a deployed gateway has (`deploy/build-environment`), and nothing else.

    Its packages import what they find of others (rich, cryptography): 17 MB that no deployed gateway has.
    """
    place = VAR / "bench-gateway" / "venv"
    command = [str(_TOP / "tools" / "uv"), "sync", "--package=picopt-gateway", "--frozen", "--no-dev", "--quiet"]
    subprocess.run(command, cwd=_TOP, env={**os.environ, "UV_PROJECT_ENVIRONMENT": str(place)}, check=True)
    return str(place / "bin" / "python")


@contextmanager
def _running(command: list[str], port: int, path: str, settings: Mapping[str, str]) -> Iterator[Gateway]:
    with subprocess.Popen(
        command, env={**os.environ, **settings}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_until_ready(f"{url}{path}")
            yield Gateway(url, psutil.Process(process.pid))
        finally:
            process.terminate()


def _wait_until_ready(address: str) -> None:
    for _ in range(300):
        try:
            if urllib3.request("GET", address, timeout=2, retries=False).status == 200:
                return
        except urllib3.exceptions.HTTPError:
            pass
        time.sleep(0.1)
    raise TimeoutError(address)


def _peak_bytes(pid: int) -> int:
    """`VmHWM` of proc(5), in bytes."""
    lines = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines())
    return int(lines["VmHWM"].split()[0]) * 1024
