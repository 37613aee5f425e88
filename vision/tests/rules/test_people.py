"""Rule 12: guesses about people are noticed, and nothing else is."""

import pytest

from picopt_vision import Context
from picopt_vision.rules.people import find_guess


@pytest.mark.parametrize(
    "text",
    [
        "Smiling Asian woman at a desk",
        "An elderly white man on a bench",
        "A 30-year-old nurse",
        "A boy aged 7 with a kite",
        "Disabled person in a shop",
        "Afrikanische Frau auf einem Markt",
        "Femme africaine au marché",
        "Hombre negro con sombrero",
    ],
)
def test_a_guess_is_noticed(text: str) -> None:
    assert find_guess(text, Context())


@pytest.mark.parametrize(
    "text",
    [
        "African elephant beside a river",
        "Asian noodles in a white bowl",
        "White lighthouse, two people below",
        "Woman in a black coat",
        "Black and white portrait of a person",
        "Frau mit weißem Hut",
        "Blind corner of a mountain road",
        "A house that is 90 years old",
        "A 300-year-old church, a 90-year-old oak",
        "People around 20 tables",
    ],
)
def test_what_is_no_guess_is_left_alone(text: str) -> None:
    assert find_guess(text, Context()) == ""


def test_what_the_page_says_may_be_said() -> None:
    context = Context(surrounding_text="Our guide for blind people explains the keyboard.")
    assert find_guess("Keyboard with a guide for blind people", context) == ""
