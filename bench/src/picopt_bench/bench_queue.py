"""`make bench-queue`: what an image costs the database, what an idle worker does, and whether housekeeping keeps up.

An image is one of seven files, from quote to receipt, ordered twenty at a time, through the running service. All of it
takes most of an hour; `PART="idle speed"` measures single parts, which are put together when none is missing;
`PART=so-far` writes down what is known, and that the rest was not measured. Sizes can be made smaller for a try by
`BENCH_QUEUE_SMALL=1`; then nothing is written.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any, Final

import psycopg
from rich.console import Console

from picopt_bench.goals import goals_of, print_goals, report
from picopt_bench.parts import Parts, Raw, asked_parts
from picopt_bench.queue.dying import workers_that_die
from picopt_bench.queue.pictures import collect, make_pictures, order
from picopt_bench.queue.statements import StatementLog
from picopt_client import PictureOptimizer
from picopt_contract.settings import ExportSettings, JobSettings
from picopt_contract.values import FINAL_STATES, Format, ItemState, Pipeline
from picopt_standalone.paths import VAR
from picopt_standalone.postgres import postgres
from picopt_standalone.stack import Stack
from picopt_standalone.stack.stack import MANAGE

SMALL: Final = bool(os.environ.get("BENCH_QUEUE_SMALL"))
AN_ORDER: Final = 4 if SMALL else 20
IDLE_SECONDS: Final = 30 if SMALL else 600
HOUSES: Final = (2_000, 10_000) if SMALL else (100_000, 500_000)
SPEED_ITEMS: Final = 4 if SMALL else 60
KILLED_ITEMS: Final = 20 if SMALL else 500  # a part, of which there are four
KILLED_PARTS: Final = 4
SO_FAR: Final = "so-far"
_DONE: Final = (*FINAL_STATES, ItemState.READY)


def main() -> int:
    """Measure what is asked for; with all parts print and write the goals. Exit code 1 when one is missed."""
    os.environ["WORKER_PROCESSES"] = "1"
    parts, asked = Parts("bench-queue-small" if SMALL else "bench-queue", make_parts()), asked_parts()
    known = parts.known() if asked == [SO_FAR] else parts.run(asked)
    if known is None:
        return 0
    values, raw = combine(known), {"cpus": os.cpu_count(), "parts": known}
    Console().print_json(data=raw)
    if SMALL:
        print_goals("queue", values)
        return 0
    return 0 if report("queue", values, raw, unmeasured=goals_of("queue") - values.keys()) else 1


def make_parts() -> dict[str, Callable[[], Raw]]:
    """The parts by name."""
    small, large = HOUSES
    return {
        "images": partial(in_a_service, measure_images, workers=1),
        "idle": partial(in_a_service, measure_idle, workers=1),
        "speed": partial(in_a_service, measure_speed),
        **{f"kills-{n}": partial(in_a_service, partial(measure_kills, n)) for n in range(1, KILLED_PARTS + 1)},
        "house-small": partial(measure_housekeeping, small),
        "house-large": partial(measure_housekeeping, large),
    }


def combine(known: Mapping[str, Raw]) -> dict[str, float]:
    """The values of those goals whose parts are known."""
    values: dict[str, float] = {}
    if images := known.get("images"):
        values |= {
            "statements_per_picture": images["statements"],
            "transactions_per_picture": images["transactions"],
        }
    if idle := known.get("idle"):
        values |= {
            "idle_worker_transactions_per_s": idle["transactions_per_s"],
            "connections_per_worker": idle["connections"],
        }
    if speed := known.get("speed"):
        alone, two = speed["images_per_s"]
        values["workers_1_to_2_throughput"] = round(two / alone, 3)
    kills = [known[f"kills-{n}"] for n in range(1, KILLED_PARTS + 1) if f"kills-{n}" in known]
    if len(kills) == KILLED_PARTS:
        values["items_lost_or_twice"] = sum(part["lost"] + part["twice"] for part in kills)
    small, large = (
        sum(known.get(part, {"seconds": {}})["seconds"].values()) for part in ("house-small", "house-large")
    )
    if large:
        values["housekeeping_minutes_500k_items"] = round(large / 60, 2)
    if small and large:
        values["housekeeping_growth"] = round(large / (small * HOUSES[1] / HOUSES[0]), 3)
    return values


def in_a_service(measure: Callable[[Stack, PictureOptimizer], Raw], *, workers: int = 0) -> Raw:
    """Measure in a new service, with so many workers of one child each."""
    before = round(os.getloadavg()[0], 2)
    with Stack("bench-queue", credits=20_000, fresh=True, workers=0) as stack, working(stack, workers):
        measured = measure(stack, PictureOptimizer(stack.url, stack.account.api_key))
    return {**measured, "load_average_before": before}


@contextmanager
def working(stack: Stack, count: int) -> Iterator[list["subprocess.Popen[bytes]"]]:
    """So many workers of one child each, beside the stack's other processes."""
    started = [start_worker(stack) for _ in range(count)]
    try:
        yield started
    finally:
        for worker in started:
            worker.send_signal(signal.SIGTERM)
        for worker in started:
            worker.wait(timeout=60)


def start_worker(stack: Stack) -> "subprocess.Popen[bytes]":
    """One worker process; what it says stands beside what the stack's servers say."""
    with (stack.logs / "bench-worker.log").open("ab") as log:
        return subprocess.Popen(
            [*MANAGE, "procrastinate", "worker"],
            env={**os.environ, **stack.environment},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def measure_images(stack: Stack, client: PictureOptimizer) -> Raw:
    """Statements and transactions an image, all that the server was asked meanwhile, the worker's own care included."""
    log = StatementLog(stack.database_url, VAR / "postgres" / f"stack-{stack.name}" / "postgres.log")
    settings = JobSettings()
    with make_pictures(1, seed=1) as pictures:
        collect(client, order(client, pictures, Pipeline.ANALYZE_EXPORT, settings).id)
    with make_pictures(1, seed=2) as pictures:
        log.start()
        collect(client, order(client, pictures, Pipeline.ANALYZE_EXPORT, settings).id)
        alone = log.stop()
    with make_pictures(AN_ORDER, seed=3) as pictures:
        log.start()
        collected = collect(client, order(client, pictures, Pipeline.ANALYZE_EXPORT, settings).id)
        work = log.stop()
    return {
        "statements": round(work.statements / AN_ORDER, 1),
        "transactions": round(work.transactions / AN_ORDER, 1),
        "images": AN_ORDER,
        "collected": collected,
        "one_image_alone": {"statements": alone.statements, "transactions": alone.transactions},
        "most_frequent": {sql: round(count / AN_ORDER, 2) for sql, count in work.by_statement.most_common(40)},
    }


def measure_idle(stack: Stack, client: PictureOptimizer) -> Raw:
    """What one worker does when there is nothing to do, and how many connections it has."""
    log = StatementLog(stack.database_url, VAR / "postgres" / f"stack-{stack.name}" / "postgres.log")
    with make_pictures(1, seed=4, full=(160, 120), smaller=False) as pictures:
        collect(client, order(client, pictures, Pipeline.EXPORT, JobSettings()).id)  # it has worked, and rests
    with psycopg.connect(stack.database_url) as database:
        held = connections(database)
    log.start()
    time.sleep(IDLE_SECONDS)
    work = log.stop()
    return {
        "transactions_per_s": round(work.transactions / IDLE_SECONDS, 3),
        "connections": held,
        "seconds": IDLE_SECONDS,
        "most_frequent": work.by_statement.most_common(20),
    }


def connections(database: "psycopg.Connection[Any]") -> int:
    """Connections of workers: those that belong to no thread of the platform, which names itself."""
    found = database.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND application_name = %s",
        ["picopt-worker"],
    ).fetchone()
    return int(found[0]) if found else 0


def measure_speed(stack: Stack, client: PictureOptimizer) -> Raw:
    """Images a second of real imaging, with one worker and with two: the same images, from the order on."""
    settings = JobSettings(export=ExportSettings(format=Format.AVIF))
    speed = []
    for count in (1, 2):
        with make_pictures(SPEED_ITEMS, seed=11, comment=f"-{count}") as pictures, working(stack, count):
            time.sleep(10)  # so that starting is not measured
            job = order(client, pictures, Pipeline.EXPORT, settings)  # the client's sending is no worker's time
            began = time.monotonic()
            client.wait(job.id, seconds=3600)
            speed.append(round(SPEED_ITEMS / (time.monotonic() - began), 3))
    return {"images_per_s": speed, "images": SPEED_ITEMS}


def measure_kills(seed: int, stack: Stack, client: PictureOptimizer) -> Raw:
    """Kill one of two workers again and again; count items that did not end, or failed, or were charged more than once.

    Killing begins with the first order. Nothing is wrong with any of the images: one that fails was lost by us.
    """
    subscribe(stack, "agency")  # whose pace keeps two workers busy
    hundreds = range(0, KILLED_ITEMS, 100)
    with (
        make_pictures(KILLED_ITEMS, seed=20 + seed, full=(800, 600), smaller=False) as pictures,
        workers_that_die(partial(start_worker, stack), stack.database_url, seed) as deaths,
    ):
        jobs = [order(client, pictures[at : at + 100], Pipeline.EXPORT, JobSettings()).id for at in hundreds]
        while any(counts_open(client, job) for job in jobs):
            time.sleep(2)
    ended = [item for job in jobs for item in client.whole_job(job).items]
    collected = sum(collect(client, job) for job in jobs)
    failed = Counter(str(item.reason.code) for item in ended if item.state is ItemState.FAILED and item.reason)
    with psycopg.connect(stack.database_url) as database:
        twice = database.execute(
            "SELECT count(*) FROM (SELECT item_id FROM jobs_charge WHERE state = 'captured' "
            "GROUP BY item_id, line HAVING count(*) > 1) twice"
        ).fetchone()
        held = database.execute("SELECT count(*) FROM billing_hold WHERE state = 'held'").fetchone()
    return {
        "lost": KILLED_ITEMS - len(ended) + sum(item.state not in _DONE for item in ended) + failed.total(),
        "twice": twice[0] if twice else 0,
        "items": KILLED_ITEMS,
        "kills": len(deaths),
        "kills_with_work_in_hand": sum(held > 0 for held in deaths),
        "entries_in_killed_hands": sum(deaths),
        "collected": collected,
        "failed": dict(failed),
        "held_in_the_end": held[0] if held else 0,
    }


def subscribe(stack: Stack, plan: str) -> None:
    """Put the stack's account on a plan, whose limits of requests a minute it has from then on."""
    with psycopg.connect(stack.database_url) as database:
        database.execute(
            "INSERT INTO billing_subscription (account_id, plan, provider, provider_id, active, period_ends_at, "
            "told_at, told_rank) VALUES (%s, %s, 'bench', 'bench', true, now() + interval '30 days', now(), 0)",
            (stack.account.account_id, plan),
        )


def counts_open(client: PictureOptimizer, job_id: str) -> int:
    """Items of a job that a worker has still to do."""
    return sum(number for state, number in client.job(job_id).counts.items() if state not in _DONE)


def measure_housekeeping(items: int) -> Raw:
    """A day's housekeeping with so many items, on a database of its own."""
    with postgres("bench-queue-house", durable=True, fresh=True) as url, tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-m", "picopt_bench.queue.housekeeping", str(items), url, folder],
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
    told: Raw = json.loads(done.stdout.splitlines()[-1])
    return told


if __name__ == "__main__":
    sys.exit(main())
