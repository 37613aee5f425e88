"""Recipes: pages that tell what their images show."""

import pytest

from picopt_vision import Context
from picopt_vision.context import Placement
from picopt_vision.embedded.page.recipes import dish_of, is_part, is_recipe


@pytest.mark.acceptance("E6")
@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Ingredients: two eggs", True),
        ("Add 2 tbsp of oil.", True),
        ("Chop the onion, fry it in butter, add salt and simmer for an hour.", True),
        ("We met for a cup of coffee and bread with butter.", False),
        ("A recipe for success in sales", False),
    ],
)
def test_a_recipe_is_told_by_its_words(text: str, *, is_one: bool) -> None:
    assert is_recipe(Context(placements=(Placement(text_after=text),))) is is_one


@pytest.mark.acceptance("E6")
@pytest.mark.parametrize(
    ("title", "dish"),
    [
        ("Irish lamb stew", "Irish lamb stew"),
        ("Pumpkin  Pie", "Pumpkin Pie"),
        ("How to bake bread", ""),
        ("10 kinds of soup", ""),
        ("My mother's soup", ""),
        ("Our town in winter", ""),
        ("The very best and quickest way to a soup", ""),
        ("", ""),
    ],
)
def test_a_dish_is_called_by_a_title_that_is_its_name(title: str, dish: str) -> None:
    assert dish_of(Context(placements=(Placement(page_title=title),))) == dish
    later = Placement(page_title=title, text_before="Add 2 tbsp of oil.")
    assert dish_of(Context(placements=(later,))) == dish, "a page that tells how it is made"
    assert dish_of(Context(placements=(Placement(page_title=title, text_before="On our way we ate."),))) == ""


@pytest.mark.acceptance("E6")
def test_a_recipe_is_told_by_a_heading_that_only_recipes_have() -> None:
    assert is_recipe(Context(placements=(Placement(heading="Method"),)))
    assert not is_recipe(Context(placements=(Placement(heading="Our method of work"),)))


def test_parts_that_any_recipe_has_are_no_matter_of_their_own() -> None:
    assert is_part("Ingredients")
    assert is_part("How to make it")
    assert not is_part("Our soup")
    assert not is_part("")
