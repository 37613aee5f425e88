"""Amounts as people read them: rounded, never cut off to look cheaper than they are."""

import pytest
from django.utils import translation

from picopt_saas.billing.money import euros, movement, product_name
from picopt_saas.billing.plans import PACKS, PLANS


@pytest.mark.parametrize(
    ("cents", "decimals", "said"),
    [
        (900, 2, "€9.00"),
        (123_450, 2, "€1,234.50"),
        (29_000 / 12, 2, "€24.17"),
        (99_000 / 12, 2, "€82.50"),
        (2 * 29_000 / 60_000, 3, "€0.010"),
        (2 * 99_000 / 300_000, 3, "€0.007"),
        (2 * 12_900 / 10_000, 3, "€0.026"),
        (0.05, 3, "€0.001"),
        (0, 2, "€0.00"),
    ],
)
def test_an_amount_is_rounded(cents, decimals, said):
    assert euros(cents, decimals=decimals) == said


def test_an_amount_and_a_product_are_written_as_the_reader_writes_them():
    with translation.override("de"):
        assert euros(123_450) == "1.234,50\xa0€"
        assert product_name(PACKS["pack-2500"]) == "2.500 Credits"
        assert product_name(PLANS["pro-yearly"]) == "Pro (jährlich)"
    assert [product_name(PLANS[slug]) for slug in ("pro", "pro-yearly")] == ["Pro", "Pro (yearly)"]


@pytest.mark.parametrize(("credits", "said"), [(1_234, "+1,234"), (-1, "−1"), (-1_234, "−1,234"), (0, "–")])
def test_what_went_has_a_minus_sign(credits, said):
    assert movement(credits) == said
