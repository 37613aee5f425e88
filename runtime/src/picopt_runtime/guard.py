"""Runs one server so that nothing of it outlives us, whatever ends us.

Started as a program of its own (`python guard.py ORDERS COMMAND...`; ORDERS is `Orders` as JSON), with the standard
library only, so that it costs some 20 ms. The kernel tells it when its parent dies (PR_SET_PDEATHSIG); it then asks the
command to stop, waits for at most the grace time, and kills every process that is left below it, since it is their
subreaper.
"""

import ctypes
import json
import os
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path

PR_SET_PDEATHSIG = 1  # <linux/prctl.h>
PR_SET_CHILD_SUBREAPER = 36
STOPPING = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP}
WATCHED = {*STOPPING, signal.SIGCHLD}
PAUSE = 0.5  # seconds before a restart
BROKEN_BEFORE = 3.0  # seconds: who ends sooner after a start is broken rather than unlucky


@dataclass(frozen=True)
class Orders:
    """Whose child this guard is, how its command is stopped, as whom it runs, and whether it is started again."""

    parent: int
    stop_signal: int
    grace: float  # seconds between the stop signal and SIGKILL
    user: int  # the number of the user that the command runs as; -1: our own
    restart: bool  # start a command again that ends by itself


def die_with_parent(death_signal: int) -> None:
    """Ask the kernel to send us `death_signal` when the thread that started us ends; only Linux can."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, death_signal)


def adopt_orphans() -> None:
    """Become the parent of every process below us whose own parent dies."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)


def start(command: list[str], orders: Orders) -> int:
    """Start the command in a process group of its own; the group's id equals the pid that is returned."""
    guard = os.getpid()
    pid = os.fork()
    if pid:
        return pid
    os.setpgid(0, 0)
    if orders.user >= 0:
        become(orders.user)
    die_with_parent(orders.stop_signal)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, WATCHED)
    if os.getppid() != guard:
        os._exit(1)
    try:
        os.execvp(command[0], command)  # noqa: S606 -- a guard is there to start what it is given
    except OSError as error:
        sys.stderr.write(f"cannot start {command[0]}: {error}\n")
        os._exit(127)


def become(user: int) -> None:
    """Give up being root for good; before PR_SET_PDEATHSIG, which a change of user clears."""
    os.setgroups([])
    os.setgid(user)
    os.setuid(user)


def run_once(command: list[str], orders: Orders) -> tuple[int, bool]:
    """Run the command until it ends by itself or we are told to stop: its exit code, and whether we were told."""
    pid = start(command, orders)
    deadline = float("inf")
    while (code := reap(pid)) is None:
        caught = signal.sigtimedwait(WATCHED, max(0.0, min(deadline - time.monotonic(), 3600.0)))
        if caught and caught.si_signo in STOPPING and deadline == float("inf"):
            deadline = time.monotonic() + orders.grace
            send(pid, orders.stop_signal)
        elif time.monotonic() >= deadline:
            send(pid, signal.SIGKILL)
    end_the_rest()
    return code, deadline != float("inf")


def run(command: list[str], orders: Orders) -> int:
    """Run the command, again and again if so ordered; the last exit code."""
    while True:
        started = time.monotonic()
        code, told = run_once(command, orders)
        if told or not orders.restart or time.monotonic() - started < BROKEN_BEFORE:
            return code
        sys.stderr.write(f"guard: {Path(command[0]).name} ended with exit code {code}; starting it again\n")
        sys.stderr.flush()
        if signal.sigtimedwait(STOPPING, PAUSE):
            return code


def reap(pid: int) -> int | None:
    """Collect every child that has ended; the exit code of `pid` if it is among them."""
    found = None
    while True:
        try:
            ended, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return found
        if ended == 0:
            return found
        if ended == pid:
            found = os.waitstatus_to_exitcode(status)


def send(group: int, number: int) -> None:
    """Signal a process group that may be gone already."""
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        return


def end_the_rest() -> None:
    """Kill what is left below us; those that lose their parent come to us, so this ends when there are none."""
    children = Path(f"/proc/self/task/{os.getpid()}/children")
    while pids := [int(pid) for pid in children.read_text().split()]:
        for pid in pids:
            try:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
            except (ProcessLookupError, ChildProcessError):
                continue


def main() -> int:
    """Run the command of the arguments; its exit code, or 128 + the signal that ended it."""
    orders, command = Orders(**json.loads(sys.argv[1])), sys.argv[2:]
    signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED)
    die_with_parent(signal.SIGTERM)
    if os.getppid() != orders.parent:
        return 1
    adopt_orphans()
    code = run(command, orders)
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.exit(main())
