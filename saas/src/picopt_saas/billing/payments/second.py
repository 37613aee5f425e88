"""A second subscription, bought before anybody could know of the first: ended, and its money given back."""

import structlog
from django.db import transaction

from picopt_saas.accounts import audit
from picopt_saas.billing.models import Subscription
from picopt_saas.billing.payments.build import payment_provider
from picopt_saas.billing.payments.closed import refuse_plan
from picopt_saas.billing.payments.parties import know_customer, locked_account
from picopt_saas.billing.payments.port import SubscriptionChanged
from picopt_saas.deferring import defer
from picopt_saas.lanes import HOUSEKEEPING

log = structlog.get_logger(__name__)

SETTLE_SECOND = "settle_second_subscription"


def look_at_second(account_id: str, subscription_id: str) -> None:
    """Have a worker settle it: the provider must be asked, which a webhook does not wait for."""
    defer(SETTLE_SECOND, HOUSEKEEPING, account_id=account_id, subscription_id=subscription_id)


def settle_second(account_id: str, subscription_id: str) -> None:
    """Keep one of the two, as the provider sees them now: the first while it runs, else the second.

    The refund's webhook takes the credits back that the second one brought. Raises `PaymentError`: to be tried again.
    """
    provider = payment_provider()
    second = provider.subscription(subscription_id)
    kept = Subscription.objects.select_related("account").get(account=account_id)
    if second is None or not second.active or kept.provider_id == subscription_id:
        return
    first = provider.subscription(kept.provider_id)
    if first is not None and first.active:
        provider.end_subscription(subscription_id)
        log.warning("second_subscription_ended", account=account_id, subscription=subscription_id)
        audit.record(kept.account, "plan.second_ended", subject=second.plan)
        return
    _keep(account_id, second)
    # The webhook of its end may have come while the first one stood in its place; then it changed nothing.
    now = provider.subscription(subscription_id)
    if now is not None and not now.active:
        _keep(account_id, now)


@transaction.atomic
def _keep(account_id: str, found: SubscriptionChanged) -> None:
    """This is the account's subscription from now on, and its customer the account's."""
    account = locked_account(account_id)
    if found.active and account.closed_at:
        refuse_plan(account, found)
        return
    Subscription.objects.filter(account=account).update(
        plan=found.plan,
        provider_id=found.subscription_id,
        active=found.active,
        renews=found.renews,
        period_ends_at=found.period_ends_at,
        told_at=found.told_at,
        told_rank=found.rank,
    )
    know_customer(payment_provider().name, account, found.customer_id)
    audit.record(account, "plan.changed", subject=found.plan, active=found.active)
