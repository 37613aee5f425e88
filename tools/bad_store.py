"""A proxy before the S3 server that fails as stores do: refuses, breaks off, is slow, gives half and calls it all."""

import http.client
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

_HOP = {"connection", "transfer-encoding", "content-length"}
_BUSY = b"<?xml version='1.0'?><Error><Code>SlowDown</Code><Message>Reduce your request rate.</Message></Error>"


class BadStore(ThreadingHTTPServer):
    """`faults` counts what was done to whom."""

    daemon_threads = True

    def __init__(self, behind: str, *, seed: int) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.behind = urlsplit(behind).netloc
        self.faults: Counter[str] = Counter()
        self.is_bad = True
        self._lies: Counter[str] = Counter()
        self._chance = random.Random(seed)  # noqa: S311 -- which fault comes when, the same in every run
        self._lock = threading.Lock()

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def fault(self, method: str, path: str) -> str:
        """What is done to a request; half an object as if it were all of it at most twice for each."""
        kinds = {"GET": ("busy", "cut", "lie", "slow"), "PUT": ("busy", "unsure", "slow")}.get(method, ("busy",))
        with self._lock:
            if not self.is_bad or self._chance.random() < 0.5:
                return ""
            kind = self._chance.choice(kinds)
            if kind == "lie":
                self._lies[path] += 1
                kind = kind if self._lies[path] <= 2 else "cut"
            self.faults[kind] += 1
            return kind


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: BadStore

    def log_message(self, *_: object) -> None:
        """Nothing on standard error."""

    def _pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        fault = self.server.fault(self.command, self.path)
        if fault == "busy":
            self._answer(503, {"Content-Type": "application/xml"}, _BUSY)
            return
        if fault == "slow":
            time.sleep(0.3)
        status, headers, content = self._ask(body)
        if fault == "unsure":  # done, but nobody hears of it
            self.close_connection = True
            return
        half = content[: len(content) // 2] if fault in ("cut", "lie") and status == 200 else content
        self._answer(status, headers, half, announced=len(content if fault == "cut" else half))

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = _pass_on  # noqa: N815 -- http.server's names

    def _ask(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection(self.server.behind, timeout=30)
        try:
            # As it came, the host too: that is what was signed.
            connection.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
            for name, value in self.headers.items():
                if name.lower() != "expect":
                    connection.putheader(name, value)
            connection.endheaders(body or None)
            answer = connection.getresponse()
            headers = {name: value for name, value in answer.getheaders() if name.lower() not in _HOP}
            if self.command == "HEAD":
                headers["Content-Length"] = answer.getheader("Content-Length", "0")
            return answer.status, headers, answer.read()
        finally:
            connection.close()

    def _answer(self, status: int, headers: dict[str, str], content: bytes, *, announced: int | None = None) -> None:
        announced = len(content) if announced is None else announced
        self.send_response(status)
        for name, value in headers.items():
            # Checksums are not every store's, and half an object has none.
            if "checksum" not in name.lower():
                self.send_header(name, value)
        if self.command != "HEAD":
            self.send_header("Content-Length", str(announced))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)
        if announced != len(content):
            self.close_connection = True


@contextmanager
def bad_store(behind: str, *, seed: int) -> Iterator[BadStore]:
    """Before the server at `behind`, for the time of a `with`."""
    server = BadStore(behind, seed=seed)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
