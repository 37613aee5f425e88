"""Dishes said with fewer words."""

import pytest

from picopt_vision.embedded.dishes import shortened


@pytest.mark.parametrize(
    ("phrase", "short"),
    [
        ("White Bean and Kale Soup", "Kale Soup"),
        ("Basic Waffles", "Waffles"),
        ("Pasta Navy Style", ""),  # the last word is not what it is
        ("Arroz Chaufa", ""),
        ("Paneer with naan", "Paneer"),
        ("Soup", ""),
    ],
)
def test_the_same_dish_in_fewer_words(phrase: str, short: str) -> None:
    assert shortened(phrase) == short
