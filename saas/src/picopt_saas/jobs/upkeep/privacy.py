"""Deletion on demand: all that an account gave us or had made. Its ledger stays; it holds no content."""

from functools import partial
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.db.models import Exists, OuterRef

from picopt_contract.reasons import ReasonCode
from picopt_contract.values import FINAL_STATES, ItemState
from picopt_saas.accounts.models import Account
from picopt_saas.billing.ledger.apart import Apart
from picopt_saas.budget import each_by_itself
from picopt_saas.database import let_go
from picopt_saas.deferring import defer
from picopt_saas.jobs.delivery.charges import release_lines
from picopt_saas.jobs.delivery.files import withdraw_files
from picopt_saas.jobs.models import (
    BatchQuestion,
    IdempotencyRecord,
    Item,
    Job,
    PaidWork,
    PreviewOrder,
    ReceiptRecord,
    SiteImage,
)
from picopt_saas.jobs.states import move
from picopt_saas.jobs.upkeep.expiring import forget_text
from picopt_saas.lanes import HOUSEKEEPING
from picopt_saas.storage import direct
from picopt_saas.storage.build import storage
from picopt_saas.storage.keys import account_prefix
from picopt_saas.storage.models import DirectUpload, Original, Upload

if TYPE_CHECKING:
    from django.db.models import QuerySet

FORGET_ACCOUNT: Final = "forget_account"
_NOBODYS: Final = "-"  # the reference of an item that says nothing any more


def forget_soon(account: Account) -> None:
    """Have a worker do it, if and as soon as the caller's transaction commits: it takes as long as there is content."""
    defer(FORGET_ACCOUNT, HOUSEKEEPING, account_id=account.pk)


def forget_account(account: Account) -> int:
    """Delete originals, results, texts, contexts and stored answers; what is held returns to the account.

    Goes on where it was broken off. How many accounts that was: one. Raises what storage raises.
    """
    # Expired items too: their text is gone, what the site called them is not.
    for number, item_id in enumerate(list(_told(account).values_list("pk", flat=True))):
        _forget_item(item_id)
        if number % 100 == 0:
            let_go()
    Job.objects.filter(account=account).update(settings={}, batch="")
    for upload in DirectUpload.objects.filter(account=account):
        direct.discard(upload)
    for table in (Original, Upload, PreviewOrder, PaidWork, IdempotencyRecord, SiteImage, BatchQuestion):
        table.objects.filter(account=account).delete()
    store = storage()
    store.delete(*(found.key for found in store.list(account_prefix(account.pk))))
    return 1


def forget_closed() -> int:
    """Finish what was broken off, or came from a request that was under way when its account was closed; how many."""
    rows = (Item.objects.exclude(reference=_NOBODYS), Original.objects, Upload.objects, DirectUpload.objects)
    found = [Exists(some.filter(account=OuterRef("pk"))) for some in rows]
    left = Account.objects.filter(closed_at__isnull=False).filter(found[0] | found[1] | found[2] | found[3])
    apart = Apart()
    forgotten = {one.pk: partial(apart.attempt, one.pk, partial(forget_account, one)) for one in list(left)}
    return sum(each_by_itself(forgotten).values())


def _told(account: Account) -> "QuerySet[Item]":
    return Item.objects.filter(account=account).exclude(reference=_NOBODYS)


@transaction.atomic
def _forget_item(item_id: str) -> None:
    item = Item.objects.select_for_update(no_key=True).get(pk=item_id)
    release_lines(item)
    withdraw_files(item)
    forget_text(item)
    item.reference, item.reason_message = _NOBODYS, ""
    ReceiptRecord.objects.filter(item=item).update(reason="", files=[])
    if item.state in FINAL_STATES:
        item.save()
    else:
        move(item, ItemState.EXPIRED, ReasonCode.RESULT_EXPIRED)
