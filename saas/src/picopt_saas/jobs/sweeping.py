"""Removes what nobody needs any more: originals, uploads, previews, and bytes that no row names."""

from collections.abc import Iterable
from datetime import timedelta
from itertools import islice
from typing import Final

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from picopt_contract.limits import LIMITS
from picopt_saas.accounts.models import ConnectCode
from picopt_saas.billing.models import WebhookEvent
from picopt_saas.jobs.models import IdempotencyRecord, PreviewOrder, Quote, ResultFile
from picopt_saas.storage.build import storage
from picopt_saas.storage.keys import original_key, preview_key
from picopt_saas.storage.models import Original, Upload, UploadedBytes, UploadPart
from picopt_saas.storage.uploads import discard

_AT_MOST: Final = 500
_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)
_UNUSED: Final = timedelta(seconds=LIMITS.unused_original_seconds)
_ANSWERS_KEPT: Final = timedelta(seconds=LIMITS.idempotency_seconds)
_BATCH: Final = 1000
# Providers send a webhook again for days; the sale behind it is known for ever, by its own reference.
_EVENTS_KEPT: Final = timedelta(days=90)


def sweep_rows() -> dict[str, int]:
    """Remove rows whose time is over, with their bytes; how many of each kind."""
    now = timezone.now()
    return {
        "originals": _originals(),
        "uploads": _uploads(),
        "previews": _previews(),
        "answers": IdempotencyRecord.objects.filter(created_at__lte=now - _ANSWERS_KEPT).delete()[0],
        "quotes": Quote.objects.filter(expires_at__lte=now - _DAY).delete()[0],
        "sessions": Session.objects.filter(expire_date__lte=now).delete()[0],
        "codes": ConnectCode.objects.filter(expires_at__lte=now - _DAY).delete()[0],
        "events": WebhookEvent.objects.filter(received_at__lte=now - _EVENTS_KEPT, applied=True).delete()[0],
        "counts": UploadedBytes.objects.filter(day__lt=now.date() - timedelta(days=31)).delete()[0],
    }


def sweep_objects() -> int:
    """Delete objects that no row names: leftovers of processes that were killed between bytes and row."""
    store = storage()
    removed = 0
    old = (found.key for found in store.list("") if found.modified < timezone.now() - _DAY)
    while batch := list(islice(old, _BATCH)):
        orphans = _nameless(batch)
        store.delete(*orphans)
        removed += len(orphans)
    return removed


def _originals() -> int:
    due = Original.objects.filter(keep_until__lte=timezone.now()).values_list("pk", flat=True)
    removed = 0
    for original_id in list(due[:_AT_MOST]):
        with transaction.atomic():
            # Under the row's lock: an order that wants the picture waits, and then finds it gone.
            locked = Original.objects.select_for_update().filter(pk=original_id, keep_until__lte=timezone.now())
            original = locked.first()
            if original is not None:
                storage().delete(original_key(original.account_id, original.sha256))
                original.delete()
                removed += 1
    return removed


def _uploads() -> int:
    stale = list(Upload.objects.filter(updated_at__lte=timezone.now() - _UNUSED)[:_AT_MOST])
    for upload in stale:
        discard(upload)
    return len(stale)


def _previews() -> int:
    old = list(PreviewOrder.objects.filter(created_at__lte=timezone.now() - _HOUR)[:_AT_MOST])
    keys = [preview_key(order.account_id, order.pk, side) for order in old for side in ("before", "after")]
    storage().delete(*keys)
    PreviewOrder.objects.filter(pk__in=[order.pk for order in old]).delete()
    return len(old)


def _nameless(keys: Iterable[str]) -> list[str]:
    by_kind: dict[str, dict[str, str]] = {}
    for key in keys:
        _account, kind, name = [*key.split("/", 2), "", ""][:3]
        by_kind.setdefault(kind, {})[key] = name
    nameless = []
    for kind, found in by_kind.items():
        known = _known(kind, found)
        nameless += [key for key in found if key not in known]
    return nameless


def _known(kind: str, found: dict[str, str]) -> set[str]:
    """Those of the keys that a row names. What is of no kind of ours has none."""
    match kind:
        case "originals":
            rows = Original.objects.filter(sha256__in=found.values()).values_list("account_id", "sha256")
            return {original_key(account_id, sha256) for account_id, sha256 in rows}
        case "parts":
            return set(UploadPart.objects.filter(key__in=found).values_list("key", flat=True))
        case "results":
            files = ResultFile.objects.filter(pk__in=found.values(), withdrawn_at=None)
            names = set(files.values_list("pk", flat=True))
        case "previews":
            ids = {name.rsplit("-", 1)[0] for name in found.values()}
            orders = PreviewOrder.objects.filter(pk__in=ids).values_list("pk", flat=True)
            names = {f"{order_id}-{side}" for order_id in orders for side in ("before", "after")}
        case _:
            return set()
    return {key for key, name in found.items() if name in names}
