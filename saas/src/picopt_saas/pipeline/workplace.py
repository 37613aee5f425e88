"""Where images lie while they are worked on: a folder of this process, which ends with it.

A worker that was killed leaves its folder, with customers' images in it, and the next one that starts removes it. Each
holds a lock on its own; the kernel lets go of a dead process's. The lock on what contains them all keeps a folder from
being removed before its owner has locked it.
"""

import atexit
import fcntl
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import Final

import structlog

from picopt_saas.pipeline.config import pipeline_config

_OTHERS_WRITE: Final = stat.S_IWGRP | stat.S_IWOTH
log = structlog.get_logger(__name__)


@contextmanager
def work_folder() -> Iterator[Path]:
    """An empty folder for one image, removed afterwards."""
    with tempfile.TemporaryDirectory(dir=_own_folder()) as folder:
        yield Path(folder)


@lru_cache(maxsize=1)
def _own_folder() -> Path:
    folder, _lock = settle(pipeline_config().work_folder or Path(tempfile.gettempdir()))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def settle(base: Path) -> tuple[Path, int]:
    """Remove what dead workers left below `base`; a new folder there, and its lock, which holds until it is closed."""
    ours = _ours(base)
    everybody = _lock(ours)
    try:
        for folder in ours.iterdir():
            _remove_abandoned(folder)
        own = Path(tempfile.mkdtemp(dir=ours))
        return own, _lock(own)
    finally:
        os.close(everybody)


def _ours(base: Path) -> Path:
    """What contains the folders of this user's workers.

    Where everybody may write, somebody else may have made it, or a link of that name: then it is a new one, in which
    nothing is looked for later.
    """
    ours = base / f"picopt-work-{os.getuid()}"
    with suppress(FileExistsError):
        ours.mkdir(mode=0o700)
    found = ours.lstat()
    if stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & _OTHERS_WRITE:
        return ours
    log.warning("work_folder_not_ours", folder=str(ours))
    return Path(tempfile.mkdtemp(prefix="picopt-work-", dir=base))


def _remove_abandoned(folder: Path) -> None:
    try:
        lock = _lock(folder, fcntl.LOCK_NB)
    except BlockingIOError:
        return  # somebody works in it
    try:
        shutil.rmtree(folder, ignore_errors=True)
        log.info("abandoned_work_removed", folder=folder.name)
    finally:
        os.close(lock)


def _lock(folder: Path, how: int = 0) -> int:
    """The open folder, locked. Children do not get it, so that the lock ends with this process."""
    lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | how)
    except OSError:
        os.close(lock)
        raise
    return lock
