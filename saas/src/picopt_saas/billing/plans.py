"""Plans and credit packs, as data. Prices in euro cents a month or a pack, without tax."""

from dataclasses import dataclass
from typing import Final

from picopt_saas.accounts.models import Account

GIB: Final = 1024**3


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What an account may do, and what it gets a month. None: no limit."""

    slug: str
    name: str
    cents_a_month: int
    credits_a_month: int
    sites: int | None
    keys: int | None
    requests_per_minute: int
    upload_bytes_per_30_days: int
    retention_days: int


@dataclass(frozen=True, kw_only=True)
class Pack:
    """Credits bought once, good for a year."""

    slug: str
    name: str
    cents: int
    credits: int


_PLANS: Final = (
    Plan(
        slug="free", name="Free", cents_a_month=0, credits_a_month=0, sites=1, keys=2,
        requests_per_minute=120, upload_bytes_per_30_days=5 * GIB, retention_days=30,
    ),
    Plan(
        slug="starter", name="Starter", cents_a_month=900, credits_a_month=1_000, sites=3, keys=10,
        requests_per_minute=300, upload_bytes_per_30_days=50 * GIB, retention_days=30,
    ),
    Plan(
        slug="pro", name="Pro", cents_a_month=2_900, credits_a_month=5_000, sites=10, keys=50,
        requests_per_minute=600, upload_bytes_per_30_days=250 * GIB, retention_days=30,
    ),
    Plan(
        slug="agency", name="Agency", cents_a_month=9_900, credits_a_month=25_000, sites=None, keys=None,
        requests_per_minute=1_200, upload_bytes_per_30_days=1_000 * GIB, retention_days=30,
    ),
)  # fmt: skip

PLANS: Final = {plan.slug: plan for plan in _PLANS}
PACKS: Final = {
    pack.slug: pack
    for pack in (
        Pack(slug="pack-500", name="500 credits", cents=900, credits=500),
        Pack(slug="pack-2500", name="2,500 credits", cents=3_900, credits=2_500),
        Pack(slug="pack-10000", name="10,000 credits", cents=12_900, credits=10_000),
    )
}


def plan_of(account: Account) -> Plan:
    """The plan that the account is on now; free when it has no subscription."""
    subscription = getattr(account, "subscription", None)
    return PLANS[subscription.plan if subscription and subscription.active else "free"]
