"""What a key has spent today and a site this month, and what they may. Days and months are those of UTC."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from django.db import connection
from django.db.models import Sum
from django.utils import timezone

from picopt_saas.accounts.models import ApiKey, Site
from picopt_saas.billing.models import Spending

_KEPT: Final = timedelta(days=40)  # longer than a month, and than anything looks back
_RECOUNT: Final = (Path(__file__).parent / "recount.sql").read_text()


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
    kept = Spending.objects.filter(api_key__site=site, day__gte=since.date())
    return kept.aggregate(total=Sum("credits"))["total"] or 0


def spent_today(key: ApiKey, *, now: datetime | None = None) -> int:
    """Credits that the key's holds of today took and did not give back."""
    return spent_in_days(key, 1, now=now)


def spent_in_days(key: ApiKey, days: int, *, now: datetime | None = None) -> int:
    """The same of so many days (at most 31), today included."""
    today = midnight_before(now or timezone.now()).date()
    kept = Spending.objects.filter(api_key=key, day__gt=today - timedelta(days=days))
    return kept.aggregate(total=Sum("credits"))["total"] or 0


def recount(*, now: datetime | None = None) -> int:
    """Add up anew what keys spent on the days before today; how many sums were wrong. Very old days go."""
    today = midnight_before(now or timezone.now()).date()
    Spending.objects.filter(day__lt=today - _KEPT).delete()
    with connection.cursor() as cursor:
        cursor.execute(_RECOUNT, {"since": today - _KEPT + timedelta(days=1), "today": today})
        return int(cursor.rowcount)
