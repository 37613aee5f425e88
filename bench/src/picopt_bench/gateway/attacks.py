"""Connections that are no requests: silent ones from many addresses, hoards from one, heads that never end."""

import selectors
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any, Final
from urllib.parse import urlsplit

import urllib3

ADDRESSES: Final = 200
SILENT: Final = 10_000
HOARD: Final = 500
SLOW_HEADS: Final = 500
SECONDS: Final = 15
_PATIENCE: Final = 5.0
"""Seconds after which a usual client has been failed."""


class Watch:
    """Usual clients that ask all the time; how many of their requests were not answered."""

    def __init__(self) -> None:
        self.asked = 0
        self.failed = 0
        self.slowest = 0.0

    def summary(self) -> dict[str, float]:
        """Requests, failures, and the slowest answer in milliseconds."""
        return {"asked": self.asked, "failed": self.failed, "slowest_ms": round(self.slowest * 1e3, 1)}


def measure(url: str, headers: Callable[[], dict[str, str]]) -> dict[str, Any]:
    """What other clients notice of each attack, and how many connections were held meanwhile."""
    with watching(url, headers) as watch:
        held = hold(url, [f"127.0.{10 + number // 100}.{1 + number % 100}" for number in range(ADDRESSES)], SILENT)
    with watching(url, headers) as watch_one:
        hoard = hold(url, ["127.0.40.1"], HOARD)
    with watching(url, headers) as watch_slow:
        slow_heads(url, SLOW_HEADS)
    return {
        "silent": {"connections": held, "addresses": ADDRESSES, **watch.summary()},
        "hoard": {"connections": hoard, "addresses": 1, **watch_one.summary()},
        "slow_heads": {"connections": SLOW_HEADS, **watch_slow.summary()},
    }


@contextmanager
def watching(url: str, headers: Callable[[], dict[str, str]], clients: int = 4) -> Iterator[Watch]:
    """Ask for the account all the time of the block, on new connections and kept ones in turns."""
    watch, stop = Watch(), threading.Event()
    threads = [threading.Thread(target=_ask, args=(url, headers, watch, stop)) for _ in range(clients)]
    for thread in threads:
        thread.start()
    try:
        yield watch
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _ask(url: str, headers: Callable[[], dict[str, str]], watch: Watch, stop: threading.Event) -> None:
    pool = urllib3.connection_from_url(url, maxsize=1)
    while not stop.wait(0.02):
        if watch.asked % 2:
            pool.close()
            pool = urllib3.connection_from_url(url, maxsize=1)
        started = time.perf_counter()
        watch.asked += 1
        try:
            answer = pool.request("GET", "/v1/account", headers=headers(), retries=False, timeout=_PATIENCE)
            watch.failed += answer.status != 200
        except urllib3.exceptions.HTTPError:
            watch.failed += 1
        watch.slowest = max(watch.slowest, time.perf_counter() - started)


def hold(url: str, addresses: list[str], count: int) -> int:
    """Open `count` silent connections in turns from the addresses, hold them a while; how many there were at once."""
    with ExitStack() as stack:
        for number in range(count):
            stack.enter_context(_connect(url, addresses[number % len(addresses)]))
        time.sleep(SECONDS)
    return count


def slow_heads(url: str, count: int) -> None:
    """Send heads a byte at a time; whoever is cut off comes again."""
    connections = [_slow_head(url, number) for number in range(count)]
    with selectors.DefaultSelector() as selector:
        for number, connection in enumerate(connections):
            selector.register(connection, selectors.EVENT_READ, number)
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            for key, _events in selector.select(timeout=0):  # closed, or an answer: begin anew
                selector.unregister(key.fileobj)
                connections[key.data].close()
                connections[key.data] = _slow_head(url, key.data)
                selector.register(connections[key.data], selectors.EVENT_READ, key.data)
            for connection in connections:
                _drip(connection)
            time.sleep(0.5)
    for connection in connections:
        connection.close()


def _slow_head(url: str, number: int) -> socket.socket:
    connection = _connect(url, f"127.0.50.{1 + number % 50}")
    connection.sendall(b"GET /v1/account HTTP/1.1\r\nHost: x\r\nX-A: ")
    connection.settimeout(0)
    return connection


def _drip(connection: socket.socket) -> None:
    with suppress(OSError):  # closed: the selector notices
        connection.send(b"a")


def _connect(url: str, address: str) -> socket.socket:
    parts = urlsplit(url)
    return socket.create_connection((parts.hostname, parts.port), timeout=10, source_address=(address, 0))
