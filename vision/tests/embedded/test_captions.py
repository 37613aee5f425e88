"""Captions: what they say of the image, and what they say of something else."""

import pytest

from picopt_vision import Placement
from picopt_vision.caption import EmbeddedText
from picopt_vision.embedded.captions import caption_gist, is_description, touching
from picopt_vision.embedded.nearby import trusted_caption


@pytest.mark.acceptance("E10")
@pytest.mark.parametrize(
    ("caption", "gist"),
    [
        ("The crew at our May meeting.", "The crew at our May meeting"),
        ("Photo by Ann Example on Unsplash.", ""),
        ("Source: Ann Example.", ""),
        ("The harbor at dusk. Photo: Ann Example, CC BY 4.0", "The harbor at dusk"),
        ("Licensed CC 3.0, BY-SA.", ""),
        ("Harbor", ""),
        ("", ""),
        ("Before: the old plastic case", "the old plastic case"),
        ("Figure 12. Sales by month", "Sales by month"),
        ("Ann Example of the U.S. Department of Bread", "Ann Example of the U.S. Department of Bread"),
    ],
)
def test_credits_and_licenses_are_no_captions(caption: str, gist: str) -> None:
    assert caption_gist(Placement(figcaption=caption)) == gist


@pytest.mark.parametrize(
    ("caption", "describes"),
    [
        ("Visitors and host during the talk. Photo: Ann", True),
        ("Visitors and host during the talk", False),  # the whole caption would be read twice
        ("A pipe was broken in the hall. Photo: Ann", False),  # tells a story
        ("What about our old hall? Photo: Ann", False),
        ("Kick off. Photo: Ann", False),  # too little to be an account
    ],
)
def test_a_caption_that_names_what_is_to_be_seen_is_a_description(caption: str, *, describes: bool) -> None:
    place = Placement(figcaption=caption)
    assert is_description(caption_gist(place), place) is describes


def test_the_sentences_that_touch_the_image() -> None:
    place = Placement(text_before="Far away. Right before", text_after="Right after. Far away.")
    assert touching(place) == ("Right after.", "Right before")
    assert touching(Placement(text_after="word " * 40)) == ()


@pytest.mark.acceptance("E10")
@pytest.mark.parametrize(
    "title", ["Colorful Rainbow Facebook Cover - 3", "Untitled design number one", "Blue and white poster template"]
)
def test_what_a_program_for_design_calls_a_page_is_no_caption(title: str) -> None:
    assert trusted_caption(EmbeddedText(title=title)) == ""
    assert trusted_caption(EmbeddedText(title="Two boats in the harbor")) == "Two boats in the harbor"
