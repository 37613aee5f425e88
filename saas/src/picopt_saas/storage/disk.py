"""Storage in a folder of this machine, or of a shared file system."""

import errno
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Final

from picopt_saas.storage.port import (
    CHUNK_BYTES,
    Chunks,
    NotDeleted,
    ObjectMissing,
    StorageFull,
    StorageUnavailable,
    Stored,
)

NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
"""What the system calls a disk that is full, or full for us."""
# A file system that was made read-only after an error, a disk that does not answer, a shared folder that is gone or not
# ours: the operator's to mend. What the one who sends the bytes breaks has other numbers, or none.
_AWAY = {
    *(errno.EACCES, errno.EPERM, errno.EROFS, errno.EIO, errno.ESTALE, errno.ENOTCONN, errno.EHOSTDOWN, errno.ENODEV),
    *(errno.ENXIO, errno.ENOTDIR, errno.EMFILE, errno.ENFILE),
}
_UNFINISHED = ".unfinished-"


class DiskStorage:
    """Objects are files below `root`. A write is a temporary file, fsync, and an atomic rename."""

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()

    def write(self, key: str, chunks: Iterable[bytes]) -> int:
        """See `Storage.write`."""
        target = self._path(key)
        with _in_our_words():
            target.parent.mkdir(parents=True, exist_ok=True)
            return _write_atomically(target, chunks)

    def read(self, key: str, start: int = 0, length: int | None = None) -> Chunks:
        """See `Storage.read`."""
        try:
            with _in_our_words():
                file = self._path(key).open("rb")
        except (FileNotFoundError, IsADirectoryError):
            raise ObjectMissing(key) from None
        return Chunks(_read(file, start, length), file.close)

    def delete(self, *keys: str) -> None:
        """See `Storage.delete`. Folders stay: removing one would race with a write into it."""
        left = {key: why for key in keys if (why := _unlink(self._path(key)))}
        if left:
            raise NotDeleted(left, next(iter(left.values())))

    def list(self, prefix: str, *, after: str = "") -> Iterator[Stored]:
        """See `Storage.list`. What a killed process left unfinished is listed too, so that a sweep removes it."""
        last = Path(after)
        for path in _files_below(self._root / prefix):
            key = path.relative_to(self._root)
            if key <= last:
                continue
            with suppress(FileNotFoundError):  # deleted while we walk
                yield Stored(key.as_posix(), datetime.fromtimestamp(path.stat().st_mtime, UTC))

    def _path(self, key: str) -> Path:
        path = self._root / key
        if ".." in path.parts or not path.is_relative_to(self._root):
            raise ValueError(f"not a storage key: {key!r}")
        return path


def _unlink(path: Path) -> OSError | None:
    """Why the file is still there; None when it is not."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        return error
    return None


@contextmanager
def _in_our_words() -> Iterator[None]:
    """Raise the port's exceptions where the system says what they mean."""
    try:
        yield
    except OSError as error:
        if error.errno in NO_ROOM:
            raise StorageFull(error.errno, "no room left for files") from error
        if error.errno in _AWAY and not isinstance(error, StorageUnavailable):
            raise StorageUnavailable(error.errno, os.strerror(error.errno)) from error
        raise


def _files_below(folder: Path) -> Iterator[Path]:
    """All files, in the order of their paths, part by part."""
    with suppress(FileNotFoundError):
        for path in sorted(folder.iterdir()):
            if path.is_dir():
                yield from _files_below(path)
            else:
                yield path


def _write_atomically(target: Path, chunks: Iterable[bytes]) -> int:
    handle, name = tempfile.mkstemp(prefix=_UNFINISHED, dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            for chunk in chunks:
                file.write(chunk)
            size = file.tell()
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)
    return size


def _sync_folder(folder: Path) -> None:
    """Make the rename itself survive a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _read(file: BinaryIO, start: int, length: int | None) -> Iterator[bytes]:
    file.seek(start)
    left = length
    while left is None or left > 0:
        with _in_our_words():
            chunk = file.read(CHUNK_BYTES if left is None else min(CHUNK_BYTES, left))
        if not chunk:
            return
        if left is not None:
            left -= len(chunk)
        yield chunk
