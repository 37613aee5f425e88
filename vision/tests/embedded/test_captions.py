"""Captions: what they say of the image, and what they say of something else."""

import pytest

from picopt_vision import Placement
from picopt_vision.caption import EmbeddedText
from picopt_vision.embedded.page.captions import caption_gist, is_description, touching
from picopt_vision.embedded.page.nearby import trusted_caption


@pytest.mark.acceptance("E10")
@pytest.mark.parametrize(
    ("caption", "gist"),
    [
        ("The crew at our May meeting.", "The crew at our May meeting"),
        ("Photo by Ann Example on Unsplash.", ""),
        ("Source: Ann Example.", ""),
        ("Imaged sourced from: a library of pictures", ""),
        ("The harbor at dusk. Photo: Ann Example, CC BY 4.0", "The harbor at dusk"),
        ("Licensed CC 3.0, BY-SA.", ""),
        ("Harbor", ""),
        ("", ""),
        ("Before: the old plastic case", "the old plastic case"),
        ("Figure 12. Sales by month", "Sales by month"),
        ("AP Photo/Ann Example", ""),
        ("Photograph by Ann Example", ""),
        ("Ann Example/Reuters", ""),
        ("Ann Example via Wikimedia Commons", ""),
        ("Foto: Ana Ejemplo", ""),
        ("Boats in the harbor (Ann Example/AP)", "Boats in the harbor"),
        ("Boats in the harbor (Photo: Ann Example)", "Boats in the harbor"),
        ("Boats in the harbor | Image by Ann Example", "Boats in the harbor"),
        ("The harbor (north side)", "The harbor (north side)"),
        ("Screenshot of the settings page", "Screenshot of the settings page"),
        ("Screenshot by Ann Example", ""),
        ("Visitors to Photo City: a long way", "Visitors to Photo City: a long way"),
        ("Ann Example of the U.S. Department of Bread", "Ann Example of the U.S. Department of Bread"),
    ],
)
def test_credits_and_licenses_are_no_captions(caption: str, gist: str) -> None:
    assert caption_gist(Placement(figcaption=caption)) == gist


@pytest.mark.parametrize(
    "order",
    [
        "Click to enlarge.",
        "Click on the image to see it in full size",
        "Tap the image to zoom",
        "Scroll down for the recipe.",
        "View larger image",
        "Read more about it",
        "Shop now!",
        "Advertisement by Acme",
    ],
)
def test_what_the_reader_is_to_do_is_no_caption(order: str) -> None:
    assert caption_gist(Placement(figcaption=order)) == ""
    assert caption_gist(Placement(figcaption=f"{order.rstrip('.!')}. Boats in the harbor")) == "Boats in the harbor"


@pytest.mark.parametrize("caption", ["Tap water in a glass", "Zoom call with the team", "Book fair in the hall"])
def test_what_only_begins_like_an_order_is_a_caption(caption: str) -> None:
    assert caption_gist(Placement(figcaption=caption)) == caption


@pytest.mark.parametrize(
    ("caption", "describes"),
    [
        ("Visitors and host during the talk. Photo: Ann", True),
        ("Visitors and host during the talk", False),  # the whole caption would be read twice
        ("A pipe was broken in the hall. Photo: Ann", False),  # tells a story
        ("What about our old hall? Photo: Ann", False),
        ("Prices rose by a tenth in May (Source: Town hall)", False),
        ("The mayor hopes for more rain. Photo: Ann", False),
        ("Kick off. Photo: Ann", False),  # too little to be an account
    ],
)
def test_a_caption_that_names_what_is_to_be_seen_is_a_description(caption: str, *, describes: bool) -> None:
    place = Placement(figcaption=caption)
    assert is_description(caption_gist(place), place) is describes


@pytest.mark.acceptance("E10")
@pytest.mark.parametrize("caption", ["Der Hafen von Hamburg im Herbst", "La plage au coucher du soleil"])
def test_a_caption_in_another_language_than_its_page_is_none(caption: str) -> None:
    english = "Everybody who comes to this town wants to see the harbor and the old houses behind it."
    assert caption_gist(Placement(figcaption=caption, text_before=english)) == ""
    german = "Wer in diese Stadt kommt, möchte den Hafen und die alten Häuser dahinter sehen."
    assert caption_gist(Placement(figcaption=caption, text_before=german)) == caption


@pytest.mark.parametrize("caption", ["Notre Dame de Paris at night", "Palacio de Bellas Artes", "Pad Thai noodles"])
def test_names_of_elsewhere_make_no_other_language(caption: str) -> None:
    assert caption_gist(Placement(figcaption=caption, text_before="We saw this on our last day there.")) == caption


def test_the_sentences_that_touch_the_image() -> None:
    place = Placement(text_before="Far away. Right before", text_after="Right after. Far away.")
    assert touching(place) == ("Right after.", "Right before")
    assert touching(Placement(text_after="word " * 40)) == ()


@pytest.mark.acceptance("E10")
@pytest.mark.parametrize(
    "title",
    [
        "Colorful Rainbow Facebook Cover - 3",
        "Untitled design number one",
        "Blue and white poster template",
        "Thumbnails - Flyer of May",
        "Selection of spices, top view, copy space",
    ],
)
def test_what_a_program_for_design_calls_a_page_is_no_caption(title: str) -> None:
    assert trusted_caption(EmbeddedText(title=title)) == ""
    assert trusted_caption(EmbeddedText(title="Two boats in the harbor")) == "Two boats in the harbor"


@pytest.mark.acceptance("E10")
@pytest.mark.parametrize(
    ("written", "trusted"),
    [
        ("Two boats in the harbor. (Photo by Ann Example/Getty Images)", "Two boats in the harbor."),
        ("Two boats in the harbor (AP Photo/Ann Example)", "Two boats in the harbor"),
        ("Photo by Ann Example for the Town Gazette", ""),
        ("© 2024 Ann Example, all rights reserved", ""),
        ("a red boat in the harbor --ar 16:9 --v 6.0 Job ID: 0b1c", ""),  # asked of a program, and not what it drew
        ("a boat, masterpiece, best quality, sharp Steps: 20, Sampler: Euler", ""),
        ("A boat with a red-and-white sail -- the last one", "A boat with a red-and-white sail -- the last one"),
    ],
)
def test_credits_and_prompts_in_the_file_are_no_caption(written: str, trusted: str) -> None:
    assert trusted_caption(EmbeddedText(caption=written)) == trusted


def test_a_caption_in_capitals_is_looked_at_in_no_time() -> None:
    """A pattern that splits it in every way takes hours: the test would not end."""
    assert caption_gist(Placement(figcaption="A" * 1000 + "!")) == ""
    assert caption_gist(Placement(figcaption="Ann Example/Reuters")) == ""
    assert caption_gist(Placement(text_after="Figure 1: " + "a-" * 100_000)) == ""


@pytest.mark.acceptance("E6")
@pytest.mark.parametrize(
    ("after", "gist"),
    [
        ("Figure 1: The harbor with its boats 2.1.2. Boats This section is about boats.", "The harbor with its boats"),
        ("Figure 1: The harbor in Lakeside 2.1. It is new.", "The harbor in Lakeside 2.1"),  # a version
        ("Figure 1: Photo by Ann Example. Figure 2: The boats.", ""),
        ("Figure 1: Photo by Ann Example. The boats of Lakeside.", "The boats of Lakeside"),
        ("Figure 1: Photo by Ann Example. The boats of Lakes", ""),  # the excerpt of the page breaks off
        ("Figure 1: The boats of Lakeside", "The boats of Lakeside"),
        (r"Figure 1: The boats\Source: https://boats.example/about Figure 2: The lake", "The boats"),
    ],
)
def test_what_follows_a_caption_in_the_text_is_no_part_of_it(after: str, gist: str) -> None:
    assert caption_gist(Placement(text_after=after)) == gist
