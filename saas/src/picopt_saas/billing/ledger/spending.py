"""What a key has spent today, and its cap. A day is a day in UTC."""

from datetime import UTC, datetime

from django.db.models import Sum
from django.utils import timezone

from picopt_saas.accounts.models import ApiKey
from picopt_saas.billing.models import Hold


def midnight_before(moment: datetime) -> datetime:
    """When the moment's day (UTC) began."""
    return moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def spent_today(key: ApiKey, *, now: datetime | None = None) -> int:
    """Credits that the key's holds of today took and did not give back."""
    midnight = (now or timezone.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    holds = Hold.objects.filter(api_key=key, created_at__gte=midnight, state__in=[Hold.State.HELD, Hold.State.CAPTURED])
    return holds.aggregate(total=Sum("credits"))["total"] or 0


def spend_allowed(key: ApiKey, credits: int) -> bool:
    """Whether the key may spend so many credits more today. `reserve` checks again, under its lock."""
    return key.daily_spend_cap is None or spent_today(key) + credits <= key.daily_spend_cap
