"""A day of housekeeping on a database that holds a month of work; run in a process of its own, which prints JSON."""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

SITES: Final = 100
# Runs a day of what only looks, by the clock of `picopt_saas.worker`; measured a few times, and multiplied.
LOOKS_A_DAY: Final = {"compare_books": 96, "revive_items": 720}
_LOOKED: Final = 3


def main(items: int, url: str, folder: str) -> None:
    """Fill, keep house for a day, print the seconds of each part."""
    os.environ |= {
        "DATABASE_URL": url,
        "STORAGE_URL": f"file:{folder}",
        "DJANGO_SETTINGS_MODULE": "picopt_saas.settings",
        "LOG_LEVEL": "WARNING",
    }
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    filled = _timed(lambda: _fill(items))
    seconds, done = _keep_house()
    looks = {name: _timed(look, times=_LOOKED) / _LOOKED * LOOKS_A_DAY[name] for name, look in _looks().items()}
    scrape = _timed(_scrape, times=_LOOKED) / _LOOKED
    print(json.dumps({"fill_s": filled, "seconds": {**seconds, **looks}, "scrape_s": scrape, "done": done}))


def _fill(items: int) -> None:
    from django.db import connection

    from picopt_saas.accounts.keys import create_key
    from picopt_saas.accounts.models import Account
    from picopt_saas.accounts.sites import add_site
    from picopt_saas.billing import ledger

    for number in range(SITES):
        account = Account.objects.create(name=f"Site {number}")
        create_key(add_site(account, f"https://site-{number}.example"))
        ledger.grant(account, 4 * items, reference=f"bench:{number}", expires_at=None)
    statements = (Path(__file__).parent / "fill.sql").read_text().split(";\n")
    with connection.cursor() as cursor:
        for statement in filter(str.strip, statements):
            cursor.execute(statement, {"items": items})
        cursor.execute("VACUUM ANALYZE")


def _keep_house() -> tuple[dict[str, float], dict[str, Any]]:
    from picopt_saas.jobs.upkeep.expiring import expire_holds, expire_results
    from picopt_saas.jobs.upkeep.reconciling import reconcile
    from picopt_saas.worker.sweeping import sweep_objects, sweep_rows

    seconds: dict[str, float] = {}
    done: dict[str, Any] = {}
    parts: dict[str, Callable[[], Any]] = {
        "first_compare_books": lambda: reconcile().faults,
        "expire_results": expire_results,
        "expire_holds": expire_holds,
        "sweep_rows": sweep_rows,
        "sweep_objects": sweep_objects,
    }
    for name, part in parts.items():
        began = time.monotonic()
        done[name] = part()
        seconds[name] = time.monotonic() - began
    if done["first_compare_books"]:
        raise RuntimeError(f"the filled books do not agree: {done['first_compare_books'][:3]}")
    return seconds, done


def _looks() -> dict[str, Callable[[], Any]]:
    from picopt_saas.jobs.running.reviving import revive_items
    from picopt_saas.jobs.upkeep.reconciling import reconcile

    return {"compare_books": reconcile, "revive_items": revive_items}


def _scrape() -> None:
    from prometheus_client import generate_latest

    generate_latest()


def _timed(work: Callable[[], Any], *, times: int = 1) -> float:
    began = time.monotonic()
    for _ in range(times):
        work()
    return time.monotonic() - began


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3])
