"""Items that wait for a worker although nothing in the queue names them."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final

import structlog
from django.db import connection, transaction
from django.utils import timezone

from picopt_contract.limits import LIMITS
from picopt_contract.reasons import ReasonCode
from picopt_saas.budget import Budget
from picopt_saas.database import is_locked, is_unavailable, let_go
from picopt_saas.jobs.models import Item
from picopt_saas.jobs.running import queue
from picopt_saas.jobs.states import RUNNABLE

log = structlog.get_logger(__name__)

_QUIET_FOR: Final = timedelta(seconds=30)
_IN_BATCHES_FOR: Final = timedelta(seconds=LIMITS.batch_seconds) + timedelta(hours=1)
_AT_MOST: Final = 500
_LOCKED: Final = 3  # items in a row
_BROKEN: Final = 100  # items in a row, which are in no order

# All that wait are compared, however many: the oldest of a long queue are those that it names. Items of a batch have no
# entry, and need none. EXCEPT, because a plan for NOT EXISTS that expects few rows compares each with each.
_LOST: Final = """
    SELECT id FROM jobs_item
    WHERE state = ANY(%(runnable)s) AND updated_at < %(quiet)s AND id <> ALL(%(without)s)
      AND (reason_code <> %(in_batch)s OR updated_at < %(batch_over)s)
    EXCEPT
    SELECT args->>'item_id' FROM procrastinate_jobs WHERE task_name = %(task)s AND status IN ('todo', 'doing')
    LIMIT %(at_most)s
"""
_IS_NAMED: Final = """
    SELECT EXISTS (
        SELECT FROM procrastinate_jobs
        WHERE task_name = %(task)s AND status IN ('todo', 'doing') AND args->>'item_id' = %(item)s
    )
"""


def revive_items() -> list[str]:
    """Queue the lost items again, each where it was; their ids.

    One whose row is not as our code expects, or that somebody holds, holds up no other; the first ends with its holds,
    the second has its turn in the next round. Where it happens again and again, it is what all need, and is raised.
    """
    budget = Budget()
    revived: list[str] = []
    passed_over: set[str] = set()
    known, locked, broken = -1, 0, 0
    while known < len(passed_over) and budget.is_left:
        known = len(passed_over)
        for item_id in _lost(without=passed_over):
            if not budget.is_left:
                break
            try:
                revived += [item_id] if _revive(item_id) else []
                locked = broken = 0
            except Exception as error:
                passed_over.add(item_id)
                if is_locked(error):
                    log.warning("item_locked", item=item_id)
                    locked += 1
                elif is_unavailable(error):
                    raise
                else:
                    log.exception("item_not_revived", item=item_id)
                    broken += 1
                if locked == _LOCKED or broken == _BROKEN:
                    raise
            let_go()
    return revived


@transaction.atomic
def _revive(item_id: str) -> bool:
    item = Item.objects.select_for_update(no_key=True).select_related(None).filter(pk=item_id).first()
    if item is None or item.state not in RUNNABLE or _is_named(item_id):
        return False
    queue.enqueue_items(item.account, [item], queue.queue_of(item, alone=_is_alone(item)))
    return True


def _lost(*, without: Iterable[str]) -> list[str]:
    now = timezone.now()
    wanted: dict[str, Any] = {
        "runnable": sorted(RUNNABLE),
        "quiet": now - _QUIET_FOR,
        "in_batch": ReasonCode.WAITING_FOR_BATCH,
        "batch_over": now - _IN_BATCHES_FOR,
        "task": queue.RUN_ITEM,
        "at_most": _AT_MOST,
        "without": list(without),
    }
    with connection.cursor() as cursor:
        cursor.execute(_LOST, wanted)
        return [row[0] for row in cursor.fetchall()]


def _is_named(item_id: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_IS_NAMED, {"task": queue.RUN_ITEM, "item": item_id})
        return bool(cursor.fetchone()[0])


def _is_alone(item: Item) -> bool:
    return not Item.objects.filter(job=item.job_id).exclude(pk=item.pk).exists()
