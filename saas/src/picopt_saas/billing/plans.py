"""Plans and credit packs, as data. Prices in euro cents a paid period or a pack, without tax."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from picopt_saas.accounts.models import Account

GIB: Final = 1024**3


_MONTHS: Final = 12
_PAID_MONTHS: Final = 10  # of a year that is paid at once
_YEARLY: Final = "-yearly"


class Interval(StrEnum):
    """How long one payment lasts; Stripe's own words."""

    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What an account may do, and what one payment costs and brings. None: no limit."""

    slug: str
    name: str
    cents: int
    credits: int
    interval: Interval = Interval.MONTH
    sites: int | None
    keys: int | None
    requests_per_minute: int
    upload_bytes_per_30_days: int
    retention_days: int

    @property
    def is_yearly(self) -> bool:
        """Paid for a year, whose credits come at once."""
        return self.interval is Interval.YEAR

    @property
    def tier(self) -> str:
        """The same for both intervals: `starter`."""
        return self.slug.removesuffix(_YEARLY)

    @property
    def cents_a_month(self) -> float:
        """What a month of it costs."""
        return self.cents / _MONTHS if self.is_yearly else self.cents

    def yearly(self) -> "Plan":
        """The same plan, paid by the year."""
        return replace(
            self,
            slug=f"{self.slug}{_YEARLY}",
            interval=Interval.YEAR,
            cents=self.cents * _PAID_MONTHS,
            credits=self.credits * _MONTHS,
        )


@dataclass(frozen=True, kw_only=True)
class Pack:
    """Credits bought once, good for a year."""

    slug: str
    name: str
    cents: int
    credits: int


_PLANS: Final = (
    Plan(
        slug="free", name="Free", cents=0, credits=0, sites=1, keys=2,
        requests_per_minute=120, upload_bytes_per_30_days=5 * GIB, retention_days=30,
    ),
    Plan(
        slug="starter", name="Starter", cents=900, credits=1_000, sites=3, keys=10,
        requests_per_minute=300, upload_bytes_per_30_days=50 * GIB, retention_days=30,
    ),
    Plan(
        slug="pro", name="Pro", cents=2_900, credits=5_000, sites=10, keys=50,
        requests_per_minute=600, upload_bytes_per_30_days=250 * GIB, retention_days=30,
    ),
    Plan(
        slug="agency", name="Agency", cents=9_900, credits=25_000, sites=None, keys=None,
        requests_per_minute=1_200, upload_bytes_per_30_days=1_000 * GIB, retention_days=30,
    ),
)  # fmt: skip

PLANS: Final = {plan.slug: plan for plan in (*_PLANS, *(plan.yearly() for plan in _PLANS if plan.cents))}
PACKS: Final = {
    pack.slug: pack
    for pack in (
        Pack(slug="pack-500", name="500 credits", cents=900, credits=500),
        Pack(slug="pack-2500", name="2,500 credits", cents=3_900, credits=2_500),
        Pack(slug="pack-10000", name="10,000 credits", cents=12_900, credits=10_000),
    )
}


def plans_by(interval: Interval) -> list[Plan]:
    """What is for sale by the month or by the year, the smallest first."""
    return [plan for plan in PLANS.values() if plan.cents and plan.interval is interval]


def begins_at_once(kept: Plan, wanted: Plan) -> bool:
    """Whether a change of plans begins, and is charged, at once; else when the time that is paid for ends.

    As Stripe is told in `stripe/portal.py`: what costs less, or lasts shorter, waits.
    """
    return wanted.cents >= kept.cents and (wanted.is_yearly or not kept.is_yearly)


def plan_of(account: Account) -> Plan:
    """The plan that the account is on now; free when it has no subscription.

    Free too when its plan is not in this table any more, which the doctor tells: pages and the API go on.
    """
    subscription = getattr(account, "subscription", None)
    return PLANS.get(subscription.plan if subscription and subscription.active else "free", PLANS["free"])
