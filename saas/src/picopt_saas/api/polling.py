"""Long polls: short, and on at most a quarter of the threads, so that whoever waits never blocks whoever works."""

import time
from typing import Final

from django.db.models import Count, Max, Q, QuerySet

from picopt_contract.values import FINAL_STATES, ItemState
from picopt_saas.accounts.models import Account
from picopt_saas.api.config import api_config
from picopt_saas.api.seats import Seats
from picopt_saas.billing import ledger
from picopt_saas.jobs.models import Job

_FIRST_LOOK: Final = 0.25  # seconds; each pause is twice the one before, up to the last
_FIRST_OF_MANY: Final = 5.0  # nobody sits and waits for one of many
_LAST_LOOK: Final = 2.5
# An item in one of these changes no more by itself.
_DONE: Final = (*FINAL_STATES, ItemState.READY)

# Beyond it a poll is answered at once.
_seats = Seats(api_config().long_poll_seats)


def find_job(account: Account, job_id: str, *, wait: float) -> Job | None:
    """The account's job, after an item has changed or so many seconds; at once when nothing can change.

    With the account's balance beside it, for `ledger.balance_of`.
    """
    jobs = Job.objects.filter(account=account, pk=job_id).annotate(
        last_change=Max("items__updated_at"),
        open_items=Count("items", filter=~Q(items__state__in=_DONE)),
        **ledger.balance_beside("account_id", wallet="account__wallet"),
    )
    job = jobs.first()
    if job is None or not wait or not _open_items(job):
        return job
    with _seats.seat(account.pk) as seated:
        return _watch(jobs, job, time.monotonic() + wait) if seated else job


def _watch(jobs: QuerySet[Job], job: Job, deadline: float) -> Job:
    """One statement a look, and ever rarer ones."""
    before, pause = _seen(job), _FIRST_LOOK if _open_items(job) == 1 else _FIRST_OF_MANY
    while _open_items(job) and _seen(job) == before and time.monotonic() < deadline:
        time.sleep(min(pause, max(0.0, deadline - time.monotonic())))
        pause = min(2 * pause, _LAST_LOOK)
        job = jobs.first() or job
    return job


def _open_items(job: Job) -> int:
    """How many may still change."""
    return int(getattr(job, "open_items", 0))


def _seen(job: Job) -> tuple[object, object]:
    return getattr(job, "last_change", None), job.cancelled_at
