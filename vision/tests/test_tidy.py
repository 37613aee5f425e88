"""What is mended without asking, and file names for every script."""

import pickle
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from picopt_vision import VisionError
from picopt_vision.filename import to_filename
from picopt_vision.rules import Subject, broken_rules
from picopt_vision.tidy import tidy_line, tidy_tags


@pytest.mark.parametrize(
    ("raw", "tidy"),
    [
        ("  Red\n barn\t", "Red barn"),
        ("Fish &amp; chips", "Fish & chips"),
        ('"Red barn"', "Red barn"),
        ("“Red barn”", "Red barn"),
        ('The sign says "Open"', 'The sign says "Open"'),
        ("a\u202eb\u0000c", "abc"),
        ("Family 👨‍👩‍👧 at the sea", "Family 👨‍👩‍👧 at the sea"),
        ("「赤い納屋」", "赤い納屋"),
        ("**Red barn**", "Red barn"),
        ("_Red barn_", "Red barn"),
        ("*Red* barn and *pond*", "*Red* barn and *pond*"),
        ("&lt;script&gt;", "<script>"),  # left to the rules, which refuse it
    ],
)
def test_a_line_is_plain_text(raw: str, tidy: str) -> None:
    assert tidy_line(raw) == tidy


def test_tags_lose_their_doubles() -> None:
    assert tidy_tags(("Barn", "barns", "#Pond", "black-and-white", "black and white", "", "<b>")) == (
        "barn",
        "pond",
        "black-and-white",
    )
    assert tidy_tags(("red barn", "barn red", "red barns")) == ("red barn",)
    assert tidy_tags(("Barn, pond; barns", "納屋、池")) == ("barn", "pond", "納屋", "池")


@pytest.mark.parametrize(
    ("tags", "kept"),
    [
        (("東京タワー", "東京 タワー", "夕景。"), ("東京タワー", "夕景")),
        (("\uff34\uff2f\uff2b\uff39\uff2f", "tokyo"), ("tokyo",)),
        (("seaside", "sea side", "red-barn", "redbarns"), ("seaside", "red-barn")),
        (("منارة", "مَنارة", "شاطئ؟"), ("منارة", "شاطئ")),
        (("İstanbul", "istanbul", "IJssel"), ("istanbul", "ijssel")),
    ],
)
def test_tags_in_other_scripts_lose_their_doubles_too(tags: tuple[str, ...], kept: tuple[str, ...]) -> None:
    """A double that is left breaks a rule, which costs another turn, and then all tags."""
    assert tidy_tags(tags) == kept
    assert broken_rules(Subject(field="tags", value=kept)) == []


@pytest.mark.acceptance("E5")
@pytest.mark.parametrize(
    ("words", "name"),
    [
        (["Rote Scheune am Weiher, Größe"], "rote-scheune-am-weiher-grosse"),
        (["Фото маяка"], "foto-mayaka"),
        (["L’été à la ferme"], "l-ete-a-la-ferme"),
        (["one two three four five six seven"], "one-two-three-four-five-six"),
        (["barn", "Barn", "pond"], "barn-pond"),
        (["CON"], "con-image"),
        (["🙂"], "slight-smile"),
        (["!!!"], ""),
        (["红色 谷仓"], "hongse-gucang"),
        (["مزرعة حمراء"], "mzrh-hmr"),
        (["Ben’s barn"], "bens-barn"),
    ],
)
def test_file_names_are_ascii_words(words: list[str], name: str) -> None:
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", to_filename(words))
    assert to_filename(words) == name


@pytest.mark.acceptance("E5")
@pytest.mark.parametrize(
    ("language", "words", "name"),
    [
        ("de-AT", "Schöne Grüße an Übermütige", "schoene-gruesse-an-uebermuetige"),
        ("da", "Æblegrød på Åen", "aeblegroed-paa-aaen"),
        ("nb-NO", "Blåbær", "blaabaer"),
        ("sv", "Röd gård", "rod-gard"),
        ("en", "Café Müller", "cafe-muller"),
    ],
)
def test_vowels_are_spelled_as_the_language_spells_them(language: str, words: str, name: str) -> None:
    assert to_filename([words], language) == name


@given(st.lists(st.text(alphabet="abcs -_", max_size=12), max_size=30))
def test_no_two_tags_are_the_same_words(tags: list[str]) -> None:
    kept = tidy_tags(tuple(tags))
    assert len({" ".join(sorted(tag.replace("-", " ").replace("_", " ").split())) for tag in kept}) == len(kept) <= 10
    assert tidy_tags(kept) == kept
    assert broken_rules(Subject(field="tags", value=kept)) == []


@pytest.mark.acceptance("E5")
@given(st.lists(st.text(max_size=300), max_size=4))
def test_any_text_leads_to_a_safe_file_name(words: list[str]) -> None:
    name = to_filename(words)
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+){0,6})?", name)
    assert len(name) <= 88


@given(st.text(max_size=500))
def test_any_text_becomes_one_line(text: str) -> None:
    line = tidy_line(text)
    assert line == line.strip()
    assert not set(line) & set("\r\n\t\x00\u202e")


def test_the_error_survives_the_way_out_of_a_child_process() -> None:
    error = pickle.loads(pickle.dumps(VisionError("time_out", "Too slow.", retryable=True)))  # noqa: S301 -- our own
    assert (error.code, error.message, error.retryable) == ("time_out", "Too slow.", True)
