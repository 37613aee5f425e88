"""What the dashboard adds up: images, bytes and alt text from the sites' own receipts, credits from the ledger."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from picopt_saas.accounts.models import Account, ApiKey, Site
from picopt_saas.billing.budgets import Month, this_month
from picopt_saas.billing.ledger.spending import midnight_before
from picopt_saas.billing.models import Hold
from picopt_saas.jobs.models import SiteImage

_SMALLER = Q(bytes_after__gt=0, bytes_after__lt=F("bytes_before"))
_SAVED = Sum(F("bytes_before") - F("bytes_after"), filter=Q(bytes_after__gt=0), default=0)
_TOTALS = {
    "images": Count("pk"),
    "optimized": Count("pk", filter=_SMALLER),
    "saved": _SAVED,
    "with_alt": Count("alt_at"),
}


@dataclass(frozen=True, kw_only=True)
class Totals:
    """Of all images, each counted once. `saved` in bytes, as the plugin's own Savings counts."""

    images: int
    optimized: int
    saved: int
    with_alt: int

    @property
    def alt_percent(self) -> int:
        """Whole percent of images with an alt text; all or none only when it is so."""
        if self.with_alt in (0, self.images):
            return 100 if self.with_alt else 0
        return min(99, max(1, round(100 * self.with_alt / self.images)))


@dataclass(frozen=True, kw_only=True)
class SiteFigures:
    """One site: its totals, credits of 30 days, its month, and what its keys may spend a day (None: no cap)."""

    site: Site
    totals: Totals
    credits: int
    month: Month
    spent_today: int
    daily_cap: int | None


def images_of(account: Account, site: Site | None = None) -> "QuerySet[SiteImage]":
    """All images of the account, or of one of its sites."""
    found = SiteImage.objects.filter(account=account)
    return found.filter(site=site) if site else found


def totals(images: "QuerySet[SiteImage]") -> Totals:
    """What they add up to."""
    return Totals(**images.aggregate(**_TOTALS))


def by_site(account: Account, days: list[date]) -> list[SiteFigures]:
    """Each of the account's sites, the one that saved most first."""
    totals_of = _totals_by_site(account)
    credits = _spent(account, _start(days[0]), Hold.State.CAPTURED)
    today = _spent(account, midnight_before(timezone.now()), Hold.State.CAPTURED, Hold.State.HELD)
    nothing = Totals(images=0, optimized=0, saved=0, with_alt=0)
    daily_caps = _daily_caps(account)
    months = this_month(daily_caps)
    found = [
        SiteFigures(
            site=site,
            totals=totals_of.get(site.pk, nothing),
            credits=credits.get(site.pk, 0),
            month=months[site.pk],
            spent_today=today.get(site.pk, 0),
            daily_cap=daily_cap,
        )
        for site, daily_cap in daily_caps.items()
    ]
    return sorted(found, key=lambda one: (-one.totals.saved, one.site.url))


def _totals_by_site(account: Account) -> dict[str, Totals]:
    rows = images_of(account).values("site").annotate(**_TOTALS).values_list("site", *_TOTALS)
    return {site: Totals(**dict(zip(_TOTALS, numbers, strict=True))) for site, *numbers in rows}


def optimized_by_day(images: "QuerySet[SiteImage]", days: list[date]) -> list[int]:
    """Images that first got smaller on each of the days (UTC)."""
    return _each_day(images.filter(_SMALLER, files_at__gte=_start(days[0])), "files_at", Count("pk"), days)


def saved_by_day(images: "QuerySet[SiteImage]", days: list[date]) -> list[int]:
    """Bytes that the images save which first got files on each of the days (UTC)."""
    return _each_day(images.filter(files_at__gte=_start(days[0])), "files_at", _SAVED, days)


def alt_by_day(images: "QuerySet[SiteImage]", days: list[date]) -> list[Totals]:
    """At the end of each of the days (UTC): images so far, and those with alt text."""
    start = _start(days[0])
    before = images.aggregate(
        all=Count("pk", filter=Q(first_at__lt=start)), alt=Count("pk", filter=Q(alt_at__lt=start))
    )
    known = _running(before["all"], _each_day(images.filter(first_at__gte=start), "first_at", Count("pk"), days))
    alt = _running(before["alt"], _each_day(images.filter(alt_at__gte=start), "alt_at", Count("pk"), days))
    return [Totals(images=one, optimized=0, saved=0, with_alt=two) for one, two in zip(known, alt, strict=True)]


def _each_day(images: "QuerySet[SiteImage]", field: str, what: Count | Sum, days: list[date]) -> list[int]:
    rows = images.annotate(day=TruncDate(field, tzinfo=UTC)).values("day").annotate(number=what).order_by()
    numbers = {row["day"]: row["number"] for row in rows}
    return [numbers.get(day, 0) for day in days]


def _running(start: int, numbers: Iterable[int]) -> list[int]:
    sums = []
    for number in numbers:
        start += number
        sums.append(start)
    return sums


def _spent(account: Account, since: datetime, *states: Hold.State) -> dict[str, int]:
    ends = "created_at" if Hold.State.HELD in states else "ended_at"
    holds = Hold.objects.filter(account=account, state__in=states, **{f"{ends}__gte": since})
    rows = holds.values("api_key__site").annotate(total=Sum("credits")).order_by()
    return {row["api_key__site"]: row["total"] for row in rows}


def _daily_caps(account: Account) -> dict[Site, int | None]:
    """What all live keys of a site may spend a day together; None when one of them has no cap, or there is none."""
    caps: dict[Site, int | None] = dict.fromkeys(account.sites.order_by("url"))
    of_keys: dict[Site, list[int | None]] = {}
    for key in ApiKey.objects.filter(account=account, deleted_at=None, active=True, test=False).select_related("site"):
        of_keys.setdefault(key.site, []).append(key.daily_spend_cap)
    for site, found in of_keys.items():
        known = [cap for cap in found if cap is not None]
        caps[site] = sum(known) if len(known) == len(found) else None
    return caps


def _start(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=UTC)
