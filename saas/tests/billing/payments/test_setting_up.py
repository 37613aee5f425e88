"""What an operator's Stripe account is told: what is sold, what recurs, which changes wait; told again, it follows."""

import pytest

from picopt_saas.billing.plans import PLANS

pytestmark = pytest.mark.acceptance("D14")


def test_stripe_is_told_what_recurs_how_often_and_what_waits(stripe_side):
    intervals = {
        slug: (stripe_side.prices[stripe_side.price_of(slug)]["recurring"] or {}).get("interval")
        for slug in ("starter", "starter-yearly", "pack-500")
    }
    assert intervals == {"starter": "month", "starter-yearly": "year", "pack-500": None}
    (rules,) = stripe_side.configurations.values()
    update, form = "features[subscription_update]", rules["form"]
    waits = {form[f"{update}[schedule_at_period_end][conditions][{number}][type]"] for number in range(2)}
    assert waits == {"decreasing_item_amount", "shortening_interval"}
    offered = {value for name, value in form.items() if name.startswith(f"{update}[products]") and "prices" in name}
    assert offered == {stripe_side.price_of(slug) for slug, plan in PLANS.items() if plan.cents}


def test_setting_up_twice_makes_nothing_twice_and_follows_the_plans(stripe_side, stripe_connection, monkeypatch):
    from picopt_saas.billing.payments.stripe import portal  # noqa: PLC0415 -- the module, to change what it sells

    before = dict(stripe_side.prices)
    portal.set_up(stripe_connection)
    assert stripe_side.prices == before
    assert len(stripe_side.configurations) == 1

    dearer = {**portal.PRODUCTS, "pack-500": portal.PRODUCTS["pack-500"].__class__(
        slug="pack-500", name="500 credits", cents=1_000, credits=500
    )}  # fmt: skip
    monkeypatch.setattr(portal, "PRODUCTS", dearer)
    portal.set_up(stripe_connection)
    assert stripe_side.prices[stripe_side.price_of("pack-500")]["unit_amount"] == 1_000
    assert len(stripe_side.prices) == len(before) + 1
