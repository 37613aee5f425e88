"""Downloads by range, checked before they appear."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Final

from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

from picopt_client.errors import BrokenDownloadError, UnreachableError
from picopt_contract.jobs import ResultFile

_BLOCK: Final = 128 * 1024
# Broken connections without a single new byte before the download is given up.
_PATIENCE: Final = 4


Fetch = Callable[[dict[str, str]], BaseHTTPResponse]
"""Asks for a file with these further headers (`Range`, `If-Range`); raises as `Transport.send` does."""


def is_there(file: ResultFile, target: Path) -> bool:
    """Whether an earlier download has brought all of it."""
    return target.is_file() and target.stat().st_size == file.bytes and _digest(target) == file.sha256


class Download:
    """One result file on its way to `target`."""

    def __init__(self, fetch: Fetch, file: ResultFile, target: Path) -> None:
        self._fetch = fetch
        self._file = file
        self._target = target
        self._partial = target.with_name(f"{target.name}.{file.id}.part")

    def run(self) -> Path:
        """Fetch what is missing, check it, and only then give it its name."""
        self._target.parent.mkdir(parents=True, exist_ok=True)
        fruitless = 0
        while (have := self._have()) < self._file.bytes:
            if fruitless == _PATIENCE:
                raise UnreachableError(f"{self._file.id}: stays at {have} of {self._file.bytes} bytes")
            self._fetch_from(have)
            fruitless = 0 if self._have() > have else fruitless + 1
        self._check()
        self._partial.replace(self._target)
        return self._target

    def _have(self) -> int:
        return self._partial.stat().st_size if self._partial.exists() else 0

    def _fetch_from(self, start: int) -> None:
        ranged = {"Range": f"bytes={start}-", "If-Range": f'"{self._file.sha256}"'} if start else {}
        answer = self._fetch(ranged)
        with self._partial.open("ab" if answer.status == 206 else "wb") as partial:
            try:
                for block in answer.stream(_BLOCK):
                    self._write(partial, block)
            except HTTPError:
                pass  # what has arrived is kept; the next request goes on there
            finally:
                answer.close()
                partial.flush()
                os.fsync(partial.fileno())

    def _write(self, partial: BinaryIO, block: bytes) -> None:
        if partial.tell() + len(block) > self._file.bytes:
            self._refuse(f"more than the {self._file.bytes} bytes that were announced")
        partial.write(block)

    def _check(self) -> None:
        digest = _digest(self._partial)
        if digest != self._file.sha256:
            self._refuse(f"SHA-256 is {digest}, {self._file.sha256} was announced")

    def _refuse(self, reason: str) -> None:
        self._partial.unlink()
        raise BrokenDownloadError(f"{self._file.id}: {reason}")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
