"""A thing that no network knows, where file and page speak of it."""

import pytest
from material_kit import DOG, GRAPHIC, PERSON, material_of

from picopt_vision import Context, Placement
from picopt_vision.embedded.claim import Claim
from picopt_vision.embedded.compose import compose
from picopt_vision.embedded.model import _evidence
from picopt_vision.embedded.page.kinds import noun
from picopt_vision.embedded.page.thing import shorter, thing_of_file

CLEARING = "She finished the border last week."


@pytest.mark.acceptance("E6")
@pytest.mark.parametrize(
    ("file_name", "place", "thing"),
    [
        ("fox-quilt.jpg", Placement(heading="Featured Quilts"), "a quilt"),  # the file knows how many
        ("fox-quilt.jpg", Placement(text_after="How I made the fox quilt."), "a fox quilt"),
        ("cellar-tomatoes.JPG", Placement(text_before="We ate Dad’s tomatoes."), "tomatoes"),
        (
            "black-berry-oven-thermometer.jpg",
            Placement(text_after="My Black and Berry oven thermometer."),
            "Black and Berry oven thermometer",
        ),
        ("soup.jpg", Placement(text_after="A bowl of the soup."), "soup"),
        ("quilt-shelf.jpg", Placement(text_after="Come to the shelf of our shop."), ""),  # a quilt lies on it
        ("quilt-shelf.jpg", Placement(text_after="We built the quilt shelf."), "a quilt shelf"),
        ("shelf.jpg", Placement(text_after="We built a shelf."), "a shelf"),
        ("outerwear.jpg", Placement(text_after="All of our outerwear."), "outerwear"),  # nobody says `an outerwear`
        ("quilt.jpg", Placement(page_title="The quilt"), ""),  # a title may be about anything
        ("quilt.jpg", Placement(text_after="We quilt every Tuesday."), ""),  # what they do
        ("widget.jpg", Placement(text_after="Add the widget."), ""),  # a word of programs
        ("quilt.jpg", Placement(text_after=CLEARING), ""),
        ("owl.jpg", Placement(text_after="The owl-quilt is done."), ""),  # a part of something else
        ("app-launch.jpg", Placement(text_after="After the app-launch."), ""),
        ("python.jpg", Placement(text_after="We write it in the Python language."), ""),
        ("mouse.jpg", Placement(text_after="Move the mouse over the picture."), ""),
        ("hammer.jpg", Placement(text_after="We visited the Hammer family farm."), ""),  # a name
        ("hammer.jpg", Placement(text_after="The hammer museum is open."), ""),  # of a museum
        ("scissors.jpg", Placement(text_after="Take the scissors."), "scissors"),
        ("rice.jpg", Placement(text_after="Wash the rice."), "rice"),
        ("wire.jpg", Placement(text_after="Bend a wire."), "a wire"),  # the page counts it
        ("clock.jpg", Placement(text_after="He sold us an hourglass and a clock."), "a clock"),
        ("weaver.jpg", Placement(text_after="The weaver came by."), ""),  # people are told otherwise
        ("muffins-de-chocolate.png", Placement(text_after="El chocolate."), ""),  # of the last word, in English only
        ("hero-quilt.jpg", Placement(text_after="The quilt."), ""),  # called after the page that it heads
        ("IMG_1234.jpg", Placement(text_after="The quilt."), ""),
    ],
)  # fmt: skip
def test_what_file_and_page_both_speak_of_is_what_is_to_be_seen(file_name: str, place: Placement, thing: str) -> None:
    assert thing_of_file(Context(file_name=file_name, placements=(place,))) == thing


def test_it_is_said_where_nothing_else_is_known() -> None:
    place = Placement(text_after="Each of these quilts took a year.", page_title="Our work")
    assert compose(material_of("fox-quilt.jpg", place)).alt == "A quilt"
    assert compose(material_of("fox-quilt.jpg", place, claims=[DOG])).alt == "A dog"
    assert compose(material_of("fox-quilt.jpg", place, claims=[PERSON])).alt != "A quilt"
    assert compose(material_of("fox-quilt.jpg", place, layout=GRAPHIC)).alt != "A quilt"


def test_a_stock_library_s_name_for_it_needs_no_page() -> None:
    page = Placement(page_title="About us")
    assert thing_of_file(Context(file_name="mammoth-1234567_1920.jpg", placements=(page,))) == "a mammoth"
    assert thing_of_file(Context(file_name="learn-1234567_1920.jpg", placements=(page,))) == ""
    assert thing_of_file(Context(file_name="school-1234567_1920.jpg", placements=(page,))) == "", "what is done there"
    assert thing_of_file(Context(file_name="mammoth-12.jpg", placements=(page,))) == ""


@pytest.mark.parametrize(
    ("thing", "short"),
    [
        ("stuffed marrow", "a marrow"),
        ("owl quilts", "quilts"),
        ("quilt", ""),
        ("candle holder", ""),
        ("Blue Nile", ""),
        ("", ""),
    ],
)
def test_the_last_word_alone_tells_the_same(thing: str, short: str) -> None:
    assert shorter(thing) == short


def test_what_the_heading_has_is_said_with_less() -> None:
    place = Placement(heading="Fox quilt", text_after="I made the fox quilt in May.")
    assert compose(material_of("fox-quilt.jpg", place)).alt == "A quilt"


def test_what_an_unsure_eye_took_it_for_is_said_nowhere() -> None:
    room = Claim(phrase="a room", noun="room", tags=("room",), probability=0.5, source="classifier")
    place = Placement(text_after="She gave me the quilt.", page_title="Winter", heading="The quilt is done")
    material = material_of("quilt.jpg", place, claims=[room])
    text = compose(material)
    assert (text.alt, text.title, text.tags) == ("A quilt", "", ("quilt",))
    assert [(each.claim, each.source) for each in _evidence(material, text.alt)] == [
        ("a quilt", "file name, text beside")
    ]


def test_dishes_and_things_are_known_and_other_words_are_not() -> None:
    groups = {word: found.groups[0] for word in ("muffins", "quilt", "hall") if (found := noun(word))}
    assert groups == {"muffins": "food", "quilt": "artifact", "hall": "artifact"}
    assert [word for word in ("haul", "story", "level", "chapter") if noun(word)] == []


@pytest.mark.acceptance("E6")
@pytest.mark.parametrize(
    ("file_name", "is_food", "thing"),
    [
        ("pancakes.jpg", True, "pancakes"),
        ("pancakes.jpg", False, ""),  # may be anybody's name
        ("pancakes-morning.jpg", True, ""),
        ("waffles.jpg", True, ""),  # of which the page does not speak
        ("salad.jpg", True, ""),  # of which nothing more is said
    ],
)
def test_food_that_is_seen_is_called_as_its_file_where_the_page_has_that_in_a_name(
    file_name: str,
    is_food: bool,  # noqa: FBT001 -- a row of a table
    thing: str,
) -> None:
    place = Placement(heading="Blueberry Muffins", text_after="Walnut Buttermilk Pancakes In Salad We Trust")
    assert thing_of_file(Context(file_name=file_name, placements=(place,)), is_food=is_food) == thing
