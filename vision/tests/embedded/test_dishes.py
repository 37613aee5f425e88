"""Dishes: whose name a file may have, and how it is said with fewer words."""

import pytest
from material_kit import PERSON, material_of

from picopt_vision import Placement
from picopt_vision.embedded.compose import compose
from picopt_vision.embedded.page.dishes import in_sentence, is_dish, shortened


@pytest.mark.parametrize(
    ("phrase", "short"),
    [
        ("White Bean and Kale Soup", "Kale Soup"),
        ("Basic Waffles", "Waffles"),
        ("Pasta Navy Style", ""),  # the last word is not what it is
        ("Arroz Chaufa", ""),
        ("Paneer with naan", "Paneer"),
        ("Soup", ""),
        ("No Knead Bread", "Bread"),
        ("Cold brew coffee", "coffee"),  # nobody brews it
        ("Oat and Chocolate Chip Cookies", "Cookies"),  # there are no chip cookies
        ("Town Marinade", ""),  # what it was put on is to be seen
    ],
)
def test_the_same_dish_in_fewer_words(phrase: str, short: str) -> None:
    assert shortened(phrase) == short


@pytest.mark.parametrize(
    ("phrase", "is_so"),
    [
        ("Sweet Potato Fries", True),
        ("Bean soup in a bowl", True),
        ("Pancakes", True),
        ("Soup kitchen", False),  # the last word is what it is
        ("", False),
    ],
)
def test_names_of_dishes(phrase: str, *, is_so: bool) -> None:
    assert is_dish(phrase) is is_so


@pytest.mark.parametrize(
    ("dish", "page", "written"),
    [
        ("Sweet Potato Fries", "", "sweet potato fries"),
        ("Kumara Rostis", "", "Kumara Rostis"),  # who knows what is a name
        ("Kumara Rostis", "Grate the kumara for the rostis.", "kumara rostis"),
        ("Irish Lamb Stew", "Cut the lamb.", "Irish lamb stew"),
        ("Waldorf Salad", "", "Waldorf Salad"),
        ("BLT Sandwich", "", "BLT Sandwich"),
        ("Bread with nuts", "", "bread with nuts"),
    ],
)
def test_a_dish_is_written_small_within_a_sentence_where_every_word_is_known(
    dish: str, page: str, written: str
) -> None:
    assert in_sentence(dish, page) == written


@pytest.mark.acceptance("E6")
def test_a_dish_of_another_language_is_a_name_of_the_whole_file() -> None:
    place = Placement(text_after="Here we have: Bhindi Masala and some rice.")
    seen = {"is_food": True, "is_food_seen": True, "served": "in a dish"}
    assert compose(material_of("bhindi-masala-1.jpg", place, **seen)).alt == "A dish of Bhindi Masala"
    assert compose(material_of("bhindi-masala-1.jpg", place, **{**seen, "is_food_seen": False})).alt == "", (
        "by the recipe alone"
    )
    assert compose(material_of("bhindi-masala-1.jpg", place, **seen, claims=[PERSON])).alt != "A dish of Bhindi Masala"
    assert compose(material_of("masala-kitchen.jpg", place, **seen)).alt == "", "the file is called after more"
