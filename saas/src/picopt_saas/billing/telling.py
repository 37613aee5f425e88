"""Tells owners what happens to their credits, payments and plan; each event once."""

from datetime import datetime
from functools import partial
from typing import Final

from django.db import transaction
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat, Greatest
from django.utils import timezone

from picopt_saas.accounts.mail.once import tell_owners
from picopt_saas.accounts.models import Account, SentMail, Site
from picopt_saas.billing import letters
from picopt_saas.billing.budgets import Level, Month, this_month
from picopt_saas.billing.ledger.apart import Apart
from picopt_saas.billing.models import Grant, Wallet
from picopt_saas.billing.payments.port import PaymentFailed, SubscriptionChanged
from picopt_saas.billing.payments.products import find_product
from picopt_saas.billing.payments.sales import UNTIL_RENEWED
from picopt_saas.billing.plans import PLANS

_FEW: Final = 2  # one image with its text
_PART: Final = 10  # low is a tenth of what came last
_AT_MOST: Final = 500


def payment_failed(account: Account, failed: PaymentFailed) -> None:
    """Money could not be collected; each attempt is an event."""
    product = find_product(failed.product)
    write = partial(letters.payment_failed, product or failed.product, failed.cents, failed.tries_again_at)
    tell_owners(account, f"payment-failed:{failed.reference}:{failed.attempt}", write)


def plan_changed(account: Account, changed: SubscriptionChanged) -> None:
    """The plan was taken, changed or ended."""
    plan = PLANS.get(changed.plan)
    if plan is None:
        return
    event = f"plan:{changed.subscription_id}:{changed.told_at.isoformat()}:{changed.plan}:{changed.active}"
    write = (
        partial(letters.plan_changed, plan, changed.period_ends_at)
        if changed.active
        else partial(letters.plan_ended, plan)
    )
    tell_owners(account, event, write)


def low_balances() -> int:
    """Tell of balances that are low or used up, once after each time that credits came in; how many letters."""
    apart, known, told = Apart(), -1, 0
    while known < len(apart.accounts):
        known = len(apart.accounts)
        for wallet in _low().exclude(account__in=apart.accounts)[:_AT_MOST]:
            told += apart.attempt(wallet.account_id, partial(_tell, wallet))
    return told


@transaction.atomic
def _tell(wallet: Wallet) -> int:
    left, latest = wallet.left, wallet.latest  # type: ignore[attr-defined]  # annotated by `_low`
    if left:
        return tell_owners(wallet.account, f"low:{latest}", partial(letters.low_balance, left))
    return tell_owners(wallet.account, f"out:{latest}", letters.out_of_credits)


def budgets() -> int:
    """Tell of sites whose monthly budget is nearly or wholly used, each once a month and budget; how many letters."""
    sites = list(Site.objects.exclude(monthly_budget=None).filter(account__closed_at=None).select_related("account"))
    now = timezone.now()
    months = this_month(sites, now=now)
    apart = Apart()
    return sum(apart.attempt(one.account_id, partial(_tell_budget, one, months[one.pk], now)) for one in sites)


def _tell_budget(site: Site, month: Month, now: datetime) -> int:
    if month.level is Level.FINE:
        return 0
    event = f"budget:{site.pk}:{now:%Y-%m}:{month.budget}:{month.level}"
    return tell_owners(site.account, event, partial(letters.budget_used, site, month))


def _low() -> QuerySet[Wallet]:
    """Wallets with little left, reservations included, whose owners do not know it yet.

    Not those whose month has just ended: the next month's credits are on their way, or its payment failed, which is a
    letter of its own.
    """
    newest = Grant.objects.filter(account=OuterRef("pk")).order_by("-pk")
    now = timezone.now()
    renewing = Q(
        account__subscription__active=True,
        account__subscription__period_ends_at__gte=now - UNTIL_RENEWED,
        account__subscription__period_ends_at__lte=now,
    )
    return (
        Wallet.objects.select_related("account")
        .filter(debt=0, account__closed_at=None)
        .annotate(
            left=F("available") + F("held"),
            latest=Subquery(newest.values("pk")[:1]),
            brought=Subquery(newest.values("credits")[:1]),
        )
        .filter(left__lt=F("brought"), left__lte=Greatest(Value(_FEW), F("brought") / _PART))
        .filter(~_was_told("out"), Q(left=0) | ~_was_told("low"))
        .exclude(renewing)
        .order_by("pk")
    )


def _was_told(kind: str) -> Exists:
    event = Concat(Value(f"{kind}:"), Cast(OuterRef("latest"), CharField()))
    return Exists(SentMail.objects.filter(event=event))
