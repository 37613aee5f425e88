"""`manage.py archive`: what has left the database for the archive, its proof, and the way back."""

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from picopt_saas.jobs.models import ArchiveObject
from picopt_saas.jobs.upkeep.archiving import archive, prove_archive, restore, resume
from picopt_saas.jobs.upkeep.archiving.months import read_month
from picopt_saas.jobs.upkeep.archiving.objects import DamagedError, read


class Command(BaseCommand):
    """Archive now, list, show, verify, restore a month, let it leave again."""

    help = "Jobs and ledger entries that left the database for object storage, by month"

    def add_arguments(self, parser: CommandParser) -> None:
        """`archive run|list|verify|show|restore|resume [--month 2025-08] [--account acc_…] [--item itm_…]`."""
        parser.add_argument("action", choices=["run", "list", "verify", "show", "restore", "resume"])
        parser.add_argument("--month", help="only this one, for example 2025-08")
        parser.add_argument("--account", help="show only rows of this account (acc_…)")
        parser.add_argument("--item", help="show only rows of this item (itm_…)")

    def handle(self, *_args: object, **options: str | None) -> None:
        """Do it; raise `CommandError` (exit 1) when something does not hold."""
        month = _read(options["month"])
        match options["action"]:
            case "run":
                self.stdout.write(json.dumps(archive()))
            case "list":
                self._list(month)
            case "verify":
                self._verify(month)
            case "show":
                self._show(_wanted(month), options["account"], options["item"])
            case "restore":
                self._restore(_wanted(month))
            case _:
                self._resume(_wanted(month))

    def _list(self, month: date | None) -> None:
        for made in _objects(month):
            rows = sum(made.rows.values())
            where = f"restored {made.restored_at:%Y-%m-%d}" if made.restored_at else "archived"
            self.stdout.write(f"{made.month:%Y-%m}  {rows:>8} rows  {made.bytes:>10} bytes  {where}  {made.key}")

    def _verify(self, month: date | None) -> None:
        faults = prove_archive(month)
        for fault in faults:
            self.stdout.write(fault)
        if faults:
            raise CommandError(f"the archive does not hold: {len(faults)} faults")
        self.stdout.write(f"{len(_objects(month))} objects are what was written, and add up to the opening balances")

    def _show(self, month: date, account: str | None, item: str | None) -> None:
        for made in _objects(month):
            for table, rows in _read_or_fail(made).items():
                for row in rows:
                    if _concerns(json.loads(row), account, item):
                        self.stdout.write(f'{{"table": "{table}", "row": {row}}}')

    def _restore(self, month: date) -> None:
        try:
            objects = restore(month)
        except DamagedError as error:
            raise CommandError(f"{error}; objects before it were restored, nothing of it was") from None
        self.stdout.write(f"{objects} objects of {month:%Y-%m} are in the database again, until `archive resume`")

    def _resume(self, month: date) -> None:
        self.stdout.write(f"{resume(month)} objects of {month:%Y-%m} will be made again by the next run")


def _read(month: str | None) -> date | None:
    try:
        return read_month(month) if month else None
    except ValueError:
        raise CommandError(f"--month {month}: expected a month like 2025-08") from None


def _wanted(month: date | None) -> date:
    if month is None:
        raise CommandError("say which month: --month 2025-08")
    return month


def _objects(month: date | None) -> list[ArchiveObject]:
    objects = ArchiveObject.objects.order_by("month", "pk")
    return list(objects.filter(month=month) if month else objects)


def _read_or_fail(made: ArchiveObject) -> dict[str, list[str]]:
    try:
        return read(made)
    except DamagedError as error:
        raise CommandError(str(error)) from None


def _concerns(row: dict[str, Any], account: str | None, item: str | None) -> bool:
    """Whether a row is the account's and the item's; an item's holds and transfers bear its id in their reference."""
    if account and row.get("account_id") != account:
        return False
    names = (row.get("id"), row.get("item_id"), str(row.get("reference", "")).partition(":")[0])
    return not item or item in names
