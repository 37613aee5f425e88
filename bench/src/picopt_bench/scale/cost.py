"""What one image costs each part of the running service: processor time, log of the database, rows, bytes."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psycopg

from picopt_bench.queue.pictures import collect, make_pictures, order
from picopt_client import PictureOptimizer
from picopt_contract.settings import JobSettings
from picopt_contract.values import Pipeline
from picopt_standalone.stack import Stack

_TICK: Final = os.sysconf("SC_CLK_TCK")
# What stands in the command line of the first process of each part; its children belong to it.
_PARTS: Final = {"picopt_saas.serve": "platform", "procrastinate": "worker", "picopt_gateway": "gateway"}
_POSTGRES: Final = "postgres"
_WARM_UP: Final = 2


@dataclass(frozen=True)
class Snapshot:
    """Counters at one moment."""

    cpu_s: Mapping[str, float]
    wal_bytes: int
    table_bytes: int
    rows: int
    stored_bytes: int


def measure_cost(images: int) -> dict[str, float]:
    """The whole way of so many images of seven files, in one order, by one image."""
    with Stack("bench-scale", credits=5 * images, fresh=True, settings={"WORKER_PROCESSES": "1"}) as stack:
        client = PictureOptimizer(stack.url, stack.account.api_key)
        with make_pictures(_WARM_UP, seed=1) as pictures:  # models are loaded, pools are filled
            collect(client, order(client, pictures, Pipeline.ANALYZE_EXPORT, JobSettings()).id)
        with make_pictures(images, seed=2) as pictures:
            sent = sum(picture.item.bytes for picture in pictures)
            before = _look(stack)
            collected = collect(client, order(client, pictures, Pipeline.ANALYZE_EXPORT, JobSettings()).id)
            after = _look(stack)
    if collected != images:
        raise RuntimeError(f"{images - collected} of {images} images had no files")
    cpu = {f"{part}_cpu_ms": 1000 * (after.cpu_s[part] - before.cpu_s[part]) for part in after.cpu_s}
    differences = {
        "wal_bytes": after.wal_bytes - before.wal_bytes,
        "table_bytes": after.table_bytes - before.table_bytes,
        "rows": after.rows - before.rows,
        "original_bytes": sent,
        "result_bytes": after.stored_bytes - before.stored_bytes - sent,
    }
    return {name: round(value / images, 2) for name, value in {**cpu, **differences}.items()}


def _look(stack: Stack) -> Snapshot:
    with psycopg.connect(stack.database_url) as database:
        wal, size, rows = (
            database.execute(
                """SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn, pg_database_size(current_database()),
                          (SELECT sum(n_tup_ins) FROM pg_stat_user_tables WHERE relname NOT LIKE 'procrastinate%')"""
            ).fetchone()
            or ()
        )
    stored = sum(path.stat().st_size for path in (stack.folder / "storage").rglob("*") if path.is_file())
    return Snapshot(_cpu_seconds(), int(wal), int(size), int(rows), stored)


def _cpu_seconds() -> dict[str, float]:
    """Processor time of each part's living processes, all of them descendants of ours."""
    parents: dict[int, int] = {}
    seconds: dict[int, float] = {}
    named: dict[int, str | None] = {}
    for pid in (int(place.name) for place in Path("/proc").glob("[0-9]*")):
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            command = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
        except (FileNotFoundError, ProcessLookupError):
            continue
        parents[pid] = int(fields[1])
        seconds[pid] = (int(fields[11]) + int(fields[12])) / _TICK
        named[pid] = _part_of(command)
    total: dict[str, float] = {}
    for pid in parents:
        line = list(_ancestors(pid, parents))
        if os.getpid() in line and (part := next((named[one] for one in line if named.get(one)), None)):
            total[part] = total.get(part, 0.0) + seconds[pid]
    return total


def _part_of(command: str) -> str | None:
    words = command.replace("\0", " ")
    if words.startswith(_POSTGRES) or "/postgres " in words:
        return _POSTGRES
    return next((part for name, part in _PARTS.items() if name in words), None)


def _ancestors(pid: int, parents: Mapping[int, int]) -> Iterator[int]:
    while pid in parents:
        yield pid
        pid = parents[pid]
