"""The archive's own proof: every object is what was written, and together they are what the opening balances say."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date

from django.db import connection

from picopt_saas.billing.models import Opening
from picopt_saas.jobs.models import ArchiveObject
from picopt_saas.jobs.upkeep.archiving.objects import DamagedError, read
from picopt_saas.jobs.upkeep.archiving.returning import references_of
from picopt_saas.rows import Rows

_LOOSE = """
    SELECT count(*) FROM unnest(%s::text[]) reference
    WHERE NOT EXISTS (SELECT FROM billing_archivedreference WHERE key = billing_reference_key(reference))
       OR EXISTS (SELECT FROM billing_hold hold WHERE hold.reference = reference.reference)
"""


def prove_archive(only: date | None = None) -> list[str]:
    """What is wrong with the archive, or with one month of it, in sentences; nothing: all of it holds."""
    objects = ArchiveObject.objects.filter(restored_at=None)
    months = objects.filter(month=only) if only else objects
    faults: list[str] = []
    for month in months.order_by("month").values_list("month", flat=True).distinct():
        faults += _prove_month(month)
    return faults


def _prove_month(month: date) -> Iterator[str]:
    summed: Counter[tuple[str, str]] = Counter()
    for made in ArchiveObject.objects.filter(month=month, restored_at=None).order_by("pk"):
        try:
            rows = read(made)
        except DamagedError as error:
            yield str(error)
            continue
        if (found := {table: len(some) for table, some in rows.items()}) != {k: n for k, n in made.rows.items() if n}:
            yield f"{made.key} holds {found} rows, {made.rows} were written"
        if loose := _loose(references_of(rows)):
            yield f"{made.key}: {loose} of its holds are in the database too, or might be used again"
        summed += _sums(rows)
    yield from _compare(month, summed)


def _sums(rows: Rows) -> Counter[tuple[str, str]]:
    """Credits used, holds and transfers, by account."""
    sums: Counter[tuple[str, str]] = Counter()
    for row in map(json.loads, rows.get("billing_hold", ())):
        sums[row["account_id"], "holds"] += 1
        sums[row["account_id"], "used"] += row["credits"] if row["state"] == "captured" else 0
    for row in map(json.loads, rows.get("billing_transfer", ())):
        sums[row["account_id"], "transfers"] += 1
    return sums


def _compare(month: date, summed: Counter[tuple[str, str]]) -> Iterator[str]:
    openings = Opening.objects.filter(month=month)
    stored = {(one.account_id, name): getattr(one, name) for one in openings for name in ("used", "holds", "transfers")}
    for account_id, name in sorted(stored.keys() | summed.keys()):
        if (said := stored.get((account_id, name), 0)) != (found := summed[account_id, name]):
            yield f"{account_id}: the opening balance of {month:%Y-%m} says {said} {name}, the archive {found}"


def _loose(references: list[str]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_LOOSE, [references])
        return int(cursor.fetchone()[0])
