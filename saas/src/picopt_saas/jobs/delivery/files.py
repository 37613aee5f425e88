"""Result files on their way out. The first request for one of an item's files captures its export line."""

from collections.abc import Sequence
from typing import Final

from django.db import connection
from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from picopt_contract.errors import ErrorCode
from picopt_contract.internal import Claims
from picopt_contract.values import ChargeLine, ChargeState, ItemState
from picopt_saas.accounts.models import ApiKey
from picopt_saas.billing import ledger
from picopt_saas.jobs.delivery.charges import deliver
from picopt_saas.jobs.models import Charge, Item, ResultFile
from picopt_saas.refusal import Refusal
from picopt_saas.storage.build import storage
from picopt_saas.storage.keys import result_key
from picopt_saas.storage.leaving import delete_all
from picopt_saas.storage.port import Chunks, ObjectMissing

_PAID_FOR: Final = (ChargeState.CAPTURED, ChargeState.FREE)
DELIVERABLE: Final = (ItemState.READY, ItemState.DELIVERED)


def look_up_file(claims: Claims, file_id: str) -> ResultFile | None:
    """The file with its item, if it is this account's and the key opens it; with the account's balance.

    One statement, as a site asks for many files: None says that the key must be looked at before anything is said.
    `export_state` is that of the line that pays for the file.
    """
    opens = ApiKey.objects.filter(pk=claims.key_id, account=claims.account_id, active=True, test=False)
    export = Charge.objects.filter(item=OuterRef("item"), line=ChargeLine.EXPORT).order_by("-attempt")
    return (
        ResultFile.objects.select_related("item")
        .filter(pk=file_id, account=claims.account_id, account__closed_at=None)
        .filter(Exists(opens.filter(deleted_at=None)))
        .annotate(export_state=Subquery(export.values("state")[:1]))
        .annotate(**ledger.balance_beside("account_id", wallet="account__wallet"))
        .first()
    )


def require_kept(file: ResultFile | None) -> ResultFile:
    """The file, if it is still kept. Raises `Refusal`: not_found or gone."""
    if file is None:
        raise Refusal(ErrorCode.NOT_FOUND, "There is no such file.")
    if file.withdrawn_at or file.item.state not in DELIVERABLE:
        raise gone()
    return file


def charge_and_open_file(file: ResultFile, start: int, length: int) -> Chunks:
    """The file's bytes, now paid for; repeated calls, and calls for the item's other files, cost nothing.

    Raises `Refusal` (gone) when the bytes are lost or the hold has ended; then nothing is charged.
    """
    chunks = open_file(file.account_id, file.pk, start, length)
    try:
        if not is_paid(file):
            pay_for_files(file.item_id)
    except BaseException:
        chunks.close()
        raise
    return chunks


def open_file(account_id: str, file_id: str, start: int, length: int) -> Chunks:
    """The bytes of a file that is paid for. Raises `Refusal` (gone)."""
    try:
        return storage().read(result_key(account_id, file_id), start, length)
    except ObjectMissing:
        raise gone() from None


def is_paid(file: ResultFile) -> bool:
    """Whether the item's export is paid for, as `look_up_file` saw it."""
    return getattr(file, "export_state", None) in _PAID_FOR


def pay_for_files(item_id: str) -> None:
    """The first of an item's files leaves the service: capture its export. Raises `Refusal` (gone)."""
    charge = Charge.objects.filter(item=item_id, line=ChargeLine.EXPORT).order_by("-attempt").first()
    if charge is None:
        raise gone()
    deliver([charge])
    if charge.state not in _PAID_FOR:
        raise gone()


def withdraw_files(item: Item) -> list[str]:
    """Mark the item's files as withdrawn; the storage keys that `forget` deletes once this is committed."""
    return withdraw_files_of([item])


def withdraw_files_of(items: Sequence[Item]) -> list[str]:
    """The same of many items."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE jobs_resultfile SET withdrawn_at = %s WHERE item_id = ANY(%s) AND withdrawn_at IS NULL "
            "RETURNING account_id, id",
            [timezone.now(), [item.pk for item in items]],
        )
        return [result_key(account_id, file_id) for account_id, file_id in cursor.fetchall()]


def forget(keys: list[str]) -> None:
    """Delete withdrawn files' bytes. What the store does not let go is swept at night."""
    if keys:
        delete_all(storage(), keys)


def gone() -> Refusal:
    """The result was deleted, sent back, or never paid in time."""
    return Refusal(
        ErrorCode.GONE,
        "This result is no longer available. Order the image again: what was paid for is made again for free.",
    )
