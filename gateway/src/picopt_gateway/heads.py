"""Heads of the platform's answers, read line by line, and of them what is of use here.

`http.client` has them read by the parser of mails, which is a tenth of what a request costs here. And each header of
the dozen that nobody asks for would be looked at four times on its way.
"""

from http import HTTPStatus
from http.client import BadStatusLine, HTTPException, HTTPMessage, HTTPResponse, LineTooLong, RemoteDisconnected
from typing import IO, Final

from picopt_contract.internal import REFUSED_HEADER

_LONGEST_LINE: Final = 65_536  # as `http.client` has it
_MOST_LINES: Final = 100
_END: Final = (b"\r\n", b"\n")
_BODILESS: Final = frozenset({HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED})
PASSED: Final = (
    "Accept-Ranges",
    "Cache-Control",
    "Content-Digest",
    "Content-Disposition",
    "Content-Length",
    "Content-Range",
    "Content-Type",
    "ETag",
    "Last-Modified",
    "Repr-Digest",
    "Retry-After",
    "Upload-Offset",
    "X-Credits-Available",
    "X-Credits-Held",
)
"""What a caller gets of the platform's answer."""
_OURS: Final = ("Connection", "Transfer-Encoding", REFUSED_HEADER)
_KEPT: Final = frozenset(name.lower() for name in (*PASSED, *_OURS))


class PlainAnswer(HTTPResponse):
    """An answer whose head is read here; its body is read as in `http.client`."""

    _method: str | None

    def begin(self) -> None:
        """Read the head. Raises `HTTPException`."""
        if self.headers is not None:
            return
        version, self.status, self.reason = read_status(self.fp)
        while self.status == HTTPStatus.CONTINUE:
            read_head(self.fp)
            version, self.status, self.reason = read_status(self.fp)
        self.code = self.status
        self.version = 10 if version == "HTTP/1.0" else 11
        self.headers = self.msg = read_head(self.fp)
        self.chunked = self.headers.get("Transfer-Encoding", "").lower() == "chunked"
        self.chunk_left = None
        self.length = self._body_length()
        connection = self.headers.get("Connection", "").lower()
        ends = "close" in connection or (self.version == 10 and "keep-alive" not in connection)
        self.will_close = ends or (self.length is None and not self.chunked)

    def _body_length(self) -> int | None:
        """Bytes of the body; None where its chunks or its end tell."""
        if self._method == "HEAD" or self.status in _BODILESS or self.status < HTTPStatus.OK:
            return 0
        length = self.headers.get("Content-Length", "")
        return int(length) if length.isascii() and length.isdecimal() and not self.chunked else None


def read_status(file: IO[bytes]) -> tuple[str, int, str]:
    """Version, status and reason of an answer that begins here. Raises `HTTPException`."""
    line = _line(file).decode("iso-8859-1")
    if not line:
        raise RemoteDisconnected("the platform ended the connection without an answer")
    version, _, rest = line.partition(" ")
    status, _, reason = rest.partition(" ")
    if not version.startswith("HTTP/1.") or not (status := status.strip()).isdecimal() or len(status) != 3:
        raise BadStatusLine(line)
    return version, int(status), reason.strip()


def read_head(file: IO[bytes]) -> HTTPMessage:
    """What is kept of the headers from here to the empty line.

    Raises `HTTPException` for a line that is no `Name: value`, one that is too long, or too many.
    """
    message = HTTPMessage()
    for _ in range(_MOST_LINES + 1):
        line = _line(file)
        if line in _END:
            return message
        name, colon, value = line.decode("iso-8859-1").partition(":")
        if not colon or not name.isascii() or name != name.strip():
            raise HTTPException("a head with a line that is no header")
        if name.lower() in _KEPT:
            message.set_raw(name, value.strip())
    raise HTTPException(f"more than {_MOST_LINES} headers")


def _line(file: IO[bytes]) -> bytes:
    line = file.readline(_LONGEST_LINE + 1)
    if len(line) > _LONGEST_LINE:
        raise LineTooLong("line of a head")
    return line
