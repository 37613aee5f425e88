"""Heads of the platform's answers are understood as the standard library understands them, and refused when broken."""

import io
from http.client import HTTPException, HTTPResponse

import pytest

from picopt_gateway.heads import _KEPT, PlainAnswer

JSON = b"Content-Type: application/json\r\n"
CHUNKED = b"Transfer-Encoding: Chunked\r\n"
HEADS = {
    "usual": b"HTTP/1.1 200 OK\r\n" + JSON + b"Content-Length: 5\r\n\r\nhello next",
    "without a reason": b"HTTP/1.1 201\r\nContent-Length: 5\r\n\r\nhello",
    "with an empty reason": b"HTTP/1.1 201 \r\nContent-Length: 5\r\n\r\nhello",
    "a reason of words": b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
    "odd blanks": b"HTTP/1.1 200 OK\r\nContent-Length:   5\r\nX-Empty:\r\nX-Colons: a:b: c\r\n\r\nhello",
    "Latin-1": b"HTTP/1.1 200 OK\r\nX-Name: caf\xe9\r\nContent-Length: 2\r\n\r\nok",
    "bare line feeds": b"HTTP/1.1 200 OK\nContent-Length: 2\n\nok",
    "the same name twice": b"HTTP/1.1 200 OK\r\nVary: A\r\nVary: B\r\nContent-Length: 2\r\n\r\nok",
    "small letters": b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok",
    "to be closed": b"HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 2\r\n\r\nok",
    "until its end": b"HTTP/1.1 200 OK\r\n\r\nall of it",
    "chunked": b"HTTP/1.1 200 OK\r\n" + CHUNKED + b"\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
    "chunked, with a length": b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n" + CHUNKED + b"\r\n1\r\na\r\n0\r\n\r\n",
    "an older version": b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
    "an older version, kept": b"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok",
    "hints": b"HTTP/1.1 103 Early Hints\r\nContent-Length: 2\r\n\r\nok",
    "nothing": b"HTTP/1.1 204 No Content\r\n\r\n",
    "not modified": b"HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n",
    "go on, then": b"HTTP/1.1 100 Continue\r\nX-A: b\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
    "no number of bytes": b"HTTP/1.1 200 OK\r\nContent-Length: some\r\n\r\nok",
    "fewer than none": b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nok",
}
BROKEN = {
    "nothing": b"",
    "another protocol": b"SSH-2.0-OpenSSH\r\n\r\n",
    "another version": b"HTTP/2 200 OK\r\n\r\n",
    "no status": b"HTTP/1.1\r\n\r\n",
    "a status of words": b"HTTP/1.1 okay OK\r\n\r\n",
    "a long status": b"HTTP/1.1 2000 OK\r\n\r\n",
    "an end within the head": b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n",
    "an end within a line": b"HTTP/1.1 200 OK\r\nContent-Le",
    "a line that is no header": b"HTTP/1.1 200 OK\r\nhello\r\n\r\n",
    "a line that goes on": b"HTTP/1.1 200 OK\r\nX-A: b\r\n c: d\r\n\r\n",
    "a blank before the colon": b"HTTP/1.1 200 OK\r\nContent-Length : 5\r\n\r\nhello",
    "a long line": b"HTTP/1.1 200 OK\r\nX-A: " + b"b" * 70_000 + b"\r\n\r\n",
    "a long first line": b"HTTP/1.1 200 " + b"b" * 70_000 + b"\r\n\r\n",
    "many lines": b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 101 + b"\r\n",
}


class Line:
    """A connection on which these bytes have come."""

    def __init__(self, data):
        self._data = data

    def makefile(self, _mode):
        return io.BufferedReader(io.BytesIO(self._data))


def understood(kind, data, method):
    answer = kind(Line(data), method=method)
    answer.begin()
    known = (answer.status, answer.code, answer.reason, answer.version, answer.chunked, answer.length)
    kept = [(name, value) for name, value in answer.getheaders() if name.lower() in _KEPT]
    return known, answer.will_close, kept, answer.read()


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("data", HEADS.values(), ids=HEADS)
def test_an_answer_is_understood_as_ever(data, method):
    assert understood(PlainAnswer, data, method) == understood(HTTPResponse, data, method)


def test_only_what_is_of_use_is_kept():
    head = b'HTTP/1.1 200 OK\r\nServer: x\r\nVary: Cookie\r\nETag: "e"\r\nretry-after: 5\r\nContent-Length: 0\r\n\r\n'
    answer = PlainAnswer(Line(head), method="GET")
    answer.begin()
    assert answer.getheaders() == [("ETag", '"e"'), ("retry-after", "5"), ("Content-Length", "0")]


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN)
def test_a_broken_head_is_refused(data):
    with pytest.raises(HTTPException):
        PlainAnswer(Line(data), method="GET").begin()
