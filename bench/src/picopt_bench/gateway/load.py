"""Load: closed loops over many connections, uploads of pictures that nobody has seen, and clients that crawl."""

import hashlib
import os
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from statistics import mean, median, quantiles
from urllib.parse import urlsplit

import urllib3

from picopt_bench.gateway.accounts import Caller


@dataclass(frozen=True)
class Request:
    """One request of the load; `headers` are made when it is sent, because tokens age."""

    method: str
    path: str
    headers: Callable[[], dict[str, str]]
    body: bytes | None = None


@dataclass
class Outcome:
    """Seconds of every request, and how long all of them took together."""

    latencies: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    seconds: float = 0
    bytes: int = 0

    @property
    def per_second(self) -> float:
        """Requests a second."""
        return len(self.latencies) / self.seconds

    def summary(self) -> dict[str, float]:
        """Milliseconds."""
        cuts = quantiles(self.latencies, n=100)
        return {
            "requests_per_s": round(self.per_second, 1),
            "mean_ms": round(mean(self.latencies) * 1e3, 2),
            "p50_ms": round(median(self.latencies) * 1e3, 2),
            "p99_ms": round(cuts[98] * 1e3, 2),
            "failures": len(self.failures),
        }


class Load:
    """`connections` clients, each with a connection of its own that is kept."""

    def __init__(self, url: str, connections: int) -> None:
        self._pool = urllib3.connection_from_url(url, maxsize=connections, block=True, blocksize=256 * 1024)
        self._connections = connections

    def run(self, clients: Sequence[Iterable[Request]]) -> Outcome:
        """Let every client send its requests one after the other, all clients at once."""
        outcome = Outcome()
        with ThreadPoolExecutor(self._connections) as threads:
            started = time.perf_counter()
            list(threads.map(lambda requests: self._send_all(requests, outcome), clients))
            outcome.seconds = time.perf_counter() - started
        return outcome

    def _send_all(self, requests: Iterable[Request], outcome: Outcome) -> None:
        for request in requests:
            started = time.perf_counter()
            answer = self._pool.request(
                request.method, request.path, body=request.body, headers=request.headers(), retries=False, timeout=120
            )
            if answer.status >= 400:
                outcome.failures.append(f"{answer.status} {answer.data[:300]!r}")
                continue
            outcome.latencies.append(time.perf_counter() - started)
            outcome.bytes += len(request.body or b"")


def for_seconds(seconds: float, make: Callable[[], Request]) -> Iterator[Request]:
    """Requests until the time is over."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        yield make()


def new_picture(size: int) -> tuple[str, bytes]:
    """Bytes that begin like a JPEG and that no other call returns, with their SHA-256."""
    begins, known = _beginning(size - 16)
    ends, hashed = os.urandom(16), known.copy()
    hashed.update(ends)
    return hashed.hexdigest(), begins + ends


@cache
def _beginning(size: int) -> tuple[bytes, "hashlib._Hash"]:
    """What all pictures have in common, and its hash so far: hashing each anew takes longer than sending it."""
    block = os.urandom(1 << 20)
    data = b"\xff\xd8\xff\xe0" + (block * (size // len(block) + 1))[: size - 4]
    return data, hashlib.sha256(data)


def upload(prefix: str, headers: Callable[[], dict[str, str]], size: int) -> Request:
    """The request that sends a new picture of `size` bytes."""
    sha256, data = new_picture(size)
    return Request("PUT", f"{prefix}/v1/images/{sha256}", headers, data)


@contextmanager
def crawling(url: str, callers: Sequence[Caller], bytes_per_second: int) -> Iterator[dict[str, int]]:
    """Clients that upload too slowly, all the time of the block; whoever is cut off comes again.

    Yields a count of the answers that they got, by status.
    """
    answers: dict[str, int] = {}
    stop = threading.Event()
    thread = threading.Thread(target=_crawl, args=(url, callers, bytes_per_second, stop, answers))
    thread.start()
    try:
        yield answers
    finally:
        stop.set()
        thread.join()


def _crawl(url: str, callers: Sequence[Caller], rate: int, stop: threading.Event, answers: dict[str, int]) -> None:
    crawlers = [_Crawler(url, caller) for caller in callers]
    while not stop.wait(0.1):
        for crawler in crawlers:
            if status := crawler.step(rate // 10):
                answers[status] = answers.get(status, 0) + 1
    for crawler in crawlers:
        crawler.connection.close()


class _Crawler:
    """One client that uploads a little at a time."""

    def __init__(self, url: str, caller: Caller) -> None:
        self._url = urlsplit(url)
        self._caller = caller
        self.connection = self._connect()

    def step(self, size: int) -> str:
        """Send `size` bytes; return the status when an answer has come, and start again then."""
        try:
            self.connection.send(b"x" * size)
            status = self.connection.recv(4096)[9:12].decode() or "closed"
        except BlockingIOError:
            return ""
        except OSError:
            status = "closed"
        self.connection.close()
        self.connection = self._connect()
        return status

    def _connect(self) -> socket.socket:
        connection = socket.create_connection((self._url.hostname, self._url.port), timeout=10)
        head = f"PUT /v1/images/{os.urandom(32).hex()} HTTP/1.1\r\nHost: bench\r\nContent-Length: 8000000\r\n"
        connection.sendall((head + f"Authorization: Bearer {self._caller.key}\r\n\r\n").encode())
        connection.settimeout(0)
        return connection
