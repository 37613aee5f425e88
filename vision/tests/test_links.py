"""Where a link leads, in words."""

import pytest

from picopt_vision import Placement
from picopt_vision.links import destination


@pytest.mark.acceptance("E2")
@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("Contact us", "Contact us"),
        ("https://example.org/opening-hours/", "Opening hours"),
        ("https://example.org/über-uns?from=home#top", "Über uns"),
        ("https://www.example.org/", "the home page of example.org"),
        ("https://example.org/?p=42", "a page on example.org"),  # a page, whichever
        ("https://example.org/?utm_source=x", "the home page of example.org"),
        ("https://example.org/posts/8klgK7QxB", "a page on example.org"),  # an identifier is no word
        ("https://youtu.be/GMt0wH-twkE", "the video on YouTube"),
        ("https://www.facebook.com/sharer/sharer.php?u=x", "sharing on Facebook"),
        ("https://x.com/intent/post?url=x", "sharing on X"),
        ("https://maps.google.com/maps?ll=35.9,-78.9", "the map"),
        ("/wp-content/uploads/2024/05/harbor-large.jpg", "the larger image"),
        ("img/Open House 2011_0.JPG", "the larger image"),  # also where its name has blanks
        ("https://example.org/annual-report.pdf", "Annual report (PDF)"),
        ("{{ report.url }}", ""),
        ("/gallery/summer_2024.html", "Summer 2024"),
        ("/", "the home page"),
        ("/index.html", "the home page"),  # what a server sends for a folder
        ("https://example.org/index.php?utm_source=x", "the home page of example.org"),
        ("/opening-hours/index.htm", "Opening hours"),
        ("/index.php?page=7", ""),  # a program that shows one of many
        ("index.html", ""),  # of whichever folder
        ("/2024/05/", ""),  # some page, and not the first one
        ("/measles/L", "Measles L"),
        ("/measles/L:measles/M", ""),  # a query
        ("/totem350/totem350-2/", ""),  # the page of an uploaded file
        ("/photos/IMG_2041/", ""),
        ("/covid-19/", "Covid 19"),
        ("#top", ""),
        ("mailto:someone@example.org", ""),
        ("  ", ""),
    ],
)
def test_destination(target: str, words: str) -> None:
    assert destination(Placement(link_target=target)) == words


def test_the_page_spells_the_words_of_an_address() -> None:
    target = "https://example.org/variadic-views-in-swiftui"
    assert destination(Placement(link_target=target)) == "Variadic views in swiftui"
    place = Placement(link_target=target, text_after="Variadic Views in SwiftUI are hard.")
    assert destination(place) == "Variadic Views in SwiftUI"


def test_the_title_of_the_target_goes_before_its_address() -> None:
    place = Placement(link_target="https://example.org/?p=42", link_title=" Opening \n hours ")
    assert destination(place) == "Opening hours"
