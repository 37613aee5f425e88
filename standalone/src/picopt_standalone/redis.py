"""Redis for tests: the installed server on a free port, which keeps nothing."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

from picopt_standalone.processes import Server, StartError, answers, free_port, running


@dataclass(frozen=True)
class Redis:
    """A running server: its address as `RATELIMIT_STORAGE_URI` wants it, and the file that holds its process id."""

    url: str
    pid_file: Path

    @property
    def pid(self) -> int:
        """The server's own process, for who wants to freeze or kill it; another one after a restart."""
        return int(self.pid_file.read_text())


@contextmanager
def temporary_redis(*, restart: bool = False) -> Iterator[Redis]:
    """Run Redis on loopback inside the block; with `restart` it comes back, empty, when it is killed.

    Raises StartError when it is not installed or does not start.
    """
    program = which("redis-server")
    if not program:
        raise StartError("redis-server is not installed; run `make setup`, or install the Debian package redis-server")
    with TemporaryDirectory(prefix="picopt-redis-") as name:
        folder, port = Path(name), free_port()
        redis = Redis(f"redis://127.0.0.1:{port}/0", folder / "redis.pid")
        server = Server(
            name="Redis",
            command=[
                *(program, "--bind", "127.0.0.1", "--port", str(port), "--dir", folder, "--pidfile", redis.pid_file),
                *("--save", "", "--appendonly", "no", "--daemonize", "no"),
            ],
            log=folder / "redis.log",
            stop_signal=signal.SIGTERM,
            restart=restart,
        )
        with running(server, lambda: answers("127.0.0.1", port) and redis.pid_file.exists()):
            yield redis
