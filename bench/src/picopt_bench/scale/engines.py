"""How much work a queue entry is for an engine: PostgreSQL by procrastinate's own functions, Redis Streams beside it.

An entry is written, handed to one of several workers, and taken away when it is done; nothing is done with it. What is
counted is the processor time of the server, the part that cannot be bought twice for one queue.
"""

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any, Final

import psycopg
import redis

from picopt_standalone.postgres import temporary_postgres
from picopt_standalone.redis import temporary_redis

WORKERS: Final = 4
_TICK: Final = os.sysconf("SC_CLK_TCK")
_STREAM: Final = "items"
_DEFER: Final = """SELECT procrastinate_defer_jobs_v1(ARRAY[
    ROW('bulk', 'run_item', 0, NULL, NULL, '{"item_id": "itm_x"}', NULL)::procrastinate_job_to_defer_v1])"""
_BACKLOG: Final = """
    INSERT INTO procrastinate_jobs (queue_name, task_name, args)
    SELECT 'bulk', 'run_item', '{"item_id": "itm_x"}' FROM generate_series(1, %s)"""


def measure_postgresql(entries: int, backlog: int, prepare: Callable[[str], None]) -> dict[str, float]:
    """Milliseconds of the server's processor an entry, and entries a second, before `backlog` entries that wait.

    `prepare` makes the queue's tables in the database at a URL.
    """
    with temporary_postgres() as url:
        prepare(url)
        with psycopg.connect(url, autocommit=True) as database:
            database.execute(_BACKLOG, [backlog])
            database.execute("ANALYZE")
            server = _postmaster(database)

        def work(own: "psycopg.Connection[Any]", count: int) -> None:
            worker = own.execute("SELECT procrastinate_register_worker_v1()").fetchone()
            for _ in range(count):
                own.execute(_DEFER)
                job = own.execute("SELECT id FROM procrastinate_fetch_job_v2(NULL, %s)", worker).fetchone()
                own.execute("SELECT procrastinate_finish_job_v1(%s, 'succeeded', TRUE)", job)

        with ExitStack() as stack:  # a process that has ended is counted only later
            workers = [stack.enter_context(psycopg.connect(url, autocommit=True)) for _ in range(WORKERS)]
            return _race([partial(work, worker) for worker in workers], entries, lambda: _cpu_of_tree(server))


def measure_redis(entries: int, backlog: int) -> dict[str, float]:
    """The same of a stream with a group of readers, its log written to disk every second."""
    with temporary_redis() as server:
        client = redis.Redis.from_url(server.url)
        client.config_set("appendonly", "yes")
        client.xgroup_create(_STREAM, "workers", id="0", mkstream=True)
        with client.pipeline(transaction=False) as many:
            for _ in range(backlog):
                many.xadd(_STREAM, {"item_id": "itm_x"})
            many.execute()

        def work(count: int) -> None:
            own = redis.Redis.from_url(server.url)
            for _ in range(count):
                own.xadd(_STREAM, {"item_id": "itm_x"})
                found: Any = own.xreadgroup("workers", str(threading.get_ident()), {_STREAM: ">"}, count=1)
                entry = found[0][1][0][0]
                own.xack(_STREAM, "workers", entry)
                own.xdel(_STREAM, entry)
            own.close()

        measured = _race([work] * WORKERS, entries, lambda: _cpu_of_tree(server.pid))
        client.close()
    return measured


def _race(works: Sequence[Callable[[int], None]], entries: int, cpu: Callable[[], float]) -> dict[str, float]:
    share = entries // len(works)
    threads = [threading.Thread(target=work, args=(share,)) for work in works]
    used, began = cpu(), time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds, done = time.monotonic() - began, len(works) * share
    return {
        "cpu_ms_per_entry": round(1000 * (cpu() - used) / done, 4),
        "entries_per_s": round(done / seconds, 1),
    }


def _postmaster(database: "psycopg.Connection[Any]") -> int:
    """The process of which all of the server's processes are children."""
    (backend,) = database.execute("SELECT pg_backend_pid()").fetchone() or (0,)
    return int(Path(f"/proc/{backend}/stat").read_text().rpartition(")")[2].split()[1])


def _cpu_of_tree(root: int) -> float:
    """Processor seconds of a process and its children, of those that have ended too."""
    total = sum(int(field) for field in _fields(root)[11:15])
    return (total + sum(sum(int(one) for one in _fields(child)[11:13]) for child in _children(root))) / _TICK


def _children(root: int) -> Iterator[int]:
    for place in Path("/proc").glob("[0-9]*"):
        fields = _fields(int(place.name))
        if fields and int(fields[1]) == root:
            yield int(place.name)


def _fields(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return ["0"] * 15
