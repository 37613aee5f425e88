"""`make bench-ledger`: many processes race on one account until it runs dry; prove that no credit is lost or made.

In the middle references are repeated by every racer, processes are killed with SIGKILL, and grants end. Then the speed
of reserve + capture on one account and on several. A durable PostgreSQL (fsync on); bounded to about three minutes.
"""

import json
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
from typing import Any

from rich.console import Console
from rich.table import Table

from picopt_bench.ledger_order import Order
from picopt_standalone.postgres import postgres

RESULT = Path(__file__).parents[2] / "results" / "ledger.json"
PROCESSES, THREADS = 4, 2
RACE_SECONDS = 75
SPEED_SECONDS = 10
KILL_EVERY_SECONDS = 2.5
RACERS = multiprocessing.get_context("forkserver")
CREDITS, GRANTS = 2_400, 48
GOALS = {
    "negative_balances": ("<=", 0),
    "double_charges": ("<=", 0),
    "unbalanced_accounts": ("<=", 0),
    "operations": (">=", 20_000),
    "reserve_capture_per_s": (">=", 200),
}


def main() -> int:
    """Race, prove, measure, print; exit code 1 when a goal is missed."""
    with postgres("bench-ledger", durable=True, fresh=True) as url, tempfile.TemporaryDirectory() as folder:
        set_up_django(url)
        race = run_race(Path(folder))
        proof = prove_race(race)
        speed = {name: measure_speed(Path(folder), accounts) for name, accounts in (("one", 1), ("four", 4))}
    return report({**proof, "reserve_capture_per_s": speed["one"]}, speed, race)


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
        seed="race",
        threads=THREADS,
        began=started,
        ends=started + RACE_SECONDS,
    )
    racers = [start_racer(replace(first, seed=f"p{number}")) for number in range(PROCESSES)]
    while time.time() < first.ends - 2 * KILL_EVERY_SECONDS:
        time.sleep(KILL_EVERY_SECONDS)
        victim = chance.randrange(len(racers))
        racers[victim].kill()
        racers[victim].join()
        race.killed += 1
        racers[victim] = start_racer(replace(first, seed=f"k{race.killed}"))
    for racer in racers:
        racer.join(timeout=30)


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


def measure_speed(folder: Path, accounts: int) -> float:
    """Pairs of reserve and capture a second, by as many racers as in the race, on one account or on several."""
    from picopt_saas.accounts.models import Account
    from picopt_saas.billing import ledger

    log = folder / f"speed-{accounts}.log"
    opened = [Account.objects.create(name=f"Speed {number}") for number in range(accounts)]
    for account in opened:
        ledger.grant(account, 1_000_000, reference=f"speed-{account.pk}", expires_at=None)
    began = time.time()
    racers = [
        start_racer(
            Order(
                mode="pairs",
                account_id=opened[number % accounts].pk,
                log=log,
                seed=f"s{accounts}-{number}",
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


def report(values: dict[str, Any], speed: dict[str, float], race: Race) -> int:
    """Print the table, write the JSON; 0 when every goal is met."""
    goals = {name: judge(values[name], *bound) for name, bound in GOALS.items()}
    details = {
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
        "racers": f"{PROCESSES} processes × {THREADS} threads",
        "cpus": os.cpu_count(),
        "load_average": os.getloadavg()[0],
    }
    RESULT.write_text(json.dumps({"goals": goals, "details": details}, indent=2) + "\n")
    table = Table("goal", "wanted", "measured", "met", title="Ledger")
    for name, goal in goals.items():
        table.add_row(name, goal["wanted"], str(goal["value"]), "yes" if goal["met"] else "NO")
    for name, value in details.items():
        table.add_row(name, "", str(value), "")
    Console().print(table)
    return 0 if all(goal["met"] for goal in goals.values()) and not values["errors"] else 1


def judge(value: float, sign: str, bound: float) -> dict[str, Any]:
    """One goal with its verdict."""
    return {"value": value, "wanted": f"{sign} {bound}", "met": value <= bound if sign == "<=" else value >= bound}


if __name__ == "__main__":
    sys.exit(main())
