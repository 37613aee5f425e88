"""Two witnesses name an image; where one of them is unsure, the pixels are the third (rule 13)."""

from dataclasses import replace

import pytest
from material_kit import GRAPHIC, PERSON, material_of

from picopt_vision import Placement
from picopt_vision.embedded.compose import alt_in, role_of
from picopt_vision.embedded.writing.written import Reading


def _alt(file_name: str, place: Placement, **seen: object) -> str:
    return alt_in(material_of(file_name, place, **seen), place)


@pytest.mark.acceptance("E6")
def test_a_graphic_that_is_called_after_more_is_named_by_what_is_written_in_it() -> None:
    place = Placement(page_title="Setting up", text_before="Connect the AcmeOne to it.")
    window = Reading(edges=("Log to feed", "AcmeOne settings"), lines=2)
    assert _alt("acmeone-inputs.png", place, layout=GRAPHIC) == ""
    assert _alt("acmeone-inputs.png", place, layout=GRAPHIC, reading=window) == "AcmeOne"
    assert _alt("acmeone.png", place, layout=GRAPHIC) == "AcmeOne"
    named = Placement(page_title="Setting up", figcaption="The AcmeOne while it starts for the first time")
    assert "AcmeOne" in _alt("acmeone-inputs.png", named, layout=GRAPHIC), "a caption is about its image"


@pytest.mark.acceptance("E6")
def test_two_capitalized_words_beside_a_graphic_are_nobody_who_sent_it() -> None:
    place = Placement(page_title="July", text_before="All of them in a chart. Page Views")
    assert _alt("pageviews.png", place, layout=GRAPHIC) == "Page Views"


@pytest.mark.acceptance("E6")
def test_what_stands_far_from_a_photograph_wants_a_face_beside_it() -> None:
    place = Placement(
        page_title="Machines", text_after="They are everywhere. This is what Mary Stern built. A stern look."
    )
    assert _alt("mary-stern.jpg", place) == ""
    assert _alt("mary-stern.jpg", place, claims=[PERSON]) == ""
    somebody = Placement(page_title="Machines", text_after="They are everywhere. This is what Mary Jones built.")
    assert _alt("mary-jones.jpg", somebody, claims=[PERSON]) == "Mary Jones"


@pytest.mark.acceptance("E6")
def test_the_owner_under_a_logo_is_not_whose_it_is() -> None:
    place = Placement(
        page_title="Our sponsors", text_before="Thanks to Smithbank.", link_target="https://smithbank.example"
    )
    reading = Reading(texts=("part of Miller Fund",), lines=1, headline="part of Miller Fund", score=0.99)
    assert (
        _alt("smithbank-logo.png", place, layout=GRAPHIC, reading=reading)
        == "Smithbank logo – home page of smithbank.example"
    )


@pytest.mark.acceptance("E6")
def test_a_photograph_of_which_nothing_is_seen_is_not_called_after_its_page_s_title() -> None:
    """Two capitals make no person of a matter: `flood-protection.jpg` on a page of that title shows a fire."""
    place = Placement(page_title="Strengthening Flood Protection", heading="Strengthening Flood Protection")
    assert _alt("flood-protection.jpg", place) == ""
    deed = Placement(page_title="Shaping Steel at home", heading="Shaping Steel at home")
    assert _alt("shaping-steel.jpg", deed, claims=[PERSON]) == ""
    somebody = Placement(page_title="Mary Jones joins us", heading="Mary Jones joins us")
    assert _alt("mary-jones.jpg", somebody, claims=[PERSON]) == "Mary Jones"


@pytest.mark.acceptance("E6")
@pytest.mark.parametrize(("name", "phrase"), [("our-team", "Team"), ("contact", "Contact"), ("schedule", "Schedule")])
def test_a_photograph_is_not_called_after_the_part_of_a_site_that_it_stands_in(name: str, phrase: str) -> None:
    place = Placement(text_after=f"Our {phrase} Mary Jones, founder")
    assert phrase not in _alt(f"{name}.jpg", place)
    assert phrase not in _alt(f"{name}.jpg", place, is_food=True, served="in a dish")


@pytest.mark.acceptance("E6")
def test_text_beside_food_names_dishes_only() -> None:
    beside = Placement(text_after="Cottage Pie. Bake it for an hour.")
    assert _alt("cottage-pie.jpg", beside, is_food=True) == "Cottage Pie"
    assert _alt("new-kitchen.jpg", Placement(text_after="New Kitchen. Open now."), is_food=True) == ""


@pytest.mark.acceptance("E6")
def test_an_image_at_the_head_of_a_page_is_called_after_the_page() -> None:
    """`gallery-hero.jpg` shows no gallery, whatever stands beside it."""
    place = Placement(heading="At home", text_after="Care and Welfare in Lakeside")
    assert _alt("care-and-welfare-hero.jpg", place) == ""
    assert _alt("care-and-welfare.jpg", place) == "Care and Welfare"


@pytest.mark.acceptance("E6")
def test_a_heading_is_nobody_s_portrait() -> None:
    place = Placement(heading="Configuring SparkMAXs")
    assert "Portrait" not in _alt("sparkmax-1.png", place, claims=[PERSON])


@pytest.mark.acceptance("E6")
def test_several_people_are_the_choir_that_file_and_heading_name() -> None:
    place = Placement(heading="Lakeside Choral Group")
    people = replace(PERSON, phrase="people", noun="people", tags=("people",), plural=True)
    assert "Lakeside Choral Group" in _alt("choral_group.jpg", place, claims=[people])
    assert "Choral" not in _alt("choral_group.jpg", place)


@pytest.mark.acceptance("E6")
def test_a_graphic_whose_file_is_called_after_a_drawing_is_a_diagram() -> None:
    steps = Reading(edges=("Push", "Pull"), texts=("Push", "Pull"), lines=2)
    assert role_of(material_of("order-workflow.png", layout=GRAPHIC, reading=steps)) == "complex"
    assert role_of(material_of("order.png", layout=GRAPHIC, reading=steps)) != "complex"
    assert role_of(material_of("pipeline.jpg", claims=[PERSON])) != "complex"  # a photograph shows pipes
    menu = replace(steps, texts=("File", "View", "Help"))
    assert role_of(material_of("overview.png", layout=GRAPHIC, reading=menu)) != "complex", "of a program"
    assert role_of(material_of("overview.png", layout=GRAPHIC, reading=steps, drawn="screenshot")) != "complex"


@pytest.mark.acceptance("E6")
def test_what_has_buttons_is_a_window_and_no_chart() -> None:
    cells = Reading(lines=30, numbers=2, texts=("Image:", "Memory limit", "Ports", "Restart policy"))
    window = replace(cells, texts=(*cells.texts, "Cancel", "Delete:"))
    assert role_of(material_of("sliders.png", layout=GRAPHIC, reading=cells)) == "complex"
    assert role_of(material_of("sliders.png", layout=GRAPHIC, reading=window)) != "complex"
