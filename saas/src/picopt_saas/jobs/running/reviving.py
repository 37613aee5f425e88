"""Items that wait for a worker although nothing in the queue names them."""

from datetime import timedelta
from typing import Final

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from picopt_contract.limits import LIMITS
from picopt_contract.reasons import ReasonCode
from picopt_saas.jobs.models import Item
from picopt_saas.jobs.running import queue
from picopt_saas.jobs.states import RUNNABLE

_QUIET_FOR: Final = timedelta(seconds=30)
_IN_BATCHES_FOR: Final = timedelta(seconds=LIMITS.batch_seconds) + timedelta(hours=1)
_AT_MOST: Final = 500

_NAMED_IN_QUEUE: Final = """
    SELECT args->>'item_id' FROM procrastinate_jobs
    WHERE task_name = %s AND status IN ('todo', 'doing') AND args->>'item_id' = ANY(%s)
"""


def revive_items() -> list[str]:
    """Queue the lost items again; their ids."""
    revived = []
    for item_id in _lost():
        with transaction.atomic():
            item = Item.objects.select_for_update(no_key=True).select_related(None).filter(pk=item_id).first()
            if item is not None and item.state in RUNNABLE and item_id in _unnamed([item_id]):
                queue.enqueue_items(item.account, [item], queue.BULK)
                revived.append(item_id)
    return revived


def _lost() -> list[str]:
    now, in_batch = timezone.now(), Q(reason_code=ReasonCode.WAITING_FOR_BATCH)
    quiet = Item.objects.filter(state__in=RUNNABLE, updated_at__lt=now - _QUIET_FOR)
    quiet = quiet.filter(~in_batch | Q(updated_at__lt=now - _IN_BATCHES_FOR))  # those have no entry, and need none
    candidates = list(quiet.order_by("updated_at").values_list("pk", flat=True)[:_AT_MOST])
    return _unnamed(candidates)


def _unnamed(item_ids: list[str]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_NAMED_IN_QUEUE, [queue.RUN_ITEM, item_ids])
        named = {row[0] for row in cursor.fetchall()}
    return [item_id for item_id in item_ids if item_id not in named]
