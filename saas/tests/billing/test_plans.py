"""What is for sale. Customers have read these numbers: none changes by accident."""

import pytest

from picopt_saas.billing.payments.products import PRODUCTS, credits_of, find_product, price_of
from picopt_saas.billing.plans import GIB, PACKS, PLANS


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
    assert (plan.cents_a_month, plan.credits_a_month) == money
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


def test_everything_with_a_price_is_for_sale_and_nothing_else():
    assert list(PRODUCTS) == ["starter", "pro", "agency", "pack-500", "pack-2500", "pack-10000"]
    assert find_product("free") is None
    assert find_product("gold") is None


def test_a_larger_purchase_never_costs_more_a_credit():
    for family in (("starter", "pro", "agency"), ("pack-500", "pack-2500", "pack-10000")):
        a_credit = [price_of(PRODUCTS[slug]) / credits_of(PRODUCTS[slug]) for slug in family]
        assert a_credit == sorted(a_credit, reverse=True)
