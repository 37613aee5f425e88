"""Bodies of requests to the pages: whole before a request begins, and not waited for as long as a client likes.

The server hands a request to a thread when its head is there, and reading the body then takes as long as the client
does: as many stalled forms as there are threads would stop everybody, the gateway too. What the gateway sends passes
as it comes; it has kept clients to its own pace. What an answer leaves of a body is read and thrown away. A proxy that
buffers requests leaves nothing to do here.
"""

import io
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from threading import BoundedSemaphore
from typing import Any, Final
from wsgiref.types import InputStream, StartResponse, WSGIApplication, WSGIEnvironment

from picopt_contract.internal import INTERNAL_PREFIX
from picopt_runtime.readers import Readers, Reading

_AT_ONCE: Final = 0.25  # seconds in which nearly every body is there; for these no place is needed
_SECONDS: Final = 10.0  # the slowest form that is waited for
_BLOCK: Final = 64 * 1024
_SLOW: Final = "408 Request Timeout", "The request did not arrive in time. Try again."
_BUSY: Final = "503 Service Unavailable", "Too many slow requests at once. Try again in a moment."


class _Counted:
    """A body that knows how much of it was taken."""

    def __init__(self, stream: InputStream) -> None:
        self._stream = stream
        self.taken = 0

    def read(self, size: int = -1, /) -> bytes:
        """See PEP 3333."""
        return self._count(self._stream.read(size))

    def readline(self, size: int = -1, /) -> bytes:
        """See PEP 3333."""
        return self._count(self._stream.readline(size))

    def _count(self, data: bytes) -> bytes:
        self.taken += len(data)
        return data


class BodiesInTime:
    """WSGI middleware. At most a quarter of the threads wait for slow clients.

    What is longer than `longest` is not waited for: nothing behind takes it. A reader whose client has stalled goes on
    until the server has closed the connection, so there are more of them than threads.
    """

    def __init__(self, application: WSGIApplication, *, threads: int, longest: int, seconds: float = _SECONDS) -> None:
        self._application = application
        self._longest = longest
        self._seconds = seconds
        self._places = BoundedSemaphore(max(1, threads // 4))
        self._readers = Readers(2 * threads)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """See PEP 3333."""
        length = _length(environ)
        if 0 < length <= self._longest and not environ["PATH_INFO"].startswith(f"{INTERNAL_PREFIX}/"):
            body = self._read(environ, length)
            if not isinstance(body, bytes):
                return _refuse(start_response, *body)
            environ["wsgi.input"] = io.BytesIO(body)
            return self._application(environ, start_response)
        if not length:
            return self._application(environ, start_response)
        stream = environ["wsgi.input"] = _Counted(environ["wsgi.input"])
        return self._application(environ, partial(self._start, start_response, stream, length))

    def _start(  # noqa: PLR0913, PLR0917 -- what PEP 3333 hands over, and what it is about
        self,
        start_response: StartResponse,
        stream: _Counted,
        length: int,
        status: str,
        headers: list[tuple[str, str]],
        exc_info: Any = None,
        /,
    ) -> Callable[[bytes], object]:
        """Begin the answer, once what the application left of the body is there and thrown away.

        The server keeps everybody waiting for the rest of a body that nobody reads, and a connection that is closed
        while the gateway still sends may take the answer with it. Only what does not come in time ends like that.
        """
        left = length - stream.taken
        if left and isinstance(self._wait(Reading(partial(_discard, stream, left))), tuple):
            headers = [*headers, ("Connection", "close")]
        return start_response(status, headers, exc_info) if exc_info else start_response(status, headers)

    def _read(self, environ: WSGIEnvironment, length: int) -> bytes | tuple[str, str]:
        """The body, or what is answered instead."""
        return self._wait(Reading(partial(_whole, environ["wsgi.input"], length)))

    def _wait(self, reading: Reading[bytes]) -> bytes | tuple[str, str]:
        """What was read, or what is answered when it does not come in time."""
        self._readers.start(reading)
        done = reading.wait(_AT_ONCE)
        if done:
            return done()
        if not self._places.acquire(blocking=False):
            return _BUSY
        try:
            done = reading.wait(self._seconds)
        finally:
            self._places.release()
        return done() if done else _SLOW


def _whole(stream: InputStream, length: int) -> bytes:
    try:
        return stream.read(length)
    except OSError:
        return b""  # the connection broke: what is behind sees a body that ended early


def _discard(stream: _Counted, left: int) -> bytes:
    with suppress(OSError):
        while left and (block := stream.read(min(left, _BLOCK))):
            left -= len(block)
    return b""


def _length(environ: WSGIEnvironment) -> int:
    stated = environ.get("CONTENT_LENGTH", "")
    return int(stated) if stated.isdecimal() else 0


def _refuse(start_response: StartResponse, status: str, sentence: str) -> Iterable[bytes]:
    body = f"{sentence}\n".encode()
    headers = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
        ("Retry-After", "5"),
        ("Connection", "close"),
    ]
    start_response(status, headers)
    return [body]
