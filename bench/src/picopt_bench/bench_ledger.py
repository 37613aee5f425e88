"""`make bench-ledger`: many processes race on one account until it runs dry; prove that no credit is lost or made.

In the middle references are repeated by every racer, processes are killed with SIGKILL, and grants end. Then the speed
of reserve + capture on one account and on several, in turns with two bare transactions of one insert and one update
each. A durable PostgreSQL (fsync on). Before all that, sites try to get work for nothing from a running service.
`PART=attacks` and `PART=race` measure these two parts alone.
"""

import multiprocessing
import os
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Literal

from rich.console import Console

from picopt_bench.goals import report
from picopt_bench.ledger_attacks import measure_attacks
from picopt_bench.ledger_order import Order
from picopt_bench.parts import Parts, Raw, asked_parts
from picopt_standalone.postgres import postgres

PROCESSES, THREADS = 4, 2
RACE_SECONDS = 60, 180  # at least, at most
OPERATIONS = 21_000  # enough
SPEED_SECONDS, SPEED_TURNS = 10, 3
KILL_EVERY_SECONDS = 2.5
RACERS = multiprocessing.get_context("forkserver")
CREDITS, GRANTS = 2_400, 48


def main() -> int:
    """Attack, race, prove, measure, print; exit code 1 when a goal is missed."""
    known = Parts("bench-ledger", {"attacks": measure_attacks, "race": measure_race}).run(asked_parts())
    if known is None:
        return 0
    details = {name: part["details"] for name, part in known.items()}
    Console().print_json(data=details)
    values = known["race"]["values"] | known["attacks"]["values"]
    return 0 if report("ledger", values, {"details": details}) and not details["race"]["errors"] else 1


def measure_race() -> Raw:
    """The race, its proof, and the speed of what was proven."""
    before = round(os.getloadavg()[0], 2)
    with postgres("bench-ledger", durable=True, fresh=True) as url, tempfile.TemporaryDirectory() as folder:
        set_up_django(url)
        race = run_race(Path(folder))
        proof = prove_race(race)
        speed = measure_speeds(Path(folder))
    compared = round(speed["one"] / speed["bare"], 3)
    values = {**proof, "reserve_capture_per_s": speed["one"], "reserve_capture_vs_bare": compared}
    return {"values": values, "details": describe(values, speed, race) | {"load_average_before": before}}


def set_up_django(url: str) -> None:
    """Point Django, here and in the racers, at the database and make the tables."""
    os.environ |= {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "picopt_saas.settings", "LOG_LEVEL": "WARNING"}
    import django
    from django.core.management import call_command

    django.setup()
    RACERS.set_forkserver_preload(["picopt_bench.ledger_racer"])
    call_command("migrate", verbosity=0)


@dataclass
class Race:
    """What happened: the account, the racers' logs, and what was seen while they ran."""

    account_id: str
    log: Path
    killed: int = 0
    negative_samples: int = 0
    samples: int = 0
    expired_midway: int = 0
    dry_after_s: float | None = None
    seconds: float = 0
    stopped: threading.Event = field(default_factory=threading.Event)


def run_race(folder: Path) -> Race:
    """Racers against one account, a killer, a sweeper of ended grants and an observer, for a limited time."""
    race = Race(account_id=open_account(), log=folder / "race.log")
    started = time.time()
    with beside(observe, race), beside(sweep, race):
        keep_racing(race, started)
    race.seconds = time.time() - started
    return race


def open_account() -> str:
    """An account with many grants; every second one ends during the race."""
    from django.utils import timezone

    from picopt_saas.accounts.models import Account
    from picopt_saas.billing import ledger

    account = Account.objects.create(name="Race")
    for number in range(GRANTS):
        # About as fast as the racers use them up: some grants end unused, some while parts of them are held.
        seconds = 3 + number * 0.4 if number % 2 else 86_400
        ends = timezone.now() + timedelta(seconds=seconds)
        ledger.grant(account, CREDITS // GRANTS, reference=f"race-{number}", expires_at=ends)
    return account.pk


def keep_racing(race: Race, started: float) -> None:
    """Keep the processes running and kill one now and then, until the time is over or the account has been dry."""
    chance = random.Random(1)
    first = Order(
        mode="race",
        account_id=race.account_id,
        log=race.log,
        stop=race.log.with_suffix(".stop"),
        seed="race",
        threads=THREADS,
        began=started,
        ends=started + RACE_SECONDS[1],
    )
    racers = [start_racer(replace(first, seed=f"p{number}")) for number in range(PROCESSES)]
    while not race_is_over(race, started):
        time.sleep(KILL_EVERY_SECONDS)
        victim = chance.randrange(len(racers))
        racers[victim].kill()
        racers[victim].join()
        race.killed += 1
        racers[victim] = start_racer(replace(first, seed=f"k{race.killed}"))
    first.stop.touch()
    for racer in racers:
        racer.join(timeout=30)


def race_is_over(race: Race, started: float) -> bool:
    """Whether there were enough calls, time and an account without credits; or no time is left."""
    seconds = time.time() - started
    if seconds < RACE_SECONDS[0] or not race.log.exists():
        return False
    enough = race.dry_after_s is not None and race.log.read_bytes().count(b"\n") >= OPERATIONS
    return enough or seconds > RACE_SECONDS[1] - 2 * KILL_EVERY_SECONDS


def start_racer(order: Order) -> BaseProcess:
    """A racing process; see `ledger_racer`."""
    process = RACERS.Process(target=run_racer, args=(order,), daemon=True)
    process.start()
    return process


def run_racer(order: Order) -> None:
    """In the racer: its module was imported by the fork server before."""
    from picopt_bench import ledger_racer

    ledger_racer.run(order)


@contextmanager
def beside(work: Any, race: Race) -> Iterator[None]:
    """Run `work(race)` in a thread for the time of the block."""
    thread = threading.Thread(target=work, args=(race,))
    thread.start()
    try:
        yield
    finally:
        race.stopped.set()
        thread.join()


def observe(race: Race) -> None:
    """Look at every balance, as another session sees it, many times a second."""
    from django.db import connection

    started = time.time()
    with connection.cursor() as cursor:
        while not race.stopped.wait(0.03):
            cursor.execute(
                """SELECT least(available, held, used, expired, revoked, debt,
                                (SELECT min(remaining) FROM billing_grant)), available
                   FROM billing_wallet WHERE account_id = %s""",
                [race.account_id],
            )
            lowest, available = cursor.fetchone()
            race.samples += 1
            race.negative_samples += lowest < 0
            if available == 0 and race.dry_after_s is None:
                race.dry_after_s = round(time.time() - started, 1)
    connection.close()


def sweep(race: Race) -> None:
    """Let grants expire, as the periodic task does."""
    from django.db import connection

    from picopt_saas.accounts.models import Account
    from picopt_saas.billing import ledger

    account = Account.objects.get(pk=race.account_id)
    while not race.stopped.wait(0.5):
        race.expired_midway += ledger.expire(account)
    connection.close()


def prove_race(race: Race) -> dict[str, int]:
    """Count what must be zero, from the racers' own logs and from the tables; end forgotten holds first."""
    from django.utils import timezone

    from picopt_saas.billing import ledger
    from picopt_saas.billing.ledger.proof import prove

    ledger.expire_holds(now=timezone.now() + timedelta(hours=73), at_most=100_000)
    lines = [line.split() for line in race.log.read_text().splitlines()]
    answered = Counter(reference for name, reference, done in lines if name == "capture" and done == "1")
    proofs = prove()
    return {
        "negative_balances": race.negative_samples + sum(min(vars(proof.balance).values()) < 0 for proof in proofs),
        "double_charges": sum(count > 1 for count in answered.values()) + charged_twice(),
        "unbalanced_accounts": sum(bool(proof.faults) or proof.balance.held != 0 for proof in proofs),
        "operations": sum(name != "error" for name, _, _ in lines),
        "errors": sum(name == "error" for name, _, _ in lines),
        "repeated_calls": len(lines) - len({(name, reference) for name, reference, _ in lines}),
        "references": len({reference for _, reference, _ in lines}),
    }


def charged_twice() -> int:
    """References with more credits moved to used than their hold was for."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT count(*) FROM (
                 SELECT moved.reference FROM billing_transfer moved LEFT JOIN billing_hold hold USING (reference)
                 WHERE moved.kind = 'capture'
                 GROUP BY moved.reference HAVING sum(moved.amount) > min(hold.credits)) twice"""
        )
        return int(cursor.fetchone()[0])


def measure_speeds(folder: Path) -> dict[str, float]:
    """Pairs a second on one account and on four, and bare ones; in turns, so that a slow minute meets both alike."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare_row (reference text PRIMARY KEY, credits int NOT NULL)")
        cursor.execute("CREATE TABLE bare_wallet (account_id text PRIMARY KEY, moved bigint NOT NULL)")
    turns: dict[str, list[float]] = {"one": [], "bare": []}
    for turn in range(SPEED_TURNS):
        turns["one"].append(measure_speed(folder / f"one-{turn}.log", 1, "pairs"))
        turns["bare"].append(measure_speed(folder / f"bare-{turn}.log", 1, "bare_pairs"))
    speed = {name: round(sum(values) / SPEED_TURNS, 1) for name, values in turns.items()}
    return {**speed, "four": measure_speed(folder / "four.log", 4, "pairs"), "disk": measure_disk()}


def measure_speed(log: Path, accounts: int, mode: Literal["pairs", "bare_pairs"]) -> float:
    """Pairs a second, by as many racers as in the race, on one account or on several."""
    from django.db import connection

    from picopt_saas.accounts.models import Account
    from picopt_saas.billing import ledger

    opened = [Account.objects.create(name=f"Speed {number}") for number in range(accounts)]
    for account in opened:
        ledger.grant(account, 1_000_000, reference=f"speed-{account.pk}", expires_at=None)
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO bare_wallet VALUES (%s, 0)", [account.pk])
    began = time.time()
    racers = [
        start_racer(
            Order(
                mode=mode,
                account_id=opened[number % accounts].pk,
                log=log,
                stop=log.with_suffix(".stop"),
                seed=f"{log.stem}-{number}",
                threads=THREADS,
                began=began,
                ends=began + SPEED_SECONDS,
            )
        )
        for number in range(PROCESSES)
    ]
    for racer in racers:
        racer.join(timeout=SPEED_SECONDS + 60)
    return round(log.read_text().count("capture ") / (time.time() - began), 1)


def measure_disk() -> float:
    """Commits a second of one connection that writes a row: the disk's part in a reservation and in a capture."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE disk (n int)")
        began, commits = time.time(), 0
        while time.time() < began + 3:
            cursor.execute("INSERT INTO disk VALUES (1)")
            commits += 1
    return round(commits / (time.time() - began), 1)


def describe(values: dict[str, Any], speed: dict[str, float], race: Race) -> dict[str, Any]:
    """What happened, beside the goals."""
    return {
        "errors": values["errors"],
        "references": values["references"],
        "repeated_calls": values["repeated_calls"],
        "processes_killed": race.killed,
        "credits_expired_midway": race.expired_midway,
        "dry_after_s": race.dry_after_s,
        "race_seconds": round(race.seconds, 1),
        "balance_samples": race.samples,
        "pairs_per_s_on_one_account": speed["one"],
        "pairs_per_s_on_four_accounts": speed["four"],
        "bare_pairs_per_s": speed["bare"],
        "commits_per_s_of_this_disk": speed["disk"],
        "racers": f"{PROCESSES} processes × {THREADS} threads",
        "cpus": os.cpu_count(),
    }


if __name__ == "__main__":
    sys.exit(main())
