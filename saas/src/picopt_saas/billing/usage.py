"""What was used, day by day and site by site."""

from datetime import UTC, date, timedelta

from django.db.models import Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from picopt_saas.accounts.models import Account
from picopt_saas.billing.models import Hold


def last_days(number: int) -> list[date]:
    """The last days (UTC), today included, oldest first."""
    today = timezone.now().date()
    return [today - timedelta(days=back) for back in reversed(range(number))]


def usage_by_site(account: Account, days: list[date]) -> dict[str, list[int]]:
    """Credits captured on each of the days, by the site's address; the site that used most at the front."""
    rows = (
        Hold.objects.filter(account=account, state=Hold.State.CAPTURED, ended_at__date__gte=days[0])
        .annotate(day=TruncDate("ended_at", tzinfo=UTC))
        .values("api_key__site__url", "day")
        .annotate(total=Sum("credits"))
    )
    used: dict[str, list[int]] = {}
    for row in rows:
        numbers = used.setdefault(row["api_key__site__url"] or "other", [0] * len(days))
        if row["day"] in days:
            numbers[days.index(row["day"])] = row["total"]
    return dict(sorted(used.items(), key=lambda pair: -sum(pair[1])))
