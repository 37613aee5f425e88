"""Names in Chinese and Japanese, and what is said of images that have a name in another script."""

import pytest
from material_kit import DOG, material_of

from picopt_vision import Context, Placement
from picopt_vision.embedded.compose import alt_in
from picopt_vision.embedded.page.phrases import is_of_other_script
from picopt_vision.embedded.page.topics import find_topic


@pytest.mark.acceptance("E6")
@pytest.mark.parametrize(
    ("file_name", "place", "phrase"),
    [
        ("懒人蛋挞.png", Placement(heading="懒人蛋挞的做法"), "懒人蛋挞"),
        ("懒人蛋挞成品_2.png", Placement(page_title="怎么做? 懒人蛋挞"), "懒人蛋挞"),
        ("カレー.jpg", Placement(heading="カレーの作り方"), "カレー"),
        ("蛋挞.png", Placement(heading="懒人蛋挞的做法"), None),  # a part of the name
        ("东京.jpg", Placement(heading="东京塔"), None),
        ("成品.jpg", Placement(heading="成品"), None),  # of files
        ("懒人蛋挞.png", Placement(heading="披萨"), None),
        ("懒人蛋挞-step.png", Placement(heading="懒人蛋挞的做法"), None),  # and something else
    ],
)
def test_the_page_has_the_file_s_name_as_a_whole(file_name: str, place: Placement, phrase: str | None) -> None:
    topic = find_topic(Context(file_name=file_name, placements=(place,)))
    assert (topic.phrase if topic else None) == phrase


@pytest.mark.acceptance("E6")
@pytest.mark.parametrize(
    ("file_name", "heading", "alt"),
    [("懒人蛋挞.png", "懒人蛋挞的做法", "懒人蛋挞"), ("Борщ.jpg", "Зелёный Борщ", "Зелёный Борщ")],
)
def test_no_english_stands_beside_it(file_name: str, heading: str, alt: str) -> None:
    place = Placement(page_title="2026", heading=heading)
    for seen in ({"is_food": True, "is_food_seen": True, "served": "in a bowl"}, {"claims": [DOG], "is_food": True}):
        assert alt_in(material_of(file_name, place, **seen), place) in {alt, heading}


@pytest.mark.acceptance("E6")
def test_a_heading_alone_names_no_sight() -> None:
    place = Placement(heading="沖繩旅行的計畫")
    assert alt_in(material_of("沖繩旅行.jpg", place), place) == ""


@pytest.mark.parametrize(
    ("phrase", "is_other"), [("懒人蛋挞", True), ("Борщ", True), ("Crème", False), ("Pizza 披萨", False), ("", False)]
)
def test_scripts(phrase: str, *, is_other: bool) -> None:
    assert is_of_other_script(phrase) is is_other
