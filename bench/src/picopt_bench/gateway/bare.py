"""What any gateway costs at least: the same server, the same HTTP client, and no check, log or limit.

Started as a program (`python -m picopt_bench.gateway.bare PLATFORM PORT THREADS`), measured beside the real one.
"""

import os
import sys
from collections.abc import Iterable
from typing import Any, Final
from wsgiref.types import StartResponse, WSGIEnvironment

import urllib3

from picopt_runtime.serving import Serving, serve

_PLATFORM: Final = "PICOPT_BENCH_PLATFORM"
_BUFFER: Final = 128 * 1024  # as the gateway's
_BLOCK: Final = 256 * 1024
_UP: Final = {"HTTP_AUTHORIZATION": "Authorization", "CONTENT_TYPE": "Content-Type"} | {
    "HTTP_IDEMPOTENCY_KEY": "Idempotency-Key",
    "CONTENT_LENGTH": "Content-Length",
}
_HOP: Final = {"connection", "transfer-encoding", "keep-alive", "server", "date"}
_pool = urllib3.connection_from_url(os.environ.get(_PLATFORM, "http://127.0.0.1:9"), maxsize=128, blocksize=_BLOCK)


def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Pass the request to the platform and its answer back."""
    length = int(environ.get("CONTENT_LENGTH") or 0)
    headers = {name: environ[key] for key, name in _UP.items() if environ.get(key)}
    body: Any = _Body(environ["wsgi.input"], length) if length else None
    answer = _pool.urlopen(
        environ["REQUEST_METHOD"], environ["PATH_INFO"], body=body, headers=headers, retries=False, redirect=False
    )
    passed = [(name, value) for name, value in answer.headers.items() if name.lower() not in _HOP]
    start_response(f"{answer.status} {answer.reason}", passed)
    return [answer.data]


class _Body:
    """A file that ends where the request's body does: the server's would wait for more."""

    def __init__(self, stream: Any, length: int) -> None:
        self._stream, self._left = stream, length

    def read(self, size: int = -1) -> bytes:
        block: bytes = self._stream.read(min(self._left, size if size >= 0 else self._left))
        self._left -= len(block)
        return block


def main() -> None:
    """Serve until SIGTERM."""
    platform, port, threads = sys.argv[1:]
    os.environ |= {_PLATFORM: platform, "MALLOC_ARENA_MAX": "2"}
    serve(
        Serving(
            target="picopt_bench.gateway.bare:app",
            host="127.0.0.1",
            port=int(port),
            threads=int(threads),
            idle_seconds=10,
            log_level="warning",
            buffer_bytes=_BUFFER,
        )
    )


if __name__ == "__main__":
    main()
