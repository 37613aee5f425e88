"""Jobs leave for the archive, a few hundred at a time, and what the law no longer wants leaves the archive."""

from collections.abc import Collection
from datetime import date, datetime
from functools import partial
from typing import Any, Final

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from picopt_saas.billing.ledger.apart import Apart, is_its_own
from picopt_saas.billing.ledger.archived import take_out
from picopt_saas.billing.ledger.proof import checked_upto, prove_recent
from picopt_saas.budget import Budget, in_batches
from picopt_saas.database import MAY_BE_SLOW
from picopt_saas.jobs.models import ArchiveObject, Charge, Item, Job, ReceiptRecord, ResultFile
from picopt_saas.jobs.upkeep.archiving.due import cutoff, due_jobs
from picopt_saas.jobs.upkeep.archiving.months import later, month_of
from picopt_saas.jobs.upkeep.archiving.objects import folder, keep
from picopt_saas.rows import Rows, delete_rows
from picopt_saas.storage.build import archive_storage
from picopt_saas.storage.leaving import delete_all

log = structlog.get_logger(__name__)

_A_NIGHT: Final = 3 * 3600.0  # seconds
_BATCH: Final = 1000  # items an object
_MONTHS: Final = 12
# An archive says what was ordered, made and paid, and nothing about a site or an image; so that nobody needs to look
# into it when an account is deleted.
_ITEM: Final[dict[str, Any]] = {
    "reference": "-",
    "picture": {},
    "reason_message": "",
    "analysis": None,
    "reviewed_text": None,
    "wish": "",
    "export": None,
}
_JOB: Final[dict[str, Any]] = {"settings": {}, "batch": "", "quote_id": None}
_RECEIPT: Final[dict[str, Any]] = {"reason": "", "files": []}


def archive(budget: Budget | None = None) -> dict[str, int]:
    """Archive what is due, and delete from the archive what is kept no longer; how many jobs and objects.

    An account whose books do not agree keeps its rows, which tell what happened; all others' leave.
    """
    budget = budget or Budget(_A_NIGHT)
    if not settings.PICOPT.archive_after_months:
        return {"jobs": 0, "objects_ended": 0}
    apart = Apart()
    for proof in prove_recent():
        if proof.faults:
            apart.leave_out(proof.account_id, proof.faults[0])
    return {"jobs": in_batches(partial(archive_some, apart), budget, size=1), "objects_ended": end_months()}


def archive_some(apart: Apart, items: int = _BATCH) -> int:
    """One object's worth of jobs of the oldest month that has any; how many.

    Where an account's books stop it, each account's share is an object by itself. Nothing leaves that the books'
    checkpoints do not hold yet.
    """
    before = cutoff()
    if checked_upto() < before:
        return 0
    try:
        return _leave(before, items, without=apart.accounts)
    except Exception as error:
        if not is_its_own(error):
            raise
        # Whose fault it was shows below, or it passes and nothing else tells of it.
        log.warning("batch_taken_apart", what="archive", exc_info=True)
        known = len(apart.accounts)
        accounts = {job.account_id for job in due_jobs(before, items, without=apart.accounts)}
        left = sum(apart.attempt(one, partial(_leave, before, items, only=one)) for one in sorted(accounts))
    goes_on = not left and len(apart.accounts) > known
    return archive_some(apart, items) if goes_on else left


@transaction.atomic
def _leave(before: datetime, items: int, *, without: Collection[str] = (), only: str | None = None) -> int:
    """The jobs that are due leave, in one transaction (see the package); how many."""
    with connection.cursor() as cursor:
        cursor.execute(MAY_BE_SLOW)
    jobs = due_jobs(before, items, without=without, only=only)
    if not jobs:
        return 0
    month = month_of(jobs[0].created_at)
    made = keep(month, _take_out([job.pk for job in jobs], month))
    # The same rows may have been there before, been restored, and leave again.
    ArchiveObject.objects.filter(key=made.key).delete()
    made.save()
    return len(jobs)


def end_months() -> int:
    """Delete objects whose legal retention is over, and what else lies in the folders of their months; how many.

    A month of which the store has to keep something is tried again in the next night.
    """
    ends = later(month_of(timezone.now()), -_MONTHS * settings.PICOPT.archive_kept_years)
    objects = ArchiveObject.objects.filter(month__lt=ends)
    months = list(objects.values_list("month", flat=True).distinct())
    store = archive_storage()
    kept = [month for month in months if delete_all(store, [found.key for found in store.list(folder(month))])]
    return objects.exclude(month__in=kept).delete()[0]


def _take_out(jobs: list[str], month: date) -> Rows:
    """Delete the jobs and all that belongs to them; the rows by table."""
    items = list(Item.objects.select_for_update().filter(job__in=jobs).order_by("pk").values_list("pk", flat=True))
    charges = Charge.objects.filter(item__in=items, credits__gt=0)
    ledger = take_out([charge.reference for charge in charges], month)
    return {
        **ledger,
        **delete_rows(ReceiptRecord, "item_id = ANY (%s)", [items], blank=_RECEIPT),
        **delete_rows(ResultFile, "item_id = ANY (%s)", [items]),
        **delete_rows(Charge, "item_id = ANY (%s)", [items]),
        **delete_rows(Item, "id = ANY (%s)", [items], blank=_ITEM),
        **delete_rows(Job, "id = ANY (%s)", [jobs], blank=_JOB),
    }
