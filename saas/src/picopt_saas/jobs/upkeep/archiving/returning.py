"""Rows come back from the archive, month by month, for whoever must look into them with everything else."""

import json
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from picopt_saas.accounts.models import ApiKey
from picopt_saas.billing.ledger.archived import put_back
from picopt_saas.jobs.models import ArchiveObject, Charge, Item, Job, ReceiptRecord, ResultFile
from picopt_saas.jobs.upkeep.archiving.objects import read
from picopt_saas.rows import Rows, insert_rows

_TABLES: Final[tuple[type[Model], ...]] = (Job, Item, Charge, ResultFile, ReceiptRecord)


def restore(month: date) -> int:
    """Bring a month's rows back into the database, an object a transaction; how many objects.

    They stay there until `resume`. What content they had does not come back, for the archive never had it.
    """
    away = list(ArchiveObject.objects.filter(month=month, restored_at=None).order_by("pk").values_list("pk", flat=True))
    return sum(_restore_object(pk) for pk in away)


def resume(month: date) -> int:
    """Let a restored month leave again with the next run; how many objects are made anew."""
    return ArchiveObject.objects.filter(month=month, restored_at__isnull=False).delete()[0]


def references_of(rows: Rows) -> list[str]:
    """The ledger's references among an object's rows."""
    return [json.loads(row)["reference"] for row in rows.get("billing_hold", ())]


@transaction.atomic
def _restore_object(pk: int) -> int:
    made = ArchiveObject.objects.select_for_update().get(pk=pk)
    if made.restored_at is not None:
        return 0
    rows = read(made)
    known = set(ApiKey.objects.values_list("pk", flat=True).filter(pk__in=_keys_of(rows)))
    rows = {table: [_without_lost_key(row, known) for row in some] for table, some in rows.items()}
    for model in _TABLES:
        insert_rows(model, rows)
    put_back(references_of(rows), rows, made.month)
    made.restored_at = timezone.now()
    made.save(update_fields=["restored_at"])
    return 1


def _keys_of(rows: Rows) -> set[str]:
    return {key for some in rows.values() for row in some if (key := json.loads(row).get("api_key_id"))}


def _without_lost_key(row: str, known: set[str]) -> str:
    """The row, without the key that it names when that is gone meanwhile, as the database itself would have done."""
    values: dict[str, Any] = json.loads(row)
    if values.get("api_key_id") and values["api_key_id"] not in known:
        values["api_key_id"] = None
    return json.dumps(values)
