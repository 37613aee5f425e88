"""Refunds and disputes take credits back; a dispute that was won, and a refund that failed, return them."""

from math import ceil
from typing import Final

from django.db.models import F, Sum
from django.db.models.functions import Coalesce

from picopt_saas.accounts import audit
from picopt_saas.billing import ledger
from picopt_saas.billing.models import Grant, Payment, Purchase
from picopt_saas.billing.payments.port import MoneyBack

# A dispute's later word wins: what was decided is never reopened by an event that comes late.
_DISPUTE_RANK: Final = {"": 0, "open": 1, "won": 2, "lost": 2}


def note_money_back(provider: str, back: MoneyBack) -> None:
    """Keep the furthest state of refunds and disputes, then take back what that means."""
    payment = lock_payment(provider, back.payment)
    _note_refunds(payment, back)
    if back.dispute:
        _note_dispute(payment, back)
    payment.save()
    for purchase in Purchase.objects.filter(provider=provider, payment=back.payment):
        take_back(
            purchase, payment, returns_because="Dispute decided in our favor" if back.dispute else "Refund failed"
        )


def _note_refunds(payment: Payment, back: MoneyBack) -> None:
    """Keep the highest total, until a refund fails: its money came back, and what was said before counts no more."""
    if payment.corrected_at and back.told_at and back.told_at <= payment.corrected_at:
        return
    if back.corrects:
        payment.refunded_cents, payment.corrected_at = back.refunded_cents, back.told_at
    else:
        payment.refunded_cents = max(payment.refunded_cents, back.refunded_cents)


def _note_dispute(payment: Payment, back: MoneyBack) -> None:
    """Keep the furthest state of one of a locked payment's disputes; the caller saves the payment."""
    one = payment
    if back.dispute_id:
        one = lock_payment(payment.provider, f"{payment.payment}/{back.dispute_id}")
        # Versions before this one kept one dispute, in the payment's own row.
        one.dispute, payment.dispute = one.dispute or payment.dispute, ""
        one.refunded_cents = back.disputed_cents
    if _DISPUTE_RANK[back.dispute] > _DISPUTE_RANK[one.dispute]:
        one.dispute = back.dispute
    one.save()


def _cents_gone(payment: Payment, whole: int) -> int:
    """What was refunded, and what disputes are about whose money is not ours, or not yet again; of a whole payment."""
    rows = Payment.objects.filter(provider=payment.provider, dispute__in=("open", "lost"))
    if rows.filter(pk=payment.pk).exists():
        return whole
    disputed = rows.filter(payment__startswith=f"{payment.payment}/").values_list("refunded_cents", flat=True)
    return min(whole, payment.refunded_cents + sum(cents or whole for cents in disputed))


def lock_payment(provider: str, payment_id: str) -> Payment:
    """The payment's row, locked: of a sale and its refund that come at once, one sees the other."""
    Payment.objects.bulk_create([Payment(provider=provider, payment=payment_id)], ignore_conflicts=True)
    return Payment.objects.select_for_update().get(provider=provider, payment=payment_id)


def take_back(purchase: Purchase, payment: Payment, *, returns_because: str = "") -> None:
    """Revoke as many credits as money went back, or return them when it stayed or came back."""
    purchase = Purchase.objects.select_for_update().get(pk=purchase.pk)
    difference = _credits_lost(purchase, payment) - purchase.revoked_credits
    if difference == 0:
        return
    step = f"{purchase.grant_reference}:{purchase.revoked_credits}:{difference:+}:{purchase.returns}"
    if difference > 0:
        _revoke(purchase, difference, step)
    else:
        ends = Grant.objects.get(reference=purchase.grant_reference).expires_at
        ledger.give_again(purchase.account, -difference, reference=step, expires_at=ends, reason=returns_because)
        purchase.returns = F("returns") + 1
    purchase.revoked_credits = F("revoked_credits") + difference
    purchase.save(update_fields=["revoked_credits", "returns"])
    audit.record(
        purchase.account,
        "money.back" if difference > 0 else "money.kept",
        subject=purchase.reference,
        credits=difference,
    )


def _revoke(purchase: Purchase, credits: int, step: str) -> None:
    """Take credits back from the sale's grants: those that came back after a dispute first, its own last.

    What was taken back of one before is not there any more, and is not looked for in it again.
    """
    returned = Grant.objects.filter(reference__startswith=f"{purchase.grant_reference}:").order_by("-pk")
    gone = Coalesce(Sum(F("revocations__taken") + F("revocations__owed")), 0)
    for number, (reference, left) in enumerate(returned.values_list("reference", F("credits") - gone)):
        part = min(credits, left)
        credits -= part
        if part:
            ledger.revoke(reference, reference=f"{step}:{number}", credits=part)
    if credits:
        ledger.revoke(purchase.grant_reference, reference=step, credits=credits)


def _credits_lost(purchase: Purchase, payment: Payment) -> int:
    whole = max(purchase.cents, purchase.total_cents or 0)
    return ceil(purchase.credits * _cents_gone(payment, purchase.cents) / whole) if whole else 0
