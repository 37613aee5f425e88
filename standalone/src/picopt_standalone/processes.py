"""Servers as context managers: started under a guard, awaited, and gone when we are."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from picopt_runtime import guard


class StartError(RuntimeError):
    """Something could not be started; the message says what and where its log is."""


def checked_name(name: str, what: str) -> str:
    """The name, which becomes a folder's. Raises StartError where it could lead out of the folder that it lies in."""
    if not name.replace("-", "").replace("_", "").isalnum():
        raise StartError(f"a {what}'s name may hold letters, digits, - and _, not {name!r}")
    return name


@dataclass(frozen=True, kw_only=True)
class Server:
    """A program to keep running: its name in messages, command line, log file, and how it is asked to stop."""

    name: str
    command: Sequence[str | Path]
    log: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    folder: Path | None = None
    stop_signal: int = signal.SIGTERM
    grace: float = 10.0
    user: int = -1  # the number of the user it runs as; -1 is our own
    restart: bool = False  # start it again when it ends by itself
    keep_open: tuple[int, ...] = ()  # file descriptors (locks) that the guard holds until the server has ended

    def start(self) -> "subprocess.Popen[bytes]":
        """Start it under a guard in a session of its own, so that Ctrl-C reaches only us."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        orders = guard.Orders(os.getpid(), int(self.stop_signal), self.grace, self.user, self.restart)
        guarding = [sys.executable, "-I", "-S", guard.__file__, json.dumps(asdict(orders))]
        with self.log.open("ab") as log:
            return subprocess.Popen(  # noqa: S603 -- the commands are ours
                [*guarding, *map(str, self.command)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**os.environ, **self.environment},
                cwd=self.folder,
                start_new_session=True,
                pass_fds=self.keep_open,
            )

    def stop(self, process: "subprocess.Popen[bytes]") -> None:
        """Stop it and everything below it."""
        process.terminate()
        try:
            process.wait(self.grace + 5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def running(server: Server, ready: Callable[[], bool], *, timeout: float = 120.0) -> Iterator[None]:
    """Keep the server running inside the block; enters when `ready` says yes.

    Raises StartError with the end of its log when it ends first, or is not ready after `timeout` seconds.
    """
    process = server.start()
    try:
        wait_until(ready, server, process, timeout)
        yield
    finally:
        server.stop(process)


def wait_until(ready: Callable[[], bool], server: Server, process: "subprocess.Popen[bytes]", timeout: float) -> None:
    """Look ten to fifty times a second whether the server is ready."""
    deadline = time.monotonic() + timeout
    pause = 0.02
    while not ready():
        if process.poll() is not None:
            raise StartError(f"{server.name} ended with exit code {process.returncode}:\n{last_lines(server.log)}")
        if time.monotonic() > deadline:
            raise StartError(f"{server.name} is not ready after {timeout:.0f} s:\n{last_lines(server.log)}")
        time.sleep(pause)
        pause = min(pause * 1.2, 0.1)


def last_lines(log: Path, count: int = 20) -> str:
    """The end of a log file, with its path."""
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    return "\n".join([*(f"  {line}" for line in lines[-count:]), f"  (log: {log})"])


def answers(host: str, port: int) -> bool:
    """Whether something listens there."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((host, port)) == 0


def free_port(wanted: int = 0) -> int:
    """A TCP port on loopback that is free now: `wanted` if it is, any other if not."""
    return free_ports(wanted)[0]


def free_ports(*wanted: int) -> list[int]:
    """So many TCP ports on loopback that are free now, no two the same: each the wanted one if it is free."""
    found: list[int] = []
    # Each stays taken until all are found: the system may name a port that was just let go once more.
    with ExitStack() as taken:
        for one in wanted:
            probe = _bind(one) if one and one not in found else None
            probe = probe or _bind(0)
            if not probe:
                raise StartError("no free TCP port on 127.0.0.1")
            found.append(int(taken.enter_context(probe).getsockname()[1]))
    return found


def _bind(port: int) -> socket.socket | None:
    probe = socket.socket()
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind(("127.0.0.1", port))
    except OSError:
        probe.close()
        return None
    return probe


def run_command(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run a command in the foreground until it ends; its exit code (128 + signal when one ended it)."""
    process = subprocess.Popen(  # noqa: S603 -- the user's own command
        command,
        env={**os.environ, **environment},
        preexec_fn=lambda: guard.die_with_parent(signal.SIGTERM),  # noqa: PLW1509 -- we have no threads here
    )
    try:
        code = process.wait()
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(10)
    return code if code >= 0 else 128 - code


def run_quietly(
    command: Sequence[str | Path],
    *,
    what: str,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> str:
    """Run a set-up command to its end; its standard output. Raises StartError with all it said when it fails."""
    done = subprocess.run(  # noqa: S603 -- the commands are ours
        [str(part) for part in command],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env={**os.environ, **(environment or {})},
    )
    if done.returncode:
        raise StartError(
            f"{what} failed (exit code {done.returncode}):\n{shortened(done.stdout)}{shortened(done.stderr)}"
        )
    return done.stdout


def shortened(text: str, limit: int = 3000) -> str:
    """The beginning and the end of a long text: PHP puts what is wrong first, Python last."""
    return text if len(text) <= limit else f"{text[: limit // 2]}\n  [...]\n{text[-limit // 2 :]}"


def wait_for_tenants(folder: Path, *, timeout: float = 15.0) -> None:
    """Wait until no process works in `folder`: after a SIGKILL of its guard a database server needs a moment to end.

    Raises StartError when somebody is still there after `timeout` seconds.
    """
    deadline = time.monotonic() + timeout
    while pids := tenants(folder):
        if time.monotonic() > deadline:
            raise StartError(f"{folder} is still used by the processes {pids}; please end them and start again")
        time.sleep(0.05)


def tenants(folder: Path) -> list[int]:
    """The processes whose working directory is `folder`, as far as we may see them."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").readlink() == folder:
                found.append(int(process.name))
        except OSError:  # ended meanwhile, or not ours
            continue
    return found
