"""Workers that are killed, one or the other, again and again."""

import os
import random
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Final

import psycopg

Process = subprocess.Popen[bytes]

_PAUSE: Final = (3.0, 8.0)
"""Seconds between two kills."""
_ENTRIES_IN_HAND = "SELECT count(*) FROM procrastinate_jobs WHERE worker_id = %s AND status = 'doing'"


class _Worker:
    """A worker process and its number in the queue."""

    def __init__(self, start: Callable[[], Process], database: "psycopg.Connection[tuple[int]]") -> None:
        known = _numbers(database)
        self._database, self._process = database, start()
        try:
            self._number = self._wait_for_number(known)
        except BaseException:
            self.end()
            raise

    def _wait_for_number(self, known: set[int]) -> int:
        while not (new := _numbers(self._database) - known):
            if (code := self._process.poll()) is not None:
                raise RuntimeError(f"a worker ended with {code} before it told the queue of itself")
            time.sleep(0.1)
        (number,) = new
        return number

    def end(self) -> None:
        """Kill it with all its children, unless it has ended already."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def kill(self) -> int:
        """Kill it with all its children; how many entries of the queue it had in hand."""
        self.end()
        # Nobody returns them to the queue before two heartbeats were missed.
        held = self._database.execute(_ENTRIES_IN_HAND, [self._number]).fetchone()
        return held[0] if held else 0


def _numbers(database: "psycopg.Connection[tuple[int]]") -> set[int]:
    return {number for (number,) in database.execute("SELECT id FROM procrastinate_workers")}


@contextmanager
def workers_that_die(start: Callable[[], Process], database_url: str, seed: int) -> Iterator[list[int]]:
    """Two workers, of which one or the other is killed and started anew every few seconds until the block ends.

    Yields a list that grows by each death: how many entries of the queue the killed one had in hand. What ended the
    killing before its time is raised when the block ends, also where the block failed for want of workers.
    """
    deaths: list[int] = []
    chance, over = random.Random(seed), threading.Event()
    pair: list[_Worker] = []
    with psycopg.connect(database_url, autocommit=True) as database, ThreadPoolExecutor(1) as thread:

        def kill_again_and_again() -> None:
            while not over.wait(chance.uniform(*_PAUSE)):
                place = chance.randrange(2)
                deaths.append(pair[place].kill())
                pair[place] = _Worker(start, database)

        try:
            for _ in range(2):
                pair.append(_Worker(start, database))  # noqa: PERF401 -- the first is ended when the second fails
            killing = thread.submit(kill_again_and_again)
            try:
                yield deaths
            finally:
                over.set()
                killing.result()
        finally:
            for worker in pair:
                worker.end()
