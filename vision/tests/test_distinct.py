"""Captions and descriptions that say something, and such that only fill a field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from picopt_vision.distinct import without_repeats
from picopt_vision.result import Text

words = st.text(alphabet="abcde éß赤い ", max_size=40)


@pytest.mark.parametrize(
    ("alt", "field"),
    [
        ("A red barn by a pond", "There is a red barn and a pond."),
        ("A red barn by a pond", "The image shows a red barn by the pond."),
        ("Eine rote Scheune am Teich", "Das Bild zeigt eine rote Scheune am Teich."),
        ("Two red barns", "The red barn"),
        ("水辺に立つ赤い納屋", "赤い納屋"),
    ],
)
def test_what_only_repeats_is_left_out(alt: str, field: str) -> None:
    told = without_repeats(Text(alt=alt, caption=field, description=field))
    assert (told.caption, told.description) == ("", "")


@pytest.mark.parametrize(
    ("alt", "field"),
    [
        ("A red barn", "A barn of 1890."),
        ("Eine rote Scheune", "Die Scheune stammt aus Holstein."),
        ("水辺に立つ赤い納屋", "納屋は木造である"),
        ("", "Anything at all"),
    ],
)
def test_what_adds_a_fact_is_kept(alt: str, field: str) -> None:
    told = without_repeats(Text(alt=alt, description=field))
    assert told.description == field
    assert without_repeats(Text(alt=alt, caption=field)).caption == field


@pytest.mark.parametrize(
    ("alt", "title"),
    [
        ("A barn", "Barn"),
        ("A red barn by the pond.", "The red barn by a pond"),
        ("Eine rote Scheune", "Rote Scheune"),
        ("赤い納屋", "赤い納屋"),
    ],
)
def test_a_title_that_is_the_alt_text_again_is_none(alt: str, title: str) -> None:
    assert without_repeats(Text(alt=alt, title=title)).title == ""


@pytest.mark.parametrize("title", ["Barn", "A red barn", "Harvest time"])
def test_a_title_that_is_shorter_or_other_is_kept(title: str) -> None:
    assert without_repeats(Text(alt="A red barn by a pond", title=title)).title == title


def test_a_description_of_a_caption_is_none() -> None:
    told = without_repeats(Text(alt="A barn", caption="Built in 1890", description="A barn, built in 1890"))
    assert (told.caption, told.description) == ("Built in 1890", "")


@given(words, words, words, words)
def test_nothing_is_written_anew_and_nothing_else_is_touched(alt: str, title: str, caption: str, more: str) -> None:
    text = Text(alt=alt, title=title, caption=caption, description=more, filename="a-b", tags=("a",))
    told = without_repeats(text)
    assert (told.alt, told.filename, told.tags) == (alt, "a-b", ("a",))
    assert told.title in {"", title}
    assert told.caption in {"", caption}
    assert told.description in {"", more}
    assert without_repeats(told) == told
    assert without_repeats(Text(alt=alt, description=alt)).description == ""
