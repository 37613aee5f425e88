"""Two witnesses name an image; where one of them is unsure, the pixels are the third (rule 13)."""

import pytest
from material_kit import GRAPHIC, PERSON, material_of

from picopt_vision import Placement
from picopt_vision.embedded.compose import alt_in
from picopt_vision.embedded.reading import Reading


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
