"""What uploads leave behind: originals that nobody ordered, uploads that were given up, old counts."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from django.db import connection, transaction

from picopt_contract.limits import LIMITS
from picopt_saas.budget import BATCH, Budget, each_by_itself, in_batches
from picopt_saas.database import MAY_BE_SLOW
from picopt_saas.storage import direct
from picopt_saas.storage.build import presigner, storage
from picopt_saas.storage.keys import original_key
from picopt_saas.storage.leaving import delete_all
from picopt_saas.storage.models import DirectUpload, Original, Upload, UploadedBytes, UploadPart
from picopt_saas.storage.uploads import discard

_COUNTS_KEPT: Final = timedelta(days=31)
_UNUSED: Final = timedelta(seconds=LIMITS.unused_original_seconds)


def sweep_rows(now: datetime, budget: Budget | None = None) -> dict[str, int]:
    """Remove what is due, with its bytes; how many of each kind."""
    budget = budget or Budget()
    old_counts = UploadedBytes.objects.filter(day__lt=now.date() - _COUNTS_KEPT)
    return each_by_itself(
        {
            "originals": lambda: in_batches(partial(_originals, now, set()), budget),
            "uploads": lambda: in_batches(lambda: _uploads(now), budget),
            "direct_uploads": lambda: in_batches(partial(_direct_uploads, now, set()), budget),
            "counts": lambda: old_counts.delete()[0],
        }
    )


def named_objects(kind: str, found: Mapping[str, str]) -> set[str] | None:
    """Of objects of a kind (key → last part of the key) the keys that a row names; None for kinds of others."""
    match kind:
        case "originals":
            rows = Original.objects.filter(sha256__in=found.values()).values_list("account_id", "sha256")
            return {original_key(account_id, sha256) for account_id, sha256 in rows}
        case "parts":
            parts = UploadPart.objects.filter(key__in=found).values_list("key", flat=True)
            return {*parts, *DirectUpload.objects.filter(key__in=found).values_list("key", flat=True)}
        case _:
            return None


def _originals(now: datetime, stuck: set[str]) -> int:
    """Some of what nobody wants; how many. What the store does not let go keeps its row, and is left out from now."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(MAY_BE_SLOW)
        # Under the rows' locks: an order that wants a picture waits, and then finds it gone.
        due = Original.objects.select_for_update(skip_locked=True).filter(keep_until__lte=now).order_by("keep_until")
        originals = {
            original_key(original.account_id, original.sha256): original.pk
            for original in due.exclude(pk__in=stuck)[:BATCH]
        }
        left = delete_all(storage(), originals)
        stuck |= {originals[key] for key in left}
        Original.objects.filter(pk__in=set(originals.values()) - stuck).delete()
    return len(originals)


def _uploads(now: datetime) -> int:
    stale = list(Upload.objects.filter(updated_at__lte=now - _UNUSED)[:BATCH])
    for upload in stale:
        discard(upload)
    return len(stale)


def _direct_uploads(now: datetime, stuck: set[int]) -> int:
    """Some that are too old; how many. What the bucket does not let go keeps its row, and is left out from now."""
    old = DirectUpload.objects.filter(asked_at__lte=now - _UNUSED).exclude(pk__in=stuck)
    stale = list(old[:BATCH]) if presigner() else []
    stuck |= direct.discard_all(stale)
    return len(stale)
