"""Result files on their way out. The first request for one of an item's files captures its export line."""

from django.utils import timezone

from picopt_contract.errors import ErrorCode
from picopt_contract.values import ChargeLine, ChargeState, ItemState
from picopt_saas.accounts.models import Account
from picopt_saas.jobs.delivery.charges import current_charge, deliver
from picopt_saas.jobs.delivery.texts import with_details
from picopt_saas.jobs.models import Charge, Item, ResultFile
from picopt_saas.refusal import Refusal
from picopt_saas.storage.build import storage
from picopt_saas.storage.keys import result_key
from picopt_saas.storage.port import Chunks, ObjectMissing

_DELIVERABLE = (ItemState.READY, ItemState.DELIVERED)


def find_file(account: Account, file_id: str) -> ResultFile:
    """The file, if it is this account's and still kept. Raises `Refusal`: not_found or gone."""
    file = ResultFile.objects.select_related("item").filter(account=account, pk=file_id).first()
    if file is None:
        raise Refusal(ErrorCode.NOT_FOUND, "There is no such file.")
    if file.withdrawn_at or file.item.state not in _DELIVERABLE:
        raise _gone()
    return file


def charge_and_open_file(file: ResultFile, start: int, length: int) -> Chunks:
    """The file's bytes, now paid for; repeated calls cost nothing.

    Raises `Refusal` (gone) when the bytes are lost or the hold has ended; then nothing is charged.
    """
    try:
        chunks = storage().read(result_key(file.account_id, file.pk), start, length)
    except ObjectMissing:
        raise _gone() from None
    try:
        if file.first_requested_at is None:
            _pay(file)
    except BaseException:
        chunks.close()
        raise
    return chunks


def withdraw_files(item: Item) -> list[str]:
    """Mark the item's files as withdrawn; the storage keys that `forget` deletes once this is committed."""
    files = item.files.filter(withdrawn_at=None)
    keys = [result_key(item.account_id, file_id) for file_id in files.values_list("pk", flat=True)]
    files.update(withdrawn_at=timezone.now())
    return keys


def forget(keys: list[str]) -> None:
    """Delete withdrawn files' bytes."""
    if keys:
        storage().delete(*keys)


def _pay(file: ResultFile) -> None:
    item = with_details(Item.objects.filter(pk=file.item_id)).get()
    charge = current_charge(item, ChargeLine.EXPORT)
    if charge is None:
        raise _gone()
    deliver([charge])
    if Charge.objects.get(pk=charge.pk).state not in (ChargeState.CAPTURED, ChargeState.FREE):
        raise _gone()
    ResultFile.objects.filter(pk=file.pk).update(first_requested_at=timezone.now())


def _gone() -> Refusal:
    return Refusal(
        ErrorCode.GONE, "This result is no longer kept; order the picture again. What is paid for is made again free."
    )
