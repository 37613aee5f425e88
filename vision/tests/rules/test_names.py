"""File names and tags at the edges of their checks."""

import pytest

from picopt_vision.rules import Subject, broken_rules
from picopt_vision.rules.checks import tag_key


def broken(field: str, value: str | list[str], **known: object) -> set[str]:
    return {rule.id for rule in broken_rules(Subject(field=field, value=value, **known))}


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("", False),
        ("barn", False),
        ("red-barn-2", False),
        ("a-b-c-d-e-f", False),
        ("a-b-c-d-e-f-g", True),
        ("Red-barn", True),
        ("red_barn", True),
        ("red barn", True),
        ("red-barn.jpg", True),
        ("-barn", True),
        ("barn-", True),
        ("red--barn", True),
        ("größe", True),
        ("a" * 80, False),
        ("a" * 81, True),
        ("con", True),
        ("lpt9", True),
        ("com10", False),
        ("con-air", False),
        ("barn-1024x768", True),
        ("barn-scaled", True),
        ("scaled-fish", True),
        ("scaledown", False),
        ("barn-1x1", False),
        ("barn-thumbnail", True),
        ("thumbnails", False),
    ],
)
def test_file_names(name: str, *, wrong: bool) -> None:
    assert ("good_file_name" in broken("filename", name)) is wrong


@pytest.mark.parametrize(
    ("asked", "wrong"),
    [("", True), ("Use large size in names", False), ("use Large-Size", False), ("use small size", True)],
)
def test_a_file_name_says_its_size_only_where_that_was_asked_for(asked: str, *, wrong: bool) -> None:
    assert ("good_file_name" in broken("filename", "barn-large-size", asked=asked)) is wrong


@pytest.mark.parametrize(
    ("tags", "wrong"),
    [
        ([], False),
        (["barn"], False),
        ([f"tag {letter}" for letter in "abcdefghij"], False),
        ([f"tag {letter}" for letter in "abcdefghijk"], True),
        (["barn", "barns"], True),
        (["berry", "berries"], True),
        (["black-and-white", "black and white"], True),
        (["Barn"], True),
        ([""], True),
        ([" "], True),
        (["t" * 100], False),
        (["t" * 101], True),
        (["glass", "glas"], False),
        (["bus", "bu"], False),
    ],
)
def test_tags(tags: list[str], *, wrong: bool) -> None:
    assert ("good_tags" in broken("tags", tags)) is wrong


@pytest.mark.parametrize(
    ("tag", "key"),
    [
        ("barns", "barn"),
        ("berries", "berry"),
        ("glass", "glass"),
        ("cactus", "cactus"),
        ("gas", "gas"),
        ("ties", "tie"),
        ("pies", "pie"),
        ("cities", "city"),
        ("Ice-Cream", "icecream"),
        ("ice cream", "icecream"),
        ("ice_creams", "icecream"),
        ("dogs", "dog"),
        ("s", "s"),
        ("", ""),
    ],
)
def test_tags_that_mean_the_same_have_one_key(tag: str, key: str) -> None:
    assert tag_key(tag) == key
