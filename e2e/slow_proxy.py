"""A proxy in front of the service that takes its time for every answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

import urllib3

SLOW = 3.0  # seconds; longer than a person expects of a click
HOP = {"host", "connection", "transfer-encoding", "content-length", "date", "server"}


@contextmanager
def slow_proxy(target: str) -> Iterator[str]:
    """Its address; requests reach `target` as they are, late."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Slow", (Proxy,), {"target": target, "ended": Event()}))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.RequestHandlerClass.ended.set()  # type: ignore[attr-defined] -- of the class made above
        server.shutdown()
        thread.join()
        server.server_close()


class Proxy(BaseHTTPRequestHandler):
    """Passes requests on."""

    target = ""
    ended = Event()

    def do(self) -> None:
        """One request, and its answer as it came."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name: value for name, value in self.headers.items() if name.lower() not in HOP}
        self.ended.wait(SLOW)
        answer = urllib3.request(
            self.command, self.target + self.path, body=body, headers=headers, redirect=False, decode_content=False
        )
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            if name.lower() not in HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.data)))
        self.end_headers()
        self.wfile.write(answer.data)

    do_GET = do_POST = do_PUT = do_PATCH = do_HEAD = do_DELETE = do  # noqa: N815 -- the base class's names

    def log_message(self, *_: object) -> None:
        """Say nothing."""
