"""What webhooks do. Each is taken once; repeated, late and reordered ones end in the same state."""

from datetime import datetime
from math import ceil
from typing import Final

import structlog
from django.db import transaction
from django.db.models import F, Q

from picopt_saas.accounts import audit
from picopt_saas.accounts.models import Account
from picopt_saas.billing import ledger, telling
from picopt_saas.billing.models import Customer, Grant, Payment, Purchase, Subscription, WebhookEvent
from picopt_saas.billing.payments.buying import forget_page
from picopt_saas.billing.payments.closed import refuse_money, refuse_plan
from picopt_saas.billing.payments.port import (
    CURRENCY,
    Event,
    MoneyBack,
    News,
    Paid,
    PaymentFailed,
    SubscriptionChanged,
)
from picopt_saas.billing.payments.products import credits_of, find_product
from picopt_saas.billing.payments.second import look_at_second
from picopt_saas.billing.plans import PLANS

log = structlog.get_logger(__name__)

# A dispute's later word wins: what was decided is never reopened by an event that comes late.
_DISPUTE_RANK: Final = {"": 0, "open": 1, "won": 2, "lost": 2}


class UnknownSaleError(Exception):
    """Money came for something or somebody that we do not know; the message says what, for the operator."""


@transaction.atomic
def take_event(provider: str, event: Event) -> bool:
    """Apply a webhook, once an id. True when this call did it. Raises `UnknownSaleError`; then nothing is kept."""
    row = WebhookEvent(provider=provider, event_id=event.id, kind=event.kind)
    WebhookEvent.objects.bulk_create([row], ignore_conflicts=True)  # cannot say whether it inserted; the lock can
    row = WebhookEvent.objects.select_for_update().get(provider=provider, event_id=event.id)
    if row.applied:
        return False
    row.applied = True
    _describe(row, provider, event.news)
    row.save()
    match event.news:
        case Paid() as paid:
            _take_payment(provider, paid)
        case SubscriptionChanged() as changed:
            _change_subscription(provider, changed)
        case MoneyBack() as back:
            _note_money_back(provider, back)
        case PaymentFailed() as failed:
            telling.payment_failed(_account(failed.account_id), failed)
        case None:
            pass
    log.info("webhook", provider=provider, kind=event.kind, id=event.id)
    return True


def _describe(row: WebhookEvent, provider: str, news: News) -> None:
    """Write down whom the event concerns and what it says, for the account's log."""
    match news:
        case Paid():
            row.news, row.product, row.cents = "paid", news.product, news.cents
        case PaymentFailed():
            row.news, row.product, row.cents = "failed", news.product, news.cents
        case SubscriptionChanged():
            row.news, row.product = ("plan" if news.active else "plan_ended"), news.plan
        case MoneyBack():
            row.news, row.cents = (f"dispute_{news.dispute}" if news.dispute else "refund"), news.refunded_cents
            sale = Purchase.objects.filter(provider=provider, payment=news.payment).first()
            row.account, row.product = (sale.account, sale.product) if sale else (None, "")
        case None:
            return
    if not isinstance(news, MoneyBack):
        row.account = Account.objects.filter(pk=news.account_id).first()
    row.product = row.product[:20]


def _take_payment(provider: str, paid: Paid) -> None:
    """Credits for money, once a sale, whichever event announces it."""
    product = find_product(paid.product)
    if product is None:
        raise UnknownSaleError(f"paid for {paid.product!r}, which is not for sale")
    if paid.currency != CURRENCY:  # all sums are kept and shown in ours
        raise UnknownSaleError(f"paid in {paid.currency.upper()}, which nothing is sold in")
    account = _locked_account(paid.account_id)
    if account.closed_at:
        refuse_money(account, paid)
        return
    payment = _lock_payment(provider, paid.payment)
    credits = credits_of(product) if paid.credits is None else paid.credits
    purchase, is_new = _note_purchase(provider, account, paid, credits)
    if not is_new:
        return
    if not Subscription.objects.filter(account=account, active=True).exists():
        _know_customer(provider, account, paid.customer_id)
    if credits:
        expires_at = paid.ends_at or _a_year_after(paid.paid_at)
        ledger.grant(account, credits, reference=purchase.grant_reference, expires_at=expires_at, reason=product.name)
    audit.record(account, "money.paid", subject=paid.reference, product=paid.product, cents=paid.cents)
    _take_back(purchase, payment)  # the refund's webhook can be faster than the payment's


def _note_purchase(provider: str, account: Account, paid: Paid, credits: int) -> tuple[Purchase, bool]:
    """The sale's row, and whether it is new."""
    return Purchase.objects.get_or_create(
        provider=provider,
        reference=paid.reference,
        defaults={
            "account": account,
            "payment": paid.payment,
            "product": paid.product,
            "credits": credits,
            "cents": paid.cents,
            "paid_at": paid.paid_at,
            "invoice_url": paid.invoice_url,
        },
    )


def _a_year_after(moment: datetime) -> datetime:
    """How long a pack lasts: to the same day of the next year, of 29 February to 1 March."""
    try:
        return moment.replace(year=moment.year + 1)
    except ValueError:
        return moment.replace(year=moment.year + 1, month=3, day=1)


def _change_subscription(provider: str, changed: SubscriptionChanged) -> None:
    """Keep the provider's last word on the account's one plan."""
    account = _locked_account(changed.account_id) if changed.active else _account(changed.account_id)
    if changed.active and changed.plan not in PLANS:
        raise UnknownSaleError(f"for the plan {changed.plan!r}, which there is not")
    if changed.active and account.closed_at:
        refuse_plan(account, changed)
        return
    values = {
        "plan": changed.plan,
        "provider": provider,
        "provider_id": changed.subscription_id,
        "active": changed.active,
        "renews": changed.renews,
        "period_ends_at": changed.period_ends_at,
        "told_at": changed.told_at,
        "told_rank": changed.rank,
    }
    kept, created = Subscription.objects.select_for_update().get_or_create(account=account, defaults=values)
    if not created and not _replaces(kept, changed):
        return
    # What ended before we heard that it began is nothing to write a letter about.
    is_news = changed.active if created else (kept.plan, kept.active) != (changed.plan, changed.active)
    Subscription.objects.filter(pk=kept.pk).update(**values)
    if changed.active:
        _know_customer(provider, account, changed.customer_id)
        forget_page(account)
    if is_news:
        telling.plan_changed(account, changed)
    audit.record(account, "plan.changed", subject=changed.plan, active=changed.active)


def _replaces(kept: Subscription, changed: SubscriptionChanged) -> bool:
    """Whether the statement is newer than what is kept; one about a second subscription is for a worker to look at."""
    newer = (changed.told_at, changed.rank) >= (kept.told_at, kept.told_rank)
    if kept.provider_id == changed.subscription_id:
        return newer
    if changed.active and (kept.active or not newer):
        look_at_second(kept.account_id, changed.subscription_id)
    # The end of an old subscription must not end the new one that replaced it.
    return changed.active and newer and not kept.active


def _account(account_id: str) -> Account:
    account = Account.objects.filter(pk=account_id).first()
    if account is None:
        raise UnknownSaleError(f"for the account {account_id!r}, which does not exist")
    return account


def _locked_account(account_id: str) -> Account:
    """The account; nobody closes it until the transaction ends."""
    return Account.objects.select_for_update(no_key=True).filter(pk=account_id).first() or _account(account_id)


def _know_customer(provider: str, account: Account, customer_id: str) -> None:
    """Keep who pays: the customer whose plan runs, else the latest.

    Pages that were opened before the first payment make a customer each, and a customer can be deleted there.
    """
    if customer_id:
        Customer.objects.update_or_create(account=account, provider=provider, defaults={"customer_id": customer_id})


def _note_money_back(provider: str, back: MoneyBack) -> None:
    """Keep the furthest state of refunds and disputes, then take back what that means."""
    payment = _lock_payment(provider, back.payment)
    payment.refunded_cents = max(payment.refunded_cents, back.refunded_cents)
    if back.dispute:
        _note_dispute(payment, back)
    payment.save()
    for purchase in Purchase.objects.filter(provider=provider, payment=back.payment):
        _take_back(purchase, payment)


def _note_dispute(payment: Payment, back: MoneyBack) -> None:
    """Keep the furthest state of one of a locked payment's disputes; the caller saves the payment."""
    one = payment
    if back.dispute_id:
        one = _lock_payment(payment.provider, f"{payment.payment}/{back.dispute_id}")
        # Versions before this one kept one dispute, in the payment's own row.
        one.dispute, payment.dispute = one.dispute or payment.dispute, ""
    if _DISPUTE_RANK[back.dispute] > _DISPUTE_RANK[one.dispute]:
        one.dispute = back.dispute
    one.save()


def _is_disputed(payment: Payment) -> bool:
    """Whether the money of any of its disputes is not ours, or not yet again."""
    disputes = Q(payment=payment.payment) | Q(payment__startswith=f"{payment.payment}/")
    return Payment.objects.filter(disputes, provider=payment.provider, dispute__in=("open", "lost")).exists()


def _lock_payment(provider: str, payment_id: str) -> Payment:
    """The payment's row, locked: of a sale and its refund that come at once, one sees the other."""
    Payment.objects.bulk_create([Payment(provider=provider, payment=payment_id)], ignore_conflicts=True)
    return Payment.objects.select_for_update().get(provider=provider, payment=payment_id)


def _take_back(purchase: Purchase, payment: Payment) -> None:
    """Revoke as many credits as money went back, or return them when a dispute was won."""
    purchase = Purchase.objects.select_for_update().get(pk=purchase.pk)
    difference = _credits_lost(purchase, payment) - purchase.revoked_credits
    if difference == 0:
        return
    step = f"{purchase.grant_reference}:{purchase.revoked_credits}:{difference:+}:{purchase.returns}"
    if difference > 0:
        _revoke(purchase, difference, step)
    else:
        ends = Grant.objects.get(reference=purchase.grant_reference).expires_at
        reason = "Dispute decided in our favor"
        ledger.grant(purchase.account, -difference, reference=step, expires_at=ends, reason=reason)
        purchase.returns = F("returns") + 1
    purchase.revoked_credits = F("revoked_credits") + difference
    purchase.save(update_fields=["revoked_credits", "returns"])
    audit.record(purchase.account, "money.back", subject=purchase.reference, credits=difference)


def _revoke(purchase: Purchase, credits: int, step: str) -> None:
    """Take credits back from the sale's grants: those that came back after a dispute first, its own last."""
    returned = Grant.objects.filter(reference__startswith=f"{purchase.grant_reference}:").order_by("-pk")
    for number, (reference, given) in enumerate(returned.values_list("reference", "credits")):
        part = min(credits, given)
        credits -= part
        if part:
            ledger.revoke(reference, reference=f"{step}:{number}", credits=part)
    if credits:
        ledger.revoke(purchase.grant_reference, reference=step, credits=credits)


def _credits_lost(purchase: Purchase, payment: Payment) -> int:
    if _is_disputed(payment):
        return purchase.credits
    if not purchase.cents:
        return 0
    return min(purchase.credits, ceil(purchase.credits * payment.refunded_cents / purchase.cents))
