"""What orders leave behind: previews, stored answers, quotes that nobody ordered."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from picopt_saas.budget import BATCH, Budget, delete_some, each_by_itself, in_batches
from picopt_saas.jobs.models import BatchQuestion, IdempotencyRecord, Job, PreviewOrder, Quote, ResultFile
from picopt_saas.jobs.ordering.quoting import QUOTE_REMEMBERED
from picopt_saas.storage.build import storage
from picopt_saas.storage.keys import preview_key
from picopt_saas.storage.leaving import delete_all

_HOUR: Final = timedelta(hours=1)
_SIDES: Final = ("before", "after")


def sweep_rows(now: datetime, budget: Budget | None = None) -> dict[str, int]:
    """Remove what is due, with its bytes; how many of each kind."""
    budget = budget or Budget()
    answers = IdempotencyRecord.objects.filter(expires_at__lte=now)
    return each_by_itself(
        {
            "previews": lambda: in_batches(partial(_previews, now, set()), budget),
            "answers": lambda: in_batches(lambda: delete_some(answers), budget),
            "quotes": lambda: in_batches(lambda: _quotes(now), budget),
        }
    )


def named_objects(kind: str, found: Mapping[str, str]) -> set[str] | None:
    """Of objects of a kind (key → last part of the key) the keys that a row names; None for kinds of others."""
    match kind:
        case "results":
            files = ResultFile.objects.filter(pk__in=found.values(), withdrawn_at=None)
            names = set(files.values_list("pk", flat=True))
        case "questions":
            names = set(BatchQuestion.objects.filter(pk__in=found.values()).values_list("pk", flat=True))
        case "previews":
            ids = {name.rsplit("-", 1)[0] for name in found.values()}
            orders = PreviewOrder.objects.filter(pk__in=ids).values_list("pk", flat=True)
            names = {f"{order_id}-{side}" for order_id in orders for side in _SIDES}
        case _:
            return None
    return {key for key, name in found.items() if name in names}


def _previews(now: datetime, stuck: set[str]) -> int:
    """Some that are too old; how many. What the store does not let go keeps its row, and is left out from now."""
    old = list(PreviewOrder.objects.filter(created_at__lte=now - _HOUR).exclude(pk__in=stuck)[:BATCH])
    of = {preview_key(order.account_id, order.pk, side): order.pk for order in old for side in _SIDES}
    stuck |= {of[key] for key in delete_all(storage(), of)}
    PreviewOrder.objects.filter(pk__in=set(of.values()) - stuck).delete()
    return len(old)


def _quotes(now: datetime) -> int:
    """Those that nobody ordered, and those that were: their jobs say what they cost."""
    old = list(Quote.objects.filter(expires_at__lte=now - QUOTE_REMEMBERED).values_list("pk", flat=True)[:BATCH])
    Job.objects.filter(quote__in=old).update(quote=None)
    Quote.objects.filter(pk__in=old).delete()
    return len(old)
