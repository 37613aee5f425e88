"""The site's own names reach the model as its owner wrote them."""

from picopt_vision import Settings
from picopt_vision.remote.prompt import _wishes


def test_names_of_the_site_are_wishes() -> None:
    said = _wishes(Settings(glossary=("TinyPilot, one word", "Trek 520")))
    assert said == "- Names and spellings of this site, exactly so where they fit: TinyPilot, one word; Trek 520"


def test_a_site_without_a_glossary_says_nothing_of_one() -> None:
    assert "Names" not in _wishes(Settings(brand="Acme"))
