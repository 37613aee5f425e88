"""What time ends: holds after 72 hours, results after the plan's retention."""

from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from picopt_contract.limits import LIMITS
from picopt_contract.reasons import ReasonCode
from picopt_contract.values import FINAL_STATES, ChargeLine, ChargeState, ItemState
from picopt_saas.billing import ledger
from picopt_saas.budget import BATCH, Budget, in_batches
from picopt_saas.jobs.delivery.charges import release_items, release_lines
from picopt_saas.jobs.delivery.files import forget, withdraw_files, withdraw_files_of
from picopt_saas.jobs.models import Charge, Item, PaidWork, ResultFile
from picopt_saas.jobs.states import end_all, move

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
    budget = Budget()
    return in_batches(_expire_holds, budget) + in_batches(lambda: _end_holds(_forgotten()), budget)


def expire_results() -> int:
    """Delete texts and files whose time is over; how many items lost theirs."""
    budget = Budget()
    expired = in_batches(_expire_results, budget)
    in_batches(_forget_paid, budget)
    in_batches(_forget_files, budget)
    return expired


def _expire_holds() -> int:
    return _end_holds(set(ledger.expire_holds(at_most=BATCH)))


def _end_holds(references: set[str]) -> int:
    for reference in sorted(references):
        _end_hold(reference)
    return len(references)


def _expire_results() -> int:
    """One batch: rows first, in one transaction, then the bytes. What is lost in between has no row, and is swept."""
    now = timezone.now()
    with transaction.atomic():
        due = Item.objects.select_for_update(no_key=True, skip_locked=True).filter(expires_at__lte=now)
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


def _forgotten() -> set[str]:
    """Lines still called held long after their hold has ended: a process died between the two."""
    too_old = timezone.now() - timedelta(seconds=LIMITS.hold_seconds) - _LATE
    held = Charge.objects.filter(state=ChargeState.HELD, created_at__lte=too_old)[:BATCH]
    return {charge.reference for charge in held}


def _end_hold(reference: str) -> None:
    item_id, line, _attempt = reference.split(":")
    keys: list[str] = []
    with transaction.atomic():
        item = Item.objects.select_for_update(no_key=True).filter(pk=item_id).first()
        if item is None:
            return
        release_lines(item, ChargeLine(line))
        # A captured text stays readable; whatever else the item waited for is over.
        if item.state not in FINAL_STATES:
            release_lines(item)
            move(item, ItemState.EXPIRED, ReasonCode.HOLD_EXPIRED)
            keys = withdraw_files(item)
    forget(keys)


def forget_text(item: Item) -> None:
    """Blank everything that says something about the picture; the caller saves the item."""
    for name, blank in NO_TEXT.items():
        setattr(item, name, blank)
