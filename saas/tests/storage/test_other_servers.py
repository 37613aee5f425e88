"""Servers that speak S3 and are not Amazon's: none of its newer headers, no deletion of many objects at once."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest

from picopt_saas.storage.port import NotDeleted, ObjectMissing, StorageUnavailable
from picopt_saas.storage.s3 import S3Storage

ERROR = "<Error><Code>{}</Code><Message>no</Message></Error>"


class OldServer(ThreadingHTTPServer):
    """Keeps objects; refuses what it does not know, as Backblaze and Google do."""

    def __init__(self):
        self.objects, self.kept = {}, set()
        self.at_once, self.each, self.asked = (501, "NotImplemented"), None, []
        super().__init__(("127.0.0.1", 0), Talk)
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()


class Talk(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_PUT(self):
        body = self._body()
        if self._is_known():
            self.server.objects[self._key()] = body
            self._say(200)

    def do_GET(self):
        data = self.server.objects.get(self._key())
        self._say(404, ERROR.format("NoSuchKey").encode()) if data is None else self._say(200, data)

    def do_POST(self):
        self._body()
        if self._is_known():
            status, code = self.server.at_once
            self._say(status, ERROR.format(code).encode())

    def do_DELETE(self):
        self.server.asked.append(self._key())
        if self.server.each:
            status, code = self.server.each
            self._say(status, ERROR.format(code).encode())
            return
        if self._key() not in self.server.objects:
            self._say(404, ERROR.format("NoSuchKey").encode())
            return
        if self._key() in self.server.kept:
            self._say(403, ERROR.format("AccessDenied").encode())
            return
        self.server.objects.pop(self._key())
        self._say(204)

    def _key(self):
        return urlsplit(self.path).path

    def _body(self):
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def _is_known(self):
        new = [name for name in self.headers if name.lower().startswith(("x-amz-checksum", "x-amz-sdk-checksum"))]
        if new or "aws-chunked" in self.headers.get("Content-Encoding", ""):
            self._say(400, ERROR.format("InvalidArgument").encode())
        return not new

    def _say(self, status, body=b""):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    server = OldServer()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def store(server):
    return S3Storage("ours", "some", endpoint=f"http://127.0.0.1:{server.server_port}")


def test_bytes_are_kept_and_given_back(store):
    assert store.write("a/one", [b"some ", b"bytes"]) == 10
    assert b"".join(store.read("a/one")) == b"some bytes"
    with pytest.raises(ObjectMissing):
        store.read("a/two")


def test_many_objects_are_deleted_one_by_one(store, server):
    for name in "abc":
        store.write(name, [b"x"])
    server.kept.add("/ours/some/b")
    with pytest.raises(NotDeleted) as left:
        store.delete("a", "b", "c", "never there")
    assert left.value.keys == {"b"}
    assert list(server.objects) == ["/ours/some/b"]


@pytest.mark.parametrize(
    ("at_once", "each"),
    [
        ((400, "ExpiredToken"), (400, "ExpiredToken")),
        ((501, "NotImplemented"), (503, "SlowDown")),
    ],
)
def test_a_server_that_is_away_is_not_asked_for_each_object(store, server, at_once, each):
    """And is not taken for one that keeps these objects."""
    server.at_once, server.each = at_once, each
    with pytest.raises(StorageUnavailable) as away:
        store.delete("a", "b", "c")
    assert not isinstance(away.value, NotDeleted)
    assert set(server.asked) == {"/ours/some/a"}
