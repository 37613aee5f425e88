"""What the plan page says of a change is what the payment provider does by the rules that we gave it."""

import itertools

import pytest

from picopt_saas.billing.plans import PLANS, begins_at_once

PAID = [slug for slug, plan in PLANS.items() if plan.cents]


@pytest.mark.parametrize(("kept", "wanted"), list(itertools.permutations(PAID, 2)))
def test_the_page_says_when_a_change_starts(stripe_side, kept, wanted):
    assert begins_at_once(PLANS[kept], PLANS[wanted]) == stripe_side.starts_at_once(
        stripe_side.price_of(kept), stripe_side.price_of(wanted)
    )


@pytest.mark.parametrize(
    ("kept", "wanted", "at_once"),
    [
        ("starter", "pro", True),
        ("pro", "starter", False),
        ("pro", "pro-yearly", True),
        ("pro", "starter-yearly", True),
        ("agency", "starter-yearly", False),
        ("pro-yearly", "pro", False),
        ("starter-yearly", "agency", False),
        ("starter-yearly", "pro-yearly", True),
        ("pro-yearly", "starter-yearly", False),
    ],
)
def test_what_costs_less_or_lasts_shorter_waits(stripe_side, kept, wanted, at_once):
    assert stripe_side.starts_at_once(stripe_side.price_of(kept), stripe_side.price_of(wanted)) is at_once
