"""Connections to the platform, for many threads that share one interpreter.

Every system call that may block lets go of the interpreter, and under load its thread stands in line to have it back,
which costs more than the call itself. So there are as few of them as possible: the kernel's timeouts instead of
Python's, which ask it before each call whether it would block, and one call for a head and its body.
"""

import socket
import struct
from math import modf
from typing import Any, Final

from urllib3.connection import HTTPConnection, HTTPSConnection

from picopt_gateway.heads import PlainAnswer

CONNECT_SECONDS: Final = 2.0
WRITE_SECONDS: Final = 60.0


class KernelTimeouts(socket.socket):
    """A socket whose calls block, for as long as the kernel was told: those that send for a fixed time."""

    _seconds: float | None = None

    def settimeout(self, value: float | None) -> None:
        """Let each call that receives take at most so many seconds (more than 0), or as long as it likes."""
        if value != self._seconds:
            self._tell(socket.SO_RCVTIMEO, value)
            self._seconds = value

    def gettimeout(self) -> float | None:
        """Seconds, or None."""
        return self._seconds

    def recv_into(self, *arguments: Any) -> int:
        """See `socket`. Raises `TimeoutError`."""
        try:
            return super().recv_into(*arguments)
        except BlockingIOError:
            raise TimeoutError("timed out") from None

    def sendall(self, *arguments: Any) -> None:
        """See `socket`. Raises `TimeoutError`."""
        try:
            super().sendall(*arguments)
        except BlockingIOError:
            raise TimeoutError("timed out") from None

    @classmethod
    def of(cls, plain: socket.socket, *, write_seconds: float = WRITE_SECONDS) -> "KernelTimeouts":
        """The same connection, in the place of the given object."""
        seconds = plain.gettimeout()
        plain.settimeout(None)
        made = cls(plain.family, plain.type, plain.proto, fileno=plain.detach())
        made.settimeout(seconds)
        made._tell(socket.SO_SNDTIMEO, write_seconds)
        return made

    def _tell(self, option: int, seconds: float | None) -> None:
        rest, whole = modf(seconds or 0.0)
        allowed = struct.pack("ll", int(whole), max(int(rest * 1e6), 0 if whole or not seconds else 1))
        self.setsockopt(socket.SOL_SOCKET, option, allowed)


class _Connection(HTTPConnection):
    """Connects within `CONNECT_SECONDS`; its timeout is for writes, which may wait in a busy platform's queue.

    urllib3 has one time for both, and an upload that queues would be given up as if nobody had answered the phone.
    """

    response_class = PlainAnswer

    def putheader(self, header: str | bytes, *values: Any) -> None:
        """See `http.client`, which looks at each name and value with patterns; names are our own here.

        Raises `ValueError` for a value that would begin another header.
        """
        line = b"%b: %b" % (_octets(header), b", ".join([_octets(value) for value in values]))
        if b"\n" in line or b"\r" in line:
            raise ValueError("Invalid header value: it is no single line")
        self._output(line)  # type: ignore[attr-defined]  # collects the head in `http.client`

    def connect(self) -> None:
        allowed, self.timeout = self.timeout, CONNECT_SECONDS
        try:
            super().connect()
        finally:
            self.timeout = allowed
        self.sock.settimeout(WRITE_SECONDS)


def _octets(part: Any) -> bytes:
    return part if isinstance(part, bytes) else str(part).encode("latin-1")


class SecureConnection(_Connection, HTTPSConnection):
    """Over TLS."""


class PlainConnection(_Connection):
    """Without TLS, with few system calls."""

    _held: list[bytes] | None = None

    def request(self, method: str, url: str, body: Any = None, headers: Any = None, **options: Any) -> None:
        """See urllib3. A body that is all there goes out with its head."""
        if self.sock is not None:
            self.timeout = self.sock.gettimeout()  # sends have a time of their own: there is nothing to set
        if not isinstance(body, bytes):
            super().request(method, url, body, headers, **options)
            return
        held: list[bytes] = []
        self._held = held
        try:
            super().request(method, url, body, headers, **options)
        finally:
            self._held = None
        self.send(b"".join(held))

    def send(self, data: Any) -> None:
        """See `http.client`."""
        if self._held is None:
            super().send(data)
        else:
            self._held.append(data)

    def _new_conn(self) -> socket.socket:
        return KernelTimeouts.of(super()._new_conn())
