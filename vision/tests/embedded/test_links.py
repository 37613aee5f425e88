"""Where a link leads, in words."""

import pytest

from picopt_vision import Context
from picopt_vision.embedded.links import destination


@pytest.mark.acceptance("E2")
@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("Contact us", "Contact us"),
        ("https://example.org/opening-hours/", "opening hours"),
        ("https://example.org/über-uns?from=home#top", "über uns"),
        ("https://www.example.org/", "the home page of example.org"),
        ("https://example.org/?p=42", "the home page of example.org"),
        ("/gallery/summer_2024.html", "summer 2024"),
        ("/2024/05/", "the home page"),
        ("#top", "the home page"),
        ("mailto:someone@example.org", ""),
        ("  ", ""),
    ],
)
def test_destination(target: str, words: str) -> None:
    assert destination(Context(link_target=target)) == words
