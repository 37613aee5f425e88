"""An account's plan is what the provider said of it last, whatever order that came in."""

from typing import Any

from picopt_saas.accounts import audit
from picopt_saas.billing import telling
from picopt_saas.billing.models import Subscription
from picopt_saas.billing.payments.buying import forget_page
from picopt_saas.billing.payments.closed import refuse_plan
from picopt_saas.billing.payments.parties import UnknownSaleError, account_of, know_customer, locked_account
from picopt_saas.billing.payments.port import SubscriptionChanged
from picopt_saas.billing.payments.second import look_at_second
from picopt_saas.billing.plans import PLANS


def change_subscription(provider: str, changed: SubscriptionChanged) -> None:
    """Keep the provider's last word on the account's one plan."""
    account = locked_account(changed.account_id) if changed.active else account_of(changed.account_id)
    if changed.active and changed.plan not in PLANS:
        raise UnknownSaleError(f"for the plan {changed.plan!r}, which there is not")
    if changed.active and account.closed_at:
        refuse_plan(account, changed)
        return
    values = _columns(provider, changed)
    kept, created = Subscription.objects.select_for_update().get_or_create(account=account, defaults=values)
    if not created and not _replaces(kept, changed):
        return
    # What ended before we heard that it began is nothing to write a letter about.
    is_news = changed.active if created else (kept.plan, kept.active) != (changed.plan, changed.active)
    Subscription.objects.filter(pk=kept.pk).update(**values)
    if changed.active:
        know_customer(provider, account, changed.customer_id)
        forget_page(account)
    if is_news:
        telling.plan_changed(account, changed)
    audit.record(account, "plan.changed", subject=changed.plan, active=changed.active)


def _columns(provider: str, changed: SubscriptionChanged) -> dict[str, Any]:
    return {
        "plan": changed.plan,
        "provider": provider,
        "provider_id": changed.subscription_id,
        "active": changed.active,
        "renews": changed.renews,
        "period_ends_at": changed.period_ends_at,
        "told_at": changed.told_at,
        "told_rank": changed.rank,
    }


def _replaces(kept: Subscription, changed: SubscriptionChanged) -> bool:
    """Whether the statement is newer than what is kept; one about a second subscription is for a worker to look at."""
    newer = (changed.told_at, changed.rank) >= (kept.told_at, kept.told_rank)
    if kept.provider_id == changed.subscription_id:
        return newer
    if changed.active and (kept.active or not newer):
        look_at_second(kept.account_id, changed.subscription_id)
    # The end of an old subscription must not end the new one that replaced it.
    return changed.active and newer and not kept.active
