"""What a key has spent today, and its cap. A day is a day in UTC."""

from datetime import datetime

from django.db.models import Sum
from django.utils import timezone

from picopt_saas.accounts.models import ApiKey
from picopt_saas.billing.ledger.values import SpendCapError
from picopt_saas.billing.models import Hold


def spent_today(key: ApiKey, *, now: datetime | None = None) -> int:
    """Credits that the key's holds of today took and did not give back."""
    midnight = (now or timezone.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    holds = Hold.objects.filter(api_key=key, created_at__gte=midnight, state__in=[Hold.State.HELD, Hold.State.CAPTURED])
    return holds.aggregate(total=Sum("credits"))["total"] or 0


def spend_allowed(key: ApiKey, credits: int) -> bool:
    """Whether the key may spend so many credits more today. `reserve` checks again, under its lock."""
    return key.daily_spend_cap is None or spent_today(key) + credits <= key.daily_spend_cap


def refuse_beyond_cap(key: ApiKey | None, now: datetime) -> None:
    """Raise `SpendCapError` when today's holds, the new ones included, pass the key's cap. The wallet is locked."""
    if key is None or key.daily_spend_cap is None:
        return
    if (spent := spent_today(key, now=now)) > key.daily_spend_cap:
        raise SpendCapError(cap=key.daily_spend_cap, spent=spent)
