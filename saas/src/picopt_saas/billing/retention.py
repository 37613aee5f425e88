"""How long results, texts and originals are kept."""

from datetime import datetime, timedelta

from django.utils import timezone

from picopt_saas.accounts.models import Account
from picopt_saas.billing.plans import plan_of


def keep_until(account: Account) -> datetime:
    """When something made for this account today is deleted."""
    return timezone.now() + retention(account)


def retention(account: Account) -> timedelta:
    """The time that the account's plan keeps results."""
    return timedelta(days=plan_of(account).retention_days)
