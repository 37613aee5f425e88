"""What staff decide about refunds beyond the automatic limit."""

from django.db import transaction

from picopt_contract.values import ChargeState
from picopt_saas.jobs.delivery.receipts import refund_charges
from picopt_saas.jobs.models import Charge, ReceiptRecord


@transaction.atomic
def decide_refund(receipt_id: int, *, give_back: bool) -> int:
    """Give the item's captured credits back, or leave them charged; once. How many credits returned."""
    receipt = ReceiptRecord.objects.select_for_update().get(pk=receipt_id)
    if receipt.refund != ReceiptRecord.Refund.PENDING:
        return 0
    captured = Charge.objects.select_for_update().filter(item_id=receipt.item_id, state=ChargeState.CAPTURED)
    receipt.refunded_credits = refund_charges(list(captured.order_by("pk"))) if give_back else 0
    receipt.refund = ReceiptRecord.Refund.DONE if give_back else ReceiptRecord.Refund.REFUSED
    receipt.save(update_fields=["refund", "refunded_credits"])
    return receipt.refunded_credits
