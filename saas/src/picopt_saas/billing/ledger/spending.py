"""What a key has spent today and a site this month, and what they may. Days and months are those of UTC."""

from datetime import UTC, datetime, timedelta
from typing import Final

from django.db.models import Sum
from django.utils import timezone

from picopt_saas.accounts.models import ApiKey, Site
from picopt_saas.billing.models import Hold

SPENT: Final = (Hold.State.HELD, Hold.State.CAPTURED)


def midnight_before(moment: datetime) -> datetime:
    """When the moment's day (UTC) began."""
    return moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def month_before(moment: datetime) -> datetime:
    """When the moment's month (UTC) began."""
    return midnight_before(moment).replace(day=1)


def month_after(moment: datetime) -> datetime:
    """When the next month (UTC) begins."""
    return month_before(month_before(moment) + timedelta(days=31))


def spent_this_month(site: Site, *, now: datetime | None = None) -> int:
    """Credits that holds of the site's keys took this month and did not give back, as `billing_reserve` counts."""
    since = month_before(now or timezone.now())
    holds = Hold.objects.filter(api_key__site=site, created_at__gte=since, state__in=SPENT)
    return holds.aggregate(total=Sum("credits"))["total"] or 0


def spent_today(key: ApiKey, *, now: datetime | None = None) -> int:
    """Credits that the key's holds of today took and did not give back."""
    midnight = (now or timezone.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    holds = Hold.objects.filter(api_key=key, created_at__gte=midnight, state__in=SPENT)
    return holds.aggregate(total=Sum("credits"))["total"] or 0


def spend_allowed(key: ApiKey, credits: int) -> bool:
    """Whether the key may spend so many credits more today. `reserve` checks again, under its lock."""
    return key.daily_spend_cap is None or spent_today(key) + credits <= key.daily_spend_cap
