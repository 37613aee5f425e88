"""Deletion on demand: all that an account gave us or had made, at once. Its ledger stays; it holds no content."""

from django.db import transaction

from picopt_contract.reasons import ReasonCode
from picopt_contract.values import FINAL_STATES, ItemState
from picopt_saas.accounts.models import Account
from picopt_saas.jobs.delivery.charges import release_lines
from picopt_saas.jobs.delivery.files import withdraw_files
from picopt_saas.jobs.models import IdempotencyRecord, Item, PaidWork, PreviewOrder, ReceiptRecord, SiteImage
from picopt_saas.jobs.states import move
from picopt_saas.jobs.upkeep.expiring import forget_text
from picopt_saas.storage import direct
from picopt_saas.storage.build import storage
from picopt_saas.storage.keys import account_prefix
from picopt_saas.storage.models import DirectUpload, Original, Upload


def forget_account(account: Account) -> None:
    """Delete originals, results, texts, contexts and stored answers; what is held returns to the account."""
    for item in Item.objects.filter(account=account).exclude(picture={}):
        _forget_item(item.pk)
    for upload in DirectUpload.objects.filter(account=account):
        direct.discard(upload)
    for table in (Original, Upload, PreviewOrder, PaidWork, IdempotencyRecord, SiteImage):
        table.objects.filter(account=account).delete()
    store = storage()
    store.delete(*(found.key for found in store.list(account_prefix(account.pk))))


@transaction.atomic
def _forget_item(item_id: str) -> None:
    item = Item.objects.select_for_update(no_key=True).get(pk=item_id)
    release_lines(item)
    withdraw_files(item)
    forget_text(item)
    item.reference = "-"
    ReceiptRecord.objects.filter(item=item).update(reason="", files=[])
    if item.state in FINAL_STATES:
        item.save()
    else:
        move(item, ItemState.EXPIRED, ReasonCode.RESULT_EXPIRED)
