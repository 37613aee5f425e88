"""The end of a plan's time, with test money: there is no provider that would tell."""

from collections.abc import Iterable
from functools import partial

from django.db import transaction
from django.utils import timezone

from picopt_saas.billing.ledger.apart import Apart
from picopt_saas.billing.models import Subscription
from picopt_saas.billing.payments.build import payment_provider
from picopt_saas.billing.payments.sandbox import SandboxProvider
from picopt_saas.billing.payments.webhooks import take_event


def hear(provider: SandboxProvider, events: Iterable[tuple[bytes, dict[str, str]]]) -> int:
    """Take webhooks (body, headers) that the sandbox sends us; how many of them were news."""
    return sum(take_event(provider.name, provider.read_event(*event)) for event in events)


def end_periods() -> int:
    """Plans whose time is over go on, paid with test money, or end where they were canceled; how many did."""
    provider = payment_provider()
    if not isinstance(provider, SandboxProvider):
        return 0
    due = Subscription.objects.filter(provider=provider.name, active=True, period_ends_at__lte=timezone.now())
    apart = Apart()
    return sum(
        apart.attempt(kept.account_id, partial(_end_period, provider, kept)) for kept in due.select_related("account")
    )


@transaction.atomic
def _end_period(provider: SandboxProvider, kept: Subscription) -> int:
    """Both or neither: a plan that has gone on without its credits would never be looked at for them again."""
    return int(hear(provider, provider.period_over(kept)) > 0)
