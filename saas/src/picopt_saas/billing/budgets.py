"""A site's monthly budget: the most credits that its owner lets it use in a month (UTC). `billing_reserve` keeps it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from django.db.models import Sum
from django.utils import timezone

from picopt_saas.accounts.models import Account, Site
from picopt_saas.billing.ledger.spending import month_after, month_before
from picopt_saas.billing.models import Spending

_NEAR: Final = 80  # percent
_AN_IMAGE: Final = 2  # credits for an image with its text: what is left below that is of no use to most orders


class Level(StrEnum):
    """How far a budget is used."""

    FINE = "fine"
    NEAR = "near"
    REACHED = "reached"


@dataclass(frozen=True, kw_only=True)
class Month:
    """Credits that a site's keys reserved or used this month, beside its budget (None: there is none)."""

    spent: int
    budget: int | None
    ends_at: datetime

    @property
    def left(self) -> int:
        """Credits of the budget that can still be used; 0 without a budget."""
        return max(0, (self.budget or 0) - self.spent)

    @property
    def percent(self) -> int:
        """Whole percent of the budget, at most 100; a hundred only when nothing is left."""
        if not self.left:
            return 100
        return min(99, 100 * self.spent // (self.budget or 1))

    @property
    def level(self) -> Level:
        """Whether the owner should know."""
        if self.budget is None:
            return Level.FINE
        if self.left < min(_AN_IMAGE, self.budget or 1):
            return Level.REACHED
        return Level.NEAR if self.percent >= _NEAR else Level.FINE


def this_month(sites: Iterable[Site], *, now: datetime | None = None) -> dict[str, Month]:
    """The month of each of these sites, by the site's id."""
    found, moment = list(sites), now or timezone.now()
    kept = Spending.objects.filter(api_key__site__in=[site.pk for site in found], day__gte=month_before(moment).date())
    rows = kept.values("api_key__site").annotate(total=Sum("credits")).order_by()
    spent = {row["api_key__site"]: row["total"] for row in rows}
    ends = month_after(moment)
    return {site.pk: Month(spent=spent.get(site.pk, 0), budget=site.monthly_budget, ends_at=ends) for site in found}


def pressed_sites(account: Account) -> list[tuple[Site, Month]]:
    """Sites of the account whose budget is nearly or wholly used, for a notice."""
    sites = list(account.sites.exclude(monthly_budget=None).order_by("url"))
    months = this_month(sites)
    return [(site, months[site.pk]) for site in sites if months[site.pk].level is not Level.FINE]
