"""Deletion on demand: all that an account gave us or had made. Its ledger stays; it holds no content."""

from collections.abc import Callable
from functools import partial, reduce
from operator import or_
from typing import TYPE_CHECKING, Final

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from picopt_contract.reasons import ReasonCode
from picopt_contract.values import FINAL_STATES, ChargeState, ItemState
from picopt_saas.accounts.models import Account
from picopt_saas.billing.ledger.apart import Apart, is_its_own
from picopt_saas.budget import each_by_itself
from picopt_saas.database import is_locked, let_go
from picopt_saas.deferring import defer
from picopt_saas.jobs.delivery.charges import release_lines
from picopt_saas.jobs.delivery.files import withdraw_files
from picopt_saas.jobs.models import (
    BatchQuestion,
    Charge,
    IdempotencyRecord,
    Item,
    Job,
    PaidWork,
    PreviewOrder,
    ReceiptRecord,
    SiteImage,
)
from picopt_saas.jobs.states import move
from picopt_saas.jobs.upkeep.expiring import NO_TEXT, forget_text
from picopt_saas.lanes import HOUSEKEEPING
from picopt_saas.storage import direct
from picopt_saas.storage.build import storage
from picopt_saas.storage.keys import account_prefix
from picopt_saas.storage.models import DirectUpload, Original, Upload
from picopt_saas.storage.port import StorageUnavailable

if TYPE_CHECKING:
    from django.db.models import QuerySet

FORGET_ACCOUNT: Final = "forget_account"
_NOBODYS: Final = "-"  # the reference of an item that says nothing any more
_LOCKED: Final = 3  # items in a row: that is what all of them need, as the account's wallet
log = structlog.get_logger(__name__)


def forget_soon(account: Account) -> None:
    """Have a worker do it, if and as soon as the caller's transaction commits: it takes as long as there is content."""
    defer(FORGET_ACCOUNT, HOUSEKEEPING, account_id=account.pk)


def forget_account(account: Account) -> int:
    """Delete originals, results, texts, contexts and stored answers; what is held returns to the account.

    Goes on where it was broken off. How many accounts that was: one. An item that cannot be dealt with, or whose money
    does not move, and bytes that the store keeps hold up nothing else; the first failure is raised at the end.
    """
    failures = _forget_items(list(_told(account).values_list("pk", flat=True)))
    Job.objects.filter(account=account).update(settings={}, batch="")
    for table in (Original, Upload, PreviewOrder, PaidWork, IdempotencyRecord, SiteImage, BatchQuestion):
        table.objects.filter(account=account).delete()
    for forget_bytes in (_forget_announced, _forget_objects):
        try:
            forget_bytes(account)
        except OSError as error:
            failures.append(error)
    if failures:
        raise failures[0]
    return 1


def _forget_announced(account: Account) -> None:
    """Uploads on their way into the bucket. Raises `StorageUnavailable` when one is still there."""
    if stuck := direct.discard_all(DirectUpload.objects.filter(account=account)):
        raise StorageUnavailable(f"{len(stuck)} announced uploads were not discarded")


def _forget_objects(account: Account) -> None:
    store = storage()
    store.delete(*(found.key for found in store.list(account_prefix(account.pk))))


def forget_closed() -> int:
    """Finish what was broken off, or came from a request that was under way when its account was closed; how many."""
    told, held = Item.objects.exclude(reference=_NOBODYS), Charge.objects.filter(state=ChargeState.HELD)
    rows = (told, held, Original.objects, Upload.objects, DirectUpload.objects)
    found = [Q(Exists(some.filter(account=OuterRef("pk")))) for some in rows]
    left = Account.objects.filter(reduce(or_, found), closed_at__isnull=False)
    apart = Apart()
    forgotten = {one.pk: partial(apart.attempt, one.pk, partial(forget_account, one)) for one in list(left)}
    return sum(each_by_itself(forgotten).values())


def _told(account: Account) -> "QuerySet[Item]":
    """Items that say something still, or hold money. Expired ones too: what the site called them is not gone."""
    held = Charge.objects.filter(account=account, state=ChargeState.HELD).values("item")
    return Item.objects.filter(~Q(reference=_NOBODYS) | Q(pk__in=held), account=account)


def _forget_items(items: list[str]) -> list[Exception]:
    """Forget each by itself; what went wrong. Raises what says that the database is away."""
    failures: list[Exception] = []
    locked = 0
    for number, item_id in enumerate(items):
        try:
            _forget_item(item_id)
            locked = 0
        except Exception as error:
            # The first one's traceback is told by whoever catches it.
            log.warning("item_not_forgotten", item=item_id, problem=f"{type(error).__name__}: {error}".splitlines()[0])
            failures.append(error)
            locked = locked + 1 if is_locked(error) else 0
            if locked == _LOCKED or not is_its_own(error):
                raise
        if number % 100 == 0:
            let_go()
    return failures


def _forget_item(item_id: str) -> None:
    """All at once; where that fails, content, state and money apart, so that none stays because of another."""
    try:
        _change(item_id, release_lines, _blank, _end)
    except Exception as error:
        if not is_its_own(error):
            raise
    else:
        return
    failures: list[Exception] = []
    for step in (_blank, _end, release_lines):
        try:
            _change(item_id, step)
        except Exception as error:
            failures.append(error)
            if not is_its_own(error):
                raise
    if failures:
        raise failures[0]


@transaction.atomic
def _change(item_id: str, *steps: Callable[[Item], None]) -> None:
    item = Item.objects.select_for_update(no_key=True).get(pk=item_id)
    for step in steps:
        step(item)


def _blank(item: Item) -> None:
    withdraw_files(item)
    forget_text(item)
    item.reference, item.reason_message = _NOBODYS, ""
    Item.objects.filter(pk=item.pk).update(reference=_NOBODYS, reason_message="", **NO_TEXT)
    ReceiptRecord.objects.filter(item=item).update(reason="", files=[])


def _end(item: Item) -> None:
    if item.state not in FINAL_STATES:
        move(item, ItemState.EXPIRED, ReasonCode.RESULT_EXPIRED)
