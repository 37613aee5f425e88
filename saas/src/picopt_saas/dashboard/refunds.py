"""What staff decide about refunds beyond the automatic limit."""

from django.db import transaction

from picopt_contract.values import ChargeState
from picopt_saas.accounts import audit
from picopt_saas.accounts.models import User
from picopt_saas.jobs.delivery.receipts import refund_charges
from picopt_saas.jobs.models import Charge, ReceiptRecord


@transaction.atomic
def decide_refund(receipt_id: int, *, give_back: bool, user: User) -> bool:
    """Give the item's captured credits back, or leave them charged; once. Whether this call decided it."""
    receipt = ReceiptRecord.objects.select_for_update(of=("self",)).select_related("item__account").get(pk=receipt_id)
    if receipt.refund != ReceiptRecord.Refund.PENDING:
        return False
    captured = Charge.objects.select_for_update().filter(item_id=receipt.item_id, state=ChargeState.CAPTURED)
    receipt.refunded_credits = refund_charges(list(captured.order_by("pk"))) if give_back else 0
    receipt.refund = ReceiptRecord.Refund.DONE if give_back else ReceiptRecord.Refund.REFUSED
    receipt.save(update_fields=["refund", "refunded_credits"])
    credits = receipt.refunded_credits
    audit.record(receipt.item.account, "money.refund_decided", subject=receipt.item_id, user=user, credits=credits)
    return True
