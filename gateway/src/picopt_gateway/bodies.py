"""All request bodies that are being read: each holds a thread, so there are only so many."""

import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import IO

from picopt_gateway.problems import busy
from picopt_gateway.request_body import Pace, RequestBody
from picopt_gateway.settings import Settings


class Bodies:
    """At most half of the threads read bodies, and at most half of those for one caller."""

    def __init__(self, settings: Settings) -> None:
        self.limit = settings.threads // 2
        self._pace = Pace(
            seconds=settings.slow_seconds, bytes=int(settings.slow_seconds * settings.slow_bytes_per_second)
        )
        self._lock = threading.Lock()
        self._reading: Counter[str] = Counter()
        # More readers than places: one whose client has stalled goes on until the server has closed the connection.
        self._readers = ThreadPoolExecutor(settings.threads, thread_name_prefix="body")

    @property
    def reading(self) -> int:
        """Bodies being read now."""
        return self._reading.total()

    def open(self, stream: IO[bytes], length: int, caller: str) -> RequestBody:
        """Return a reader of exactly `length` bytes of `stream`, which takes one of the caller's places while used."""
        return RequestBody(stream, length, place=partial(self._place, caller), readers=self._readers, pace=self._pace)

    @contextmanager
    def _place(self, caller: str) -> Iterator[None]:
        """Hold one of the places, or raise `ApiError` (busy)."""
        with self._lock:
            if self._reading.total() >= self.limit or self._reading[caller] >= max(1, self.limit // 2):
                raise busy("Too many uploads at once. Try again in a moment.", seconds=2)
            self._reading[caller] += 1
        try:
            yield
        finally:
            with self._lock:
                self._reading[caller] -= 1
                if not self._reading[caller]:
                    del self._reading[caller]
