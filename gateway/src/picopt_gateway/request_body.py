"""One request body, read in blocks and no more slowly than allowed.

A WSGI server hands out bytes only when all that were asked for are there, so a stalled client would hold its thread
for ever. A helper thread therefore reads one block ahead, and the request waits for it no longer than allowed.
"""

import io
import tempfile
import time
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from typing import IO, Final

from picopt_contract.errors import ErrorCode
from picopt_contract.limits import LIMITS
from picopt_gateway.problems import ApiError, busy

_BLOCK: Final = 128 * 1024
# A client that needs longer for a block (less than 256 kB/s) shall not keep a thread of the platform waiting.
_SLOW_BLOCK_SECONDS: Final = 0.5


@dataclass(frozen=True, kw_only=True)
class Pace:
    """The slowest pace allowed: `bytes` in every window of `seconds`."""

    seconds: float
    bytes: int


class RequestBody:
    """A file-like body of exactly `length` bytes of `stream`."""

    def __init__(self, stream: IO[bytes], length: int, readers: Executor, pace: Pace) -> None:
        self.length = length
        self._stream = stream
        self._readers = readers
        self._pace = pace
        # A block must be able to arrive within the window.
        self._block = min(_BLOCK, max(1, pace.bytes // 4))
        self._asked = 0
        self._received = 0
        self._waited = 0.0  # seconds for the client, in this window; time that the platform takes is not its fault
        self._window_from = 0
        self._ahead: Future[bytes] | None = None
        self._kept: IO[bytes] | None = None

    @property
    def received(self) -> int:
        """Bytes that have come from the client."""
        return self._received

    def settle(self) -> None:
        """Wait for the first block, and when the client is slow for the whole of a part, kept in a temporary file.

        Only then is the platform asked, whose threads are few. Raises `ApiError` as `read` does, or busy.
        """
        started = time.monotonic()
        first = self.read()
        if time.monotonic() - started < _SLOW_BLOCK_SECONDS or self.length > LIMITS.upload_part_bytes:
            self._kept = io.BytesIO(first)
            return
        try:
            self._kept = tempfile.SpooledTemporaryFile(max_size=_BLOCK)  # noqa: SIM115 -- read until the request ends
            self._kept.write(first)
            while block := self._from_client():
                self._kept.write(block)
            self._kept.seek(0)
        except OSError:
            raise busy("There is no room for slow uploads at the moment.", seconds=30) from None

    def read(self, _size: int = -1) -> bytes:
        """Return the next block, empty at the end.

        Raises `ApiError`: too_slow, or validation when the body ends before its stated length.
        """
        if self._kept:
            if block := self._kept.read(_BLOCK):
                return block
            self._kept.close()
            self._kept = None
        return self._from_client()

    def drain(self) -> None:
        """Read what is left when the answer is there already, so that the client gets to see the answer.

        Much is not worth it: then the connection breaks.
        """
        if self.length - self._received <= LIMITS.upload_part_bytes:
            while self.read():
                pass

    def _from_client(self) -> bytes:
        if self._received >= self.length:
            return b""
        block = self._wait(self._ahead or self._ask())
        if not block:
            raise ApiError(ErrorCode.VALIDATION, f"The body ended after {self._received} of {self.length} bytes.")
        self._received += len(block)
        if self._received - self._window_from >= self._pace.bytes:
            self._window_from, self._waited = self._received, 0.0
        self._ahead = self._ask() if self._asked < self.length else None
        return block

    def _ask(self) -> Future[bytes]:
        size = min(self._block, self.length - self._asked)
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
            return block.result(timeout=max(0, self._pace.seconds - self._waited))
        except TimeoutError:
            rate = self._pace.bytes / self._pace.seconds / 1000
            raise ApiError(
                ErrorCode.TOO_SLOW,
                f"Less than {rate:g} kB/s for {self._pace.seconds:g} seconds. Send smaller parts or try again.",
                headers={"Connection": "close"},
            ) from None
        finally:
            self._waited += time.monotonic() - started
