"""Receipts: what the site did with a result. One never captures; `not_applied` gives credits back, within limits."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db import connection
from django.utils import timezone

from picopt_contract.errors import ErrorCode
from picopt_contract.jobs import Receipt
from picopt_contract.reasons import ReasonCode
from picopt_contract.values import ChargeState, ItemState
from picopt_saas.accounts.models import Account
from picopt_saas.billing import ledger
from picopt_saas.database import MAY_BE_SLOW
from picopt_saas.jobs.delivery.charges import release_lines
from picopt_saas.jobs.delivery.figures import forget_applied, note_applied
from picopt_saas.jobs.delivery.files import forget, withdraw_files
from picopt_saas.jobs.models import Charge, Item, PaidWork, ReceiptRecord
from picopt_saas.jobs.states import move
from picopt_saas.refusal import Refusal

_WINDOW: Final = timedelta(days=30)
_ALWAYS_REFUNDED: Final = 10  # lines in 30 days
_SHARE_REFUNDED: Final = 0.02  # of the lines captured in 30 days
_CAME_TO_NOTHING: Final = (ItemState.FAILED, ItemState.CANCELLED, ItemState.EXPIRED, ItemState.NO_GAIN)
_ACKNOWLEDGEABLE: Final = (ItemState.READY, ItemState.DELIVERED)


@dataclass(frozen=True, kw_only=True)
class Refund:
    """What a receipt gave back."""

    credits: int = 0
    pending: bool = False


def lock_item(account: Account, item_id: str) -> Item | None:
    """The account's item, for a receipt of it, until the transaction ends."""
    items = Item.objects.select_for_update(no_key=True, of=("self",)).select_related("job__api_key", "account")
    return items.filter(account=account, pk=item_id).first()


def take_receipt(item: Item, receipt: Receipt) -> Refund:
    """Note what became of a locked item's result. The first receipt counts; the same again changes nothing.

    What was applied can still be sent back or reverted. Raises `Refusal` (state_conflict) when there is no result to
    acknowledge, or a receipt says the opposite.
    """
    # What is ready has had no receipt yet: the first one moves it on, and nothing leads back.
    earlier = None if item.state == ItemState.READY else ReceiptRecord.objects.filter(item=item).first()
    if earlier is not None and not (earlier.outcome == "applied" and receipt.outcome != "applied"):
        return _repeat(earlier, receipt)
    if item.state not in _ACKNOWLEDGEABLE:
        raise Refusal(ErrorCode.STATE_CONFLICT, f"The item is {item.state}; there is no result to acknowledge.")
    if receipt.outcome == "not_applied":
        return _send_back(item, receipt)
    move(item, ItemState.DELIVERED)
    _record(item, receipt)
    if receipt.outcome == "applied":
        note_applied(item, receipt)
    else:
        forget_applied(item.account, item.pk)
    return Refund()


def _repeat(earlier: ReceiptRecord, receipt: Receipt) -> Refund:
    if (earlier.outcome, receipt.outcome) == ("reverted", "applied"):
        return Refund()  # what was sent first has come last
    if earlier.outcome != receipt.outcome:
        raise Refusal(
            ErrorCode.STATE_CONFLICT, f"This item's receipt already says {earlier.outcome} and cannot be changed."
        )
    return Refund(pending=earlier.refund == ReceiptRecord.Refund.PENDING)


def _record(item: Item, receipt: Receipt, refund: Refund | None = None) -> None:
    state = ReceiptRecord.Refund.NONE
    if refund and (refund.credits or refund.pending):
        state = ReceiptRecord.Refund.PENDING if refund.pending else ReceiptRecord.Refund.DONE
    record = ReceiptRecord(
        item=item,
        outcome=receipt.outcome,
        files=[file.model_dump() for file in receipt.files],
        reason=receipt.reason,
        refund=state,
        refunded_credits=refund.credits if refund else 0,
    )
    said = ["outcome", "files", "reason", "refund", "refunded_credits"]
    ReceiptRecord.objects.bulk_create([record], update_conflicts=True, unique_fields=["item"], update_fields=said)


def _send_back(item: Item, receipt: Receipt) -> Refund:
    """Withdraw the result; refund what was captured, automatically up to the limit."""
    captured = _lock_captured(item)
    _withdraw(item)
    # Two receipts at once share one limit; only now, so that a slow store keeps nobody else of the account waiting.
    Account.objects.select_for_update(no_key=True).get(pk=item.account_id)
    forget_applied(item.account, item.pk)
    within = len(captured) <= _refunds_left(item.account) and not _used_elsewhere(item, captured)
    release_lines(item)
    refunded = refund_charges(captured) if within else 0
    refund = Refund(credits=refunded, pending=bool(captured) and not within)
    move(item, ItemState.FAILED, ReasonCode.NOT_APPLIED, receipt.reason)
    _record(item, receipt, refund)
    return refund


def _withdraw(item: Item) -> None:
    """The bytes go before the credits return: an address in the bucket that is still good must lead nowhere then.

    Raises `StorageUnavailable`; then nothing is refunded, and the receipt can be sent again.
    """
    with connection.cursor() as cursor:
        cursor.execute(MAY_BE_SLOW)
    forget(withdraw_files(item))


def _lock_captured(item: Item) -> list[Charge]:
    """The lines that are charged, and what they paid for, locked.

    What is still held is locked too: a download that is just capturing it ends first, and is then found charged.
    """
    open_or_charged = Charge.objects.filter(item=item, state__in=[ChargeState.HELD, ChargeState.CAPTURED])
    charges = list(open_or_charged.select_for_update(no_key=True).order_by("pk"))
    captured = [charge for charge in charges if charge.state == ChargeState.CAPTURED]
    # An order that counts on this payment ends first, and is then found as another use of it.
    list(PaidWork.objects.select_for_update().filter(charge__in=captured).order_by("line", "fingerprint"))
    return captured


def refund_charges(charges: list[Charge]) -> int:
    """Give captured lines back and un-pay their work; the credits that returned."""
    returned = 0
    for charge in charges:
        if ledger.refund(charge.reference):
            returned += charge.credits
            charge.state, charge.settled_at = ChargeState.REFUNDED, timezone.now()
            charge.save(update_fields=["state", "settled_at"])
    PaidWork.objects.filter(charge__in=charges).delete()
    return returned


def _used_elsewhere(item: Item, captured: list[Charge]) -> bool:
    """Whether another item has the same work, free because this one paid: then it was of use."""
    same = Charge.objects.filter(
        account=item.account_id, state=ChargeState.FREE, fingerprint__in=[charge.fingerprint for charge in captured]
    )
    return same.exclude(item=item).exclude(item__state__in=_CAME_TO_NOTHING).exists()


def _refunds_left(account: Account) -> int:
    """Lines that can still be refunded without staff: up to max(10, 2 % of the captures) in 30 days."""
    recent = Charge.objects.filter(account=account, settled_at__gte=timezone.now() - _WINDOW)
    refunded = recent.filter(state=ChargeState.REFUNDED).count()
    captured = recent.filter(state__in=[ChargeState.CAPTURED, ChargeState.REFUNDED]).count()
    return max(_ALWAYS_REFUNDED, int(captured * _SHARE_REFUNDED)) - refunded
