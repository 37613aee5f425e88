"""All request bodies that are being read: each holds a thread, so there are only so many."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import IO

from picopt_gateway.pace import Pace
from picopt_gateway.places import Places
from picopt_gateway.request_body import RequestBody
from picopt_gateway.settings import Settings
from picopt_runtime.readers import Readers


class Bodies:
    """At most half of the threads read bodies, and at most half of those for one caller."""

    def __init__(self, settings: Settings) -> None:
        self._places = Places(settings.threads // 2, "Too many uploads at once. Try again in a moment.")
        self._pace = Pace.slowest(settings)
        # More readers than places: one whose client has stalled goes on until the server has closed the connection.
        self._readers = Readers(settings.threads)

    @property
    def reading(self) -> int:
        """Bodies being read now."""
        return self._places.taken

    def open(self, stream: IO[bytes], length: int, caller: str) -> RequestBody:
        """Return a reader of exactly `length` bytes of `stream`, which takes one of the caller's places while used."""
        return RequestBody(stream, length, place=partial(self._place, caller), readers=self._readers, pace=self._pace)

    @contextmanager
    def _place(self, caller: str) -> Iterator[None]:
        """Hold one of the places, or raise `ApiError` (busy)."""
        self._places.enter(caller)
        try:
            yield
        finally:
            self._places.leave(caller)
