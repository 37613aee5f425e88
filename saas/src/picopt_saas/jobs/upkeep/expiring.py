"""What time ends: holds after 72 hours, results after the plan's retention."""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from picopt_contract.limits import LIMITS
from picopt_contract.reasons import ReasonCode
from picopt_contract.values import FINAL_STATES, ChargeLine, ChargeState, ItemState
from picopt_saas.billing import ledger
from picopt_saas.jobs.delivery.charges import release_lines
from picopt_saas.jobs.delivery.files import forget, withdraw_files
from picopt_saas.jobs.models import Charge, Item, PaidWork
from picopt_saas.jobs.states import move

_AT_MOST: Final = 500
_LATE: Final = timedelta(hours=1)


def expire_holds() -> int:
    """End holds that are too old, and the items that waited with them; how many holds ended."""
    references = set(ledger.expire_holds()) | _forgotten()
    for reference in sorted(references):
        _end_hold(reference)
    return len(references)


def expire_results() -> int:
    """Delete texts and files whose time is over; how many items lost theirs."""
    due = Item.objects.filter(expires_at__lte=timezone.now()).order_by("expires_at").values_list("pk", flat=True)
    expired = list(due[:_AT_MOST])
    for item_id in expired:
        _drop_result(item_id)
    PaidWork.objects.filter(expires_at__lte=timezone.now()).delete()
    return len(expired)


def _forgotten() -> set[str]:
    """Lines still called held long after their hold has ended: a process died between the two."""
    too_old = timezone.now() - timedelta(seconds=LIMITS.hold_seconds) - _LATE
    held = Charge.objects.filter(state=ChargeState.HELD, created_at__lte=too_old)[:_AT_MOST]
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


def _drop_result(item_id: str) -> None:
    with transaction.atomic():
        item = Item.objects.select_for_update(no_key=True).get(pk=item_id)
        release_lines(item)
        keys = withdraw_files(item)
        forget_text(item)
        if item.state in FINAL_STATES:
            item.save()
        else:
            move(item, ItemState.EXPIRED, ReasonCode.RESULT_EXPIRED)
    forget(keys)


def forget_text(item: Item) -> None:
    """Blank everything that says something about the picture; the caller saves the item."""
    item.analysis = item.reviewed_text = item.export = item.expires_at = None
    item.wish = ""
    item.picture = {}
