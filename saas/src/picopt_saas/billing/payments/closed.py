"""Money for an account that was closed while its payment page was open: given back, and no plan goes on."""

import structlog

from picopt_saas.accounts import audit
from picopt_saas.accounts.models import Account
from picopt_saas.billing.models import Subscription
from picopt_saas.billing.payments.build import payment_provider
from picopt_saas.billing.payments.port import Paid, SubscriptionChanged
from picopt_saas.deferring import defer
from picopt_saas.lanes import HOUSEKEEPING

log = structlog.get_logger(__name__)

GIVE_BACK = "give_back_payment"
END_PLAN = "end_plan_of_closed"
CANCEL_PLAN = "cancel_plan_of_closed"


def refuse_money(account: Account, paid: Paid) -> None:
    """Have a worker give it back: the provider must be asked, which a webhook does not wait for."""
    log.warning("paid_for_closed_account", account=account.pk, sale=paid.reference, cents=paid.cents)
    audit.record(account, "money.refused", subject=paid.reference, product=paid.product, cents=paid.cents)
    if paid.cents:
        defer(GIVE_BACK, HOUSEKEEPING, payment=paid.payment)


def refuse_plan(account: Account, changed: SubscriptionChanged) -> None:
    """Have a worker end it, so that no further month is paid.

    Of a plan that the account had before it was closed, the months until then are paid for rightly.
    """
    if not changed.renews:
        return
    log.warning("plan_for_closed_account", account=account.pk, subscription=changed.subscription_id)
    was_used = Subscription.objects.filter(account=account, provider_id=changed.subscription_id).exists()
    defer(CANCEL_PLAN if was_used else END_PLAN, HOUSEKEEPING, subscription_id=changed.subscription_id)


def give_back(payment: str) -> None:
    """Refund a payment whole. Raises `PaymentError`: to be tried again."""
    payment_provider().refund(payment)


def cancel_plan(subscription_id: str) -> None:
    """End a subscription. Raises `PaymentError`: to be tried again."""
    payment_provider().cancel(subscription_id)


def end_plan(subscription_id: str) -> None:
    """End a subscription, and give back what was paid for it. Raises `PaymentError`: to be tried again."""
    payment_provider().end_subscription(subscription_id)
