"""Whether housekeeping keeps up: for each kind of row, how long the oldest one is due already."""

from datetime import timedelta
from typing import Any, Final

from django.db.models import Min, QuerySet
from django.utils import timezone

from picopt_contract.limits import LIMITS
from picopt_saas.billing.models import Grant, Hold
from picopt_saas.jobs.models import BatchQuestion, IdempotencyRecord, Item, PaidWork, PreviewOrder, Quote
from picopt_saas.jobs.ordering.quoting import QUOTE_REMEMBERED
from picopt_saas.jobs.upkeep.archiving.due import overdue_since
from picopt_saas.storage.models import Original, Upload

_NOTHING: Final = timedelta()
_UNUSED: Final = timedelta(seconds=LIMITS.unused_original_seconds)

# Rows, the column that says when, and how long after that they are due. Each is the first entry of an index.
_KINDS: Final[dict[str, tuple[QuerySet[Any], str, timedelta]]] = {
    "results": (Item.objects.filter(expires_at__isnull=False), "expires_at", _NOTHING),
    "originals": (Original.objects.all(), "keep_until", _NOTHING),
    "uploads": (Upload.objects.all(), "updated_at", _UNUSED),
    "previews": (PreviewOrder.objects.all(), "created_at", timedelta(hours=1)),
    "answers": (IdempotencyRecord.objects.all(), "expires_at", _NOTHING),
    "quotes": (Quote.objects.all(), "expires_at", QUOTE_REMEMBERED),
    "paid": (PaidWork.objects.all(), "expires_at", _NOTHING),
    "questions": (
        BatchQuestion.objects.filter(state__in=["noted", "sent"]),
        "created_at",
        timedelta(seconds=LIMITS.batch_seconds),
    ),
    "holds": (Hold.objects.filter(state=Hold.State.HELD), "expires_at", _NOTHING),
    "grants": (Grant.objects.filter(spent=False), "expires_at", _NOTHING),
}


def overdue() -> dict[str, float]:
    """Seconds by kind; 0 where nothing is due."""
    now = timezone.now()
    found = {}
    for kind, (rows, column, after) in _KINDS.items():
        oldest = rows.aggregate(oldest=Min(column))["oldest"]
        found[kind] = max(0.0, (now - after - oldest).total_seconds()) if oldest else 0.0
    since = overdue_since()
    found["archive"] = (now - since).total_seconds() if since else 0.0
    return found
