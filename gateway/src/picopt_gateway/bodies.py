"""Reading request bodies: never more than allowed, never slower than allowed, never whole unless it is JSON.

A WSGI server hands out bytes only when all that were asked for are there, so a stalled client would hold its thread
for ever. A helper thread therefore reads one block ahead, and the request waits for it no longer than allowed.
"""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import IO, Final

from picopt_contract.errors import ErrorCode
from picopt_contract.limits import LIMITS
from picopt_gateway.problems import ApiError, busy
from picopt_gateway.settings import Settings

_BLOCK: Final = 128 * 1024


class Bodies:
    """All bodies that are being read: at most half of the threads, and at most half of those for one caller."""

    def __init__(self, settings: Settings) -> None:
        self.limit = settings.threads // 2
        self._window_seconds = settings.slow_seconds
        self._window_bytes = int(settings.slow_seconds * settings.slow_bytes_per_second)
        self._lock = threading.Lock()
        self._reading: Counter[str] = Counter()
        self._readers = ThreadPoolExecutor(settings.threads, thread_name_prefix="body")

    @property
    def reading(self) -> int:
        """Bodies being read now."""
        return self._reading.total()

    @contextmanager
    def slot(self, caller: str) -> Iterator[None]:
        """Hold one of the places, or raise `ApiError` (busy)."""
        with self._lock:
            if self._reading.total() >= self.limit or self._reading[caller] >= max(1, self.limit // 2):
                raise busy("Too many uploads at once. Try again in a moment.", seconds=2)
            self._reading[caller] += 1
        try:
            yield
        finally:
            with self._lock:
                self._reading[caller] -= 1
                if not self._reading[caller]:
                    del self._reading[caller]

    def open(self, stream: IO[bytes], length: int) -> "UploadBody":
        """Return a reader of exactly `length` bytes of `stream`."""
        return UploadBody(stream, length, self._readers, self._window_seconds, self._window_bytes)


class UploadBody:
    """A file-like body, read in blocks, for urllib3."""

    def __init__(
        self, stream: IO[bytes], length: int, readers: ThreadPoolExecutor, window_seconds: float, window_bytes: int
    ) -> None:
        self.length = length
        self._stream = stream
        self._readers = readers
        self._window_seconds = window_seconds
        self._window_bytes = window_bytes
        self._asked = 0
        self._received = 0
        self._waited = 0.0  # seconds for the client, in this window; time that the platform takes is not its fault
        self._window_from = 0
        self._ahead: Future[bytes] | None = None

    @property
    def received(self) -> int:
        """Bytes read so far."""
        return self._received

    def read(self, _size: int = -1) -> bytes:
        """Return the next block, empty at the end.

        Raises `ApiError`: too_slow, or validation when the body ends before its stated length.
        """
        if self._received >= self.length:
            return b""
        block = self._wait(self._ahead or self._ask())
        if not block:
            raise ApiError(ErrorCode.VALIDATION, f"The body ended after {self._received} of {self.length} bytes.")
        self._received += len(block)
        self._start_next_window()
        self._ahead = self._ask() if self._asked < self.length else None
        return block

    def drain(self) -> None:
        """Read what is left when the answer is there already, so that the client gets to see the answer.

        Much is not worth it: then the connection breaks.
        """
        if self.length - self._received <= LIMITS.upload_part_bytes:
            while self.read():
                pass

    def _ask(self) -> Future[bytes]:
        # A block must be able to arrive within the window.
        size = min(_BLOCK, max(1, self._window_bytes // 4), self.length - self._asked)
        self._asked += size
        return self._readers.submit(self._read_block, size)

    def _read_block(self, size: int) -> bytes:
        try:
            return self._stream.read(size)
        except OSError:
            return b""  # the connection broke: the same as a body that ends early

    def _wait(self, block: Future[bytes]) -> bytes:
        started = time.monotonic()
        try:
            return block.result(timeout=max(0, self._window_seconds - self._waited))
        except TimeoutError:
            rate = self._window_bytes / self._window_seconds / 1000
            raise ApiError(
                ErrorCode.TOO_SLOW,
                f"Less than {rate:g} kB/s for {self._window_seconds:g} seconds. Send smaller parts or try again.",
                headers={"Connection": "close"},
            ) from None
        finally:
            self._waited += time.monotonic() - started

    def _start_next_window(self) -> None:
        if self._received - self._window_from >= self._window_bytes:
            self._window_from = self._received
            self._waited = 0.0
