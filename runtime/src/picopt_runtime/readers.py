"""Threads that read request bodies, each for one request at a time."""

import threading
from collections.abc import Callable
from contextvars import copy_context
from functools import partial
from queue import Empty, SimpleQueue
from typing import Generic, NoReturn, TypeVar

_T = TypeVar("_T")


class Reading(Generic[_T]):
    """Work that a reader does for a request, whose own thread waits for it."""

    def __init__(self, work: Callable[[], _T]) -> None:
        self._work = work
        self._context = copy_context()
        self._done: SimpleQueue[Callable[[], _T]] = SimpleQueue()

    def run(self) -> None:
        """Do the work. Called by the reader."""
        try:
            result = self._context.run(self._work)
        except BaseException as error:  # noqa: BLE001 -- the request's thread raises it
            self._done.put(partial(_raise, error))
        else:
            self._done.put(lambda: result)

    def wait(self, seconds: float) -> Callable[[], _T] | None:
        """What returns or raises what the work did, once; None when the work takes longer."""
        try:
            return self._done.get(timeout=seconds)
        except Empty:
            return None


def _raise(error: BaseException) -> NoReturn:
    raise error


class Readers:
    """At most `most` threads, started as they are needed.

    `concurrent.futures` does the same with five locks for each piece of work, at half of what a quote costs in all.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._threads = 0
        self._open = 0  # work that is not done
        self._queue: SimpleQueue[Callable[[], None]] = SimpleQueue()

    def start(self, reading: Reading[_T]) -> None:
        """Let a reader do this, as soon as one is free. Raises `RuntimeError` when the system lets us have none."""
        with self._lock:
            self._open += 1
            short = self._threads < min(self._open, self._most)
            self._threads += short
        if short:
            self._add_reader()
        self._queue.put(reading.run)

    def _add_reader(self) -> None:
        try:
            threading.Thread(target=self._read, name="body", daemon=True).start()
        except RuntimeError:  # none to be had at this moment: the readers that are there do it
            with self._lock:
                self._threads -= 1
                if not self._threads:
                    self._open -= 1
                    raise

    def _read(self) -> None:
        while True:
            self._queue.get()()
            with self._lock:
                self._open -= 1
