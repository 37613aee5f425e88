"""One request body, read in blocks and no more slowly than allowed.

A WSGI server hands out bytes only when all that were asked for are there, so a stalled client would hold its thread
for ever. Whatever reads a body therefore runs on a helper thread, and the request waits for it no longer than allowed.
One thread both reads and sends on: a block that changes threads on its way costs more than all the rest.
"""

import io
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import IO, Final, TypeVar

from picopt_contract.errors import ErrorCode
from picopt_contract.limits import LIMITS
from picopt_gateway.pace import Pace
from picopt_gateway.problems import ApiError, busy
from picopt_runtime.readers import Readers, Reading

_T = TypeVar("_T")
Place = Callable[[], AbstractContextManager[None]]
# As much as the server takes in at once: it has the next block by the time this one is sent. More would be waited for.
_BLOCK: Final = 128 * 1024
# A client that needs longer for its first block shall not keep a thread of the platform waiting.
_SLOW_BLOCK_SECONDS: Final = 0.5


class RequestBody:
    """A file-like body of exactly `length` bytes of `stream`, to be read inside `use` only."""

    def __init__(self, stream: IO[bytes], length: int, *, place: Place, readers: Readers, pace: Pace) -> None:
        self.length = length
        self._stream = stream
        self._place = place
        self._readers = readers
        self._pace = pace
        self._block = min(_BLOCK, max(1, pace.bytes // 2))
        self._received = 0
        self._window_from = 0
        self._waited = 0.0  # seconds for the client, in this window; time that the platform takes is not its fault
        self._waiting_since: float | None = None
        self._kept: IO[bytes] | None = None

    @property
    def received(self) -> int:
        """Bytes that have come from the client."""
        return self._received

    def use(self, work: Callable[[], _T]) -> _T:
        """Return what `work`, which reads this body, returns.

        Raises what `work` raises, and `ApiError`: busy when there is no place for another body, too_slow when the
        client is; then `work` ends with the connection.
        """
        with self._place():
            reading = Reading(work)
            self._readers.start(reading)
            return self._wait(reading)

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
            raise busy("There is no room for slow uploads right now. Try again shortly.", seconds=30) from None

    def read(self, _size: int = -1) -> bytes:
        """Return the next block, empty at the end.

        Raises `ApiError` (validation) when the body ends before its stated length.
        """
        if self._kept:
            if block := self._kept.read(self._block):
                return block
            self._kept.close()
            self._kept = None
        return self._from_client()

    def read_all(self) -> bytes:
        """Return what is left. Raises as `read` does."""
        return b"".join(iter(self.read, b""))

    def drain(self) -> None:
        """Read what is left when the answer is there already, so that the client gets to see the answer.

        Much is not worth it: then the connection breaks.
        """
        if self.length - self._received <= LIMITS.upload_part_bytes:
            self.drop()

    def drop(self) -> None:
        """Read what is left and forget it."""
        while self.read():
            pass

    def _wait(self, reading: Reading[_T]) -> _T:
        while (done := reading.wait(max(0.01, self._patience()))) is None:
            if self._patience() <= 0:
                raise self._too_slow()
        return done()

    def _from_client(self) -> bytes:
        if self._received >= self.length:
            return b""
        # Blocks fill a window exactly, so that a client at the slowest pace allowed is in time.
        left_in_window = self._window_from + self._pace.bytes - self._received
        block = self._read_block(min(self._block, self.length - self._received, left_in_window))
        if not block:
            raise ApiError(ErrorCode.VALIDATION, f"The body ended after {self._received} of {self.length} bytes.")
        self._received += len(block)
        if self._received - self._window_from >= self._pace.bytes:
            self._window_from, self._waited = self._received, 0.0
        return block

    def _read_block(self, size: int) -> bytes:
        self._waiting_since = started = time.monotonic()
        try:
            return self._stream.read(size)
        except OSError:
            return b""  # the connection broke: the same as a body that ends early
        finally:
            self._waiting_since = None
            self._waited += time.monotonic() - started

    def _patience(self) -> float:
        """Seconds that the client may still take; all of them while it is not what is waited for."""
        since = self._waiting_since
        return self._pace.seconds if since is None else self._pace.seconds - self._waited - (time.monotonic() - since)

    def _too_slow(self) -> ApiError:
        rate = self._pace.bytes / self._pace.seconds / 1000
        return ApiError(
            ErrorCode.TOO_SLOW,
            f"Less than {rate:g} kB/s for {self._pace.seconds:g} seconds. Send smaller parts or try again.",
            headers={"Connection": "close"},
        )
