"""Workers that are killed, one or the other, again and again."""

import os
import random
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager

import psycopg

Process = subprocess.Popen[bytes]

_ENTRIES_IN_HAND = "SELECT count(*) FROM procrastinate_jobs WHERE worker_id = %s AND status = 'doing'"


class _Worker:
    """A worker process and its number in the queue."""

    def __init__(self, start: Callable[[], Process], database: "psycopg.Connection[tuple[int]]") -> None:
        known = _numbers(database)
        self._database, self._process = database, start()
        while not (new := _numbers(database) - known):
            if self._process.poll() is not None:
                raise RuntimeError("a worker ended before it told the queue of itself")
            time.sleep(0.1)
        (self._number,) = new

    def kill(self) -> int:
        """Kill it with all its children; how many entries of the queue it had in hand."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        # Nobody returns them to the queue before two heartbeats were missed.
        held = self._database.execute(_ENTRIES_IN_HAND, [self._number]).fetchone()
        return held[0] if held else 0


def _numbers(database: "psycopg.Connection[tuple[int]]") -> set[int]:
    return {number for (number,) in database.execute("SELECT id FROM procrastinate_workers")}


@contextmanager
def workers_that_die(start: Callable[[], Process], database_url: str, seed: int) -> Iterator[list[int]]:
    """Two workers, of which one or the other is killed and started anew every few seconds until the block ends.

    Yields a list that grows by each death: how many entries of the queue the killed one had in hand.
    """
    deaths: list[int] = []
    chance, over = random.Random(seed), threading.Event()
    with psycopg.connect(database_url, autocommit=True) as database:
        pair = [_Worker(start, database) for _ in range(2)]

        def kill_again_and_again() -> None:
            while not over.wait(chance.uniform(3, 8)):
                place = chance.randrange(2)
                deaths.append(pair[place].kill())
                pair[place] = _Worker(start, database)

        with ThreadPoolExecutor(1) as thread:
            killing = thread.submit(kill_again_and_again)
            try:
                yield deaths
            finally:
                over.set()
                wait([killing])
                for worker in pair:
                    worker.kill()
            killing.result()
