"""What webhooks do. Each is taken once; repeated, late and reordered ones end in the same state."""

import structlog
from django.db import transaction

from picopt_saas.accounts.models import Account
from picopt_saas.billing import telling
from picopt_saas.billing.models import Purchase, WebhookEvent
from picopt_saas.billing.payments.money_back import note_money_back
from picopt_saas.billing.payments.parties import account_of
from picopt_saas.billing.payments.port import Event, MoneyBack, News, Paid, PaymentFailed, SubscriptionChanged
from picopt_saas.billing.payments.sales import take_payment
from picopt_saas.billing.payments.subscriptions import change_subscription

log = structlog.get_logger(__name__)


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
            take_payment(provider, paid)
        case SubscriptionChanged() as changed:
            change_subscription(provider, changed)
        case MoneyBack() as back:
            note_money_back(provider, back)
        case PaymentFailed() as failed:
            telling.payment_failed(account_of(failed.account_id), failed)
        case None:
            pass
    log.info("webhook", provider=provider, kind=event.kind, id=event.id)
    return True


def _describe(row: WebhookEvent, provider: str, news: News) -> None:
    """Write down whom the event concerns and what it says, for the account's log."""
    match news:
        case Paid() | PaymentFailed():
            row.news, row.cents = ("paid" if isinstance(news, Paid) else "failed"), news.cents
            account_id, product = news.account_id, news.product
        case SubscriptionChanged():
            running = "plan" if news.renews else "plan_canceled"
            row.news = running if news.active else "plan_ended"
            account_id, product = news.account_id, news.plan
        case MoneyBack():
            refund = "refund_failed" if news.corrects else "refund"
            row.news, row.cents = (f"dispute_{news.dispute}" if news.dispute else refund), news.refunded_cents
            sale = Purchase.objects.filter(provider=provider, payment=news.payment).first()
            account_id, product = (sale.account_id, sale.product) if sale else ("", "")
        case None:
            return
    row.account = Account.objects.filter(pk=account_id).first()
    row.product = product[:20]
