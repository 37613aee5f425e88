"""One user at a time for a folder, across processes; the kernel lets go when the last holder ends."""

import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def exclusive(lock_file: Path, what: str) -> Iterator[int]:
    """Hold the lock inside the block and give its file descriptor.

    Guards inherit the descriptor, so the lock outlives us until they are done. When somebody else holds it, this says
    so on standard error and waits.
    """
    lock_file.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(lock_file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(descriptor, 32, 0).decode() or "another process"
            print(f"waiting for {what}, in use by process {holder} ...", file=sys.stderr)  # noqa: T201 -- a person waits
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield descriptor
    finally:
        os.close(descriptor)
