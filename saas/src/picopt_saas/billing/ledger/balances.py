"""What an account has. Grants that have ended but were not swept yet already count as expired."""

from dataclasses import replace
from datetime import datetime

from django.db.models import Sum
from django.utils import timezone

from picopt_saas.accounts.models import Account
from picopt_saas.billing.ledger.values import Balance
from picopt_saas.billing.models import Grant, Wallet


def balance(account: Account) -> Balance:
    """The account's balances at this moment; all zero when it never had a credit."""
    wallet = Wallet.objects.filter(pk=account.pk).values(*Balance.__dataclass_fields__).first()
    if wallet is None:
        return Balance()
    stored = Balance(**wallet)
    ended = Grant.objects.filter(account=account, remaining__gt=0, expires_at__lte=timezone.now())
    due = ended.aggregate(total=Sum("remaining"))["total"] or 0
    return replace(stored, available=stored.available - due, expired=stored.expired + due)


def expiring(account: Account) -> list[tuple[datetime, int]]:
    """When available credits end, soonest first: (moment, credits)."""
    grants = Grant.objects.filter(account=account, remaining__gt=0, expires_at__gt=timezone.now())
    rows = grants.values("expires_at").annotate(total=Sum("remaining")).order_by("expires_at")
    return [(row["expires_at"], row["total"]) for row in rows if row["expires_at"]]
