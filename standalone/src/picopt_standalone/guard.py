"""Runs one server so that nothing of it outlives us, whatever ends us.

Started as a program of its own (`python guard.py PARENT STOP_SIGNAL GRACE_SECONDS USER COMMAND...`), with the standard
library only, so that it costs some 20 ms. The kernel tells it when its parent dies (PR_SET_PDEATHSIG); it then asks the
command to stop, waits for at most the grace time, and kills every process that is left below it, since it is their
subreaper. USER is the number of the user that the command runs as, or -1 for our own.
"""

import ctypes
import os
import signal
import sys
import time
from pathlib import Path

PR_SET_PDEATHSIG = 1  # <linux/prctl.h>
PR_SET_CHILD_SUBREAPER = 36
WATCHED = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD}


def die_with_parent(death_signal: int) -> None:
    """Ask the kernel to send us `death_signal` when the thread that started us ends."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, death_signal)


def adopt_orphans() -> None:
    """Become the parent of every process below us whose own parent dies."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)


def start(command: list[str], stop_signal: int, user: int) -> int:
    """Start the command in a process group of its own; the group's id equals the pid that is returned."""
    guard = os.getpid()
    pid = os.fork()
    if pid:
        return pid
    os.setpgid(0, 0)
    if user >= 0:
        become(user)
    die_with_parent(stop_signal)
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


def supervise(pid: int, stop_signal: int, grace: float) -> int:
    """Wait until the command ends by itself or we are told to stop; its exit code."""
    deadline = float("inf")
    while True:
        timeout = max(0.0, min(deadline - time.monotonic(), 3600.0))
        caught = signal.sigtimedwait(WATCHED, timeout)
        status = reap(pid)
        if status is not None:
            return status
        if caught and caught.si_signo != signal.SIGCHLD and deadline == float("inf"):
            deadline = time.monotonic() + grace
            send(pid, stop_signal)
        elif time.monotonic() >= deadline:
            send(pid, signal.SIGKILL)


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
    parent, stop_signal, grace, user, *command = sys.argv[1:]
    signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED)
    die_with_parent(signal.SIGTERM)
    if os.getppid() != int(parent):
        return 1
    adopt_orphans()
    pid = start(command, int(stop_signal), int(user))
    code = supervise(pid, int(stop_signal), float(grace))
    end_the_rest()
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.exit(main())
