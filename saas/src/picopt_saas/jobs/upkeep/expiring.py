"""What time ends: holds after 72 hours, results after the plan's retention."""

from datetime import timedelta
from functools import partial
from typing import Any, Final

import structlog
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from picopt_contract.limits import LIMITS
from picopt_contract.reasons import ReasonCode
from picopt_contract.values import FINAL_STATES, ChargeLine, ChargeState, ItemState
from picopt_saas.billing import ledger
from picopt_saas.billing.ledger.apart import Apart, is_its_own
from picopt_saas.budget import BATCH, Budget, in_batches
from picopt_saas.jobs.delivery.charges import release_items, release_lines
from picopt_saas.jobs.delivery.files import forget, withdraw_files, withdraw_files_of
from picopt_saas.jobs.models import Charge, Item, PaidWork, ResultFile
from picopt_saas.jobs.states import end_all, move

log = structlog.get_logger(__name__)

_LATE: Final = timedelta(hours=1)
FILES_REMEMBERED: Final = timedelta(days=30)
"""How long the rows of withdrawn files stay."""
# What says nothing about the picture any more.
NO_TEXT: Final[dict[str, Any]] = {
    "analysis": None,
    "reviewed_text": None,
    "export": None,
    "expires_at": None,
    "wish": "",
    "picture": {},
}


def expire_holds() -> int:
    """End holds that are too old, and the items that waited with them; how many holds ended."""
    budget, apart = Budget(), Apart()
    ended = in_batches(lambda: _end_holds(set(ledger.expire_holds(at_most=BATCH, apart=apart)), apart), budget)
    return ended + in_batches(lambda: _end_holds(_forgotten(apart), apart), budget)


def expire_results() -> int:
    """Delete texts and files whose time is over; how many items lost theirs."""
    budget, apart = Budget(), Apart()
    expired = in_batches(lambda: _expire_results(apart), budget)
    in_batches(_forget_paid, budget)
    in_batches(_forget_files, budget)
    return expired


def _end_holds(references: set[str], apart: Apart) -> int:
    """End the items of these holds; how many holds that were."""
    item_of = {reference: reference.split(":")[0] for reference in sorted(references)}
    account_of = dict(Item.objects.filter(pk__in=item_of.values()).values_list("pk", "account"))
    for reference, item_id in item_of.items():
        if item_id in account_of:
            apart.attempt(account_of[item_id], partial(_end_hold, reference))
    return len(references)


def _expire_results(apart: Apart) -> int:
    """One batch; where an account's books stop it, each account's share by itself, and then the next."""
    due = Item.objects.filter(expires_at__lte=timezone.now()).exclude(account__in=apart.accounts)
    try:
        return _expire(due)
    except Exception as error:
        if not is_its_own(error):
            raise
        # Whose fault it was shows below, or it passes and nothing else tells of it.
        log.warning("batch_taken_apart", what="results", exc_info=True)
        known = len(apart.accounts)
        accounts = sorted(set(due.order_by("expires_at").values_list("account", flat=True)[:BATCH]))
        expired = sum(apart.attempt(one, partial(_expire, due.filter(account=one))) for one in accounts)
    goes_on = expired or len(apart.accounts) > known
    return expired + (_expire_results(apart) if goes_on else 0)


def _expire(these: QuerySet[Item]) -> int:
    """Rows first, in one transaction, then the bytes. What is lost in between has no row, and is swept."""
    with transaction.atomic():
        due = these.select_for_update(no_key=True, skip_locked=True)
        items = list(due.order_by("expires_at").only("pk", "state", "account_id")[:BATCH])
        release_items(items)
        keys = withdraw_files_of(items)
        ids = [item.pk for item in items]
        Item.objects.filter(pk__in=ids).update(**NO_TEXT)
        end_all(
            [item for item in items if item.state not in FINAL_STATES], ItemState.EXPIRED, ReasonCode.RESULT_EXPIRED
        )
    forget(keys)
    return len(items)


def _forget_paid() -> int:
    due = PaidWork.objects.filter(expires_at__lte=timezone.now()).values("pk")[:BATCH]
    return PaidWork.objects.filter(pk__in=due).delete()[0]


def _forget_files() -> int:
    """What a result consisted of is told for a while after it is gone; the item and its money stay."""
    due = ResultFile.objects.filter(withdrawn_at__lte=timezone.now() - FILES_REMEMBERED).values("pk")[:BATCH]
    return ResultFile.objects.filter(pk__in=due).delete()[0]


def _forgotten(apart: Apart) -> set[str]:
    """Lines still called held long after their hold has ended: a process died between the two."""
    too_old = timezone.now() - timedelta(seconds=LIMITS.hold_seconds) - _LATE
    held = Charge.objects.filter(state=ChargeState.HELD, created_at__lte=too_old).exclude(account__in=apart.accounts)
    return {charge.reference for charge in held[:BATCH]}


def _end_hold(reference: str) -> int:
    item_id, line, _attempt = reference.split(":")
    keys: list[str] = []
    with transaction.atomic():
        item = Item.objects.select_for_update(no_key=True).filter(pk=item_id).first()
        if item is None:
            return 0
        release_lines(item, ChargeLine(line))
        # A captured text stays readable; whatever else the item waited for is over.
        if item.state not in FINAL_STATES:
            release_lines(item)
            move(item, ItemState.EXPIRED, ReasonCode.HOLD_EXPIRED)
            keys = withdraw_files(item)
    forget(keys)
    return 1


def forget_text(item: Item) -> None:
    """Blank everything that says something about the picture; the caller saves the item."""
    for name, blank in NO_TEXT.items():
        setattr(item, name, blank)
