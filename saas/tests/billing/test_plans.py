"""What is for sale. Customers have read these numbers: none changes by accident."""

import pytest
from django.utils import timezone

from picopt_saas import checkup
from picopt_saas.accounts.members import account_of, create_verified_user
from picopt_saas.accounts.models import Account
from picopt_saas.billing.models import Subscription
from picopt_saas.billing.payments.products import PRODUCTS, credits_of, find_product, price_of
from picopt_saas.billing.plans import GIB, PACKS, PLANS, Interval, begins_at_once, plan_of, plans_by
from picopt_saas.findings import Verdict


@pytest.mark.parametrize(
    ("slug", "money", "room", "speed"),
    [
        ("free", (0, 0), (1, 2), (120, 5)),
        ("starter", (900, 1_000), (3, 10), (300, 50)),
        ("pro", (2_900, 5_000), (10, 50), (600, 250)),
        ("agency", (9_900, 25_000), (None, None), (1_200, 1_000)),
    ],
)
def test_a_plan_is_what_the_price_table_says(slug, money, room, speed):
    plan = PLANS[slug]
    assert (plan.cents, plan.credits) == money
    assert (plan.sites, plan.keys) == room
    assert (plan.requests_per_minute, plan.upload_bytes_per_30_days / 2**30) == speed
    assert plan.retention_days == 30
    assert GIB == 2**30


@pytest.mark.parametrize(
    ("slug", "cents", "credits"), [("pack-500", 900, 500), ("pack-2500", 3_900, 2_500), ("pack-10000", 12_900, 10_000)]
)
def test_a_pack_is_what_the_price_table_says(slug, cents, credits):
    assert (PACKS[slug].cents, PACKS[slug].credits) == (cents, credits)
    assert (price_of(PACKS[slug]), credits_of(PACKS[slug])) == (cents, credits)


@pytest.mark.parametrize(
    ("slug", "cents", "credits"), [("starter", 9_000, 12_000), ("pro", 29_000, 60_000), ("agency", 99_000, 300_000)]
)
def test_a_year_is_twelve_months_for_the_price_of_ten(slug, cents, credits):
    month, year = PLANS[slug], PLANS[f"{slug}-yearly"]
    assert (year.cents, year.credits, year.interval, year.tier) == (cents, credits, Interval.YEAR, slug)
    assert (year.cents_a_month, month.cents_a_month) == (cents / 12, month.cents)
    assert (price_of(year), credits_of(year)) == (cents, credits)
    rights = ("name", "sites", "keys", "requests_per_minute", "upload_bytes_per_30_days", "retention_days")
    assert [getattr(year, name) for name in rights] == [getattr(month, name) for name in rights]
    assert len(year.slug) <= Subscription._meta.get_field("plan").max_length


def test_what_is_paid_by_the_year_and_by_the_month():
    assert [plan.slug for plan in plans_by(Interval.MONTH)] == ["starter", "pro", "agency"]
    assert [plan.slug for plan in plans_by(Interval.YEAR)] == ["starter-yearly", "pro-yearly", "agency-yearly"]
    assert PLANS["free"].tier == "free"


@pytest.mark.parametrize(
    ("kept", "wanted", "at_once"),
    [
        ("starter", "pro", True),
        ("pro", "starter", False),
        ("starter", "starter-yearly", True),
        ("pro", "starter-yearly", True),
        ("agency", "starter-yearly", False),  # costs less
        ("starter-yearly", "starter", False),
        ("starter-yearly", "agency", False),  # costs more, and lasts shorter
        ("starter-yearly", "pro-yearly", True),
        ("pro-yearly", "starter-yearly", False),
    ],
)
def test_when_a_change_begins(kept, wanted, at_once):
    assert begins_at_once(PLANS[kept], PLANS[wanted]) is at_once


def test_everything_with_a_price_is_for_sale_and_nothing_else():
    years = ["starter-yearly", "pro-yearly", "agency-yearly"]
    assert list(PRODUCTS) == ["starter", "pro", "agency", *years, "pack-500", "pack-2500", "pack-10000"]
    assert find_product("free") is None
    assert find_product("gold") is None


def test_a_larger_purchase_never_costs_more_a_credit():
    years = ("starter", "starter-yearly"), ("pro", "pro-yearly"), ("agency", "agency-yearly")
    sizes = ("starter", "pro", "agency"), ("starter-yearly", "pro-yearly", "agency-yearly")
    for family in (*years, *sizes, ("pack-500", "pack-2500", "pack-10000")):
        a_credit = [price_of(PRODUCTS[slug]) / credits_of(PRODUCTS[slug]) for slug in family]
        assert a_credit == sorted(a_credit, reverse=True)


def test_an_account_whose_plan_is_in_the_table_no_more_goes_on_with_free_and_the_doctor_tells(db):
    account = account_of(create_verified_user("ann@example.com", "a-long-password-1"))
    kept = Subscription.objects.create(
        account=account, plan="pro", provider="bank", provider_id="s", period_ends_at=timezone.now(),
        told_at=timezone.now(),
    )  # fmt: skip
    assert plan_of(account).slug == "pro"
    assert not [says for verdict, says in checkup._plans() if verdict is Verdict.WRONG]
    kept.plan = "yacht"
    kept.save()
    assert plan_of(Account.objects.get()).slug == "free"
    assert ["'yacht'" in says for verdict, says in checkup._plans() if verdict is Verdict.WRONG] == [True]
