"""A phrase of the page is taken whole: nothing that it means is left on the other side of the cut."""

import pytest

from picopt_vision import Context, Placement
from picopt_vision.embedded.page.captions import caption_gist, touching
from picopt_vision.embedded.page.seams import without_rest
from picopt_vision.embedded.page.topics import find_topic


def called(file_name: str, place: Placement) -> str | None:
    topic = find_topic(Context(file_name=file_name, placements=(place,)))
    return topic.phrase if topic else None


@pytest.mark.acceptance("E6")
@pytest.mark.parametrize(
    ("file_name", "place", "phrase"),
    [
        # A negation goes with what it turns into its contrary.
        ("no-knead-bread.jpg", Placement(page_title="No Knead Bread"), "No Knead Bread"),
        ("bake-bread.jpg", Placement(page_title="No-bake bread"), None),
        # Names with an ampersand have two halves.
        ("jerry.jpg", Placement(text_before="It was with Jerry. We met Ben & Jerry"), "Ben & Jerry"),
        ("ben-logo.png", Placement(text_after="Thanks to Ben & Jerry for all."), "Ben & Jerry"),
        # A list has all of its parts, or none.
        ("java-scala.png", Placement(text_before="We ran it in C, Java, and Scala (all new)."), "C, Java, and Scala"),
        ("java-scala.png", Placement(text_before="We ran it in good C, Java, and Scala."), "C, Java, and Scala"),
        ("java-scala.png", Placement(text_before="We ran it in shells, Java, and Scala."), None),
        ("ruby-java.png", Placement(text_before="We ran it in Ruby, Java, and Scala."), None),
        # The number says which one it is.
        ("insights-cover.png", Placement(text_after="Insights Vol. 3 [Download]"), "Insights Vol. 3"),
        ("camp-map.png", Placement(heading="The Camp Map 2.1"), "Camp Map 2.1"),
        # Quoted from its first letter on.
        ("boat-basics-plan.png", Placement(text_before="See the 'Basics of a Boat' plan."), "Basics of a Boat"),
        ("boat-basics.png", Placement(text_before="See the 'Boat Basics' here."), "Boat Basics"),
        # A title without a full stop ends where an order begins.
        ("acmepack.png", Placement(text_after="Acmepack Convert a project into an app."), "Acmepack"),
        ("acmepack.png", Placement(text_after="Acmepack Studio converts a project."), "Acmepack Studio"),
        # So it does where a sentence begins.
        ("acmepack.png", Placement(text_after="Acmepack While many convert it."), "Acmepack"),
        ("acmepack.png", Placement(text_after="Acmepack Studio If you convert it."), "Acmepack Studio"),
        # The noun behind a name between `the` and it.
        ("millerLane.jpg", Placement(text_after="I found the Miller Lane trail which was long."), "Miller Lane trail"),
        ("millerLane.jpg", Placement(text_after="I found Miller Lane trail maps."), "Miller Lane"),
        ("acmerichmond.jpg", Placement(text_after="I made the Acme Richmond crest, by hand."), "Acme Richmond crest"),
        ("acmerichmond.jpg", Placement(text_after="I made the Acme Richmond crest by hand."), "Acme Richmond"),
        # What somebody did with a prize is no name.
        ("brian-masters.jpg", Placement(text_after="Brian won the masters in May."), None),
        # Both stand to the verb.
        ("acmeopen-for-review.png", Placement(heading="How to submit it to acmeOpen for review"), None),
        ("code-for-review.png", Placement(heading="Welcome to Code for Review"), "Code for Review"),
    ],
)
def test_a_phrase_ends_where_its_sense_does(file_name: str, place: Placement, phrase: str | None) -> None:
    assert called(file_name, place) == phrase


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Insights Vol. 3 is out. Buy it.", "Insights Vol. 3 is out."),
        ("It is No. 4 of all. Buy it.", "It is No. 4 of all."),
        ("Dr. Example spoke. Then we left.", "Dr. Example spoke."),
        ("She said no. Then we left.", "She said no."),
        ("We filled the vol. Then we left.", "We filled the vol."),
    ],
)
def test_an_abbreviation_ends_no_sentence(text: str, first: str) -> None:
    assert touching(Placement(text_after=text))[0] == first


@pytest.mark.acceptance("E10")
@pytest.mark.parametrize(
    "remark",
    [
        "Nothing like a swim after a long day",
        "One of those unforgettable days",
        "What a day at the lake!",
        "Enjoy the view",
    ],
)
def test_a_remark_on_the_moment_is_no_caption(remark: str) -> None:
    assert caption_gist(Placement(figcaption=remark)) == ""
    assert caption_gist(Placement(figcaption=f"{remark}. Boats on the lake")) == "Boats on the lake"
    assert caption_gist(Placement(figcaption="One of the boats on the lake")) == "One of the boats on the lake"


@pytest.mark.acceptance("E6")
@pytest.mark.parametrize(
    ("file_name", "place", "phrase"),
    [
        ("clarinet.jpg", Placement(page_title="Clarinet", text_after="Clarinet Clarinets are of wood."), None),
        # A name has its first word, and its last.
        ("new-york-strip.jpg", Placement(page_title="New York Strip"), "New York Strip"),
        ("spiced-rum.jpg", Placement(figcaption="Spiced Rum Tea"), "Spiced Rum Tea"),
        ("pancakes-big.jpg", Placement(text_before="Oat Pancakes Big 20 minutes"), "Pancakes Big"),
        ("butter-chicken.jpg", Placement(page_title="Butter Chicken Curry"), "Butter Chicken"),
    ],
)
def test_a_name_ends_where_its_text_ends(file_name: str, place: Placement, phrase: str | None) -> None:
    assert called(file_name, place) == phrase


@pytest.mark.parametrize(
    ("place", "texts"),
    [
        # A heading has no full stop, and what follows on it is another text.
        (Placement(heading="All Views", text_after="All Views The second View is new."), ("All Views",)),
        (Placement(heading="Kit B (Set)", text_before="It is open. Kit A Kit B (Set)"), ("Kit B (Set)",)),
        (Placement(heading="L10 Pro", text_after="The Acme L10 Pro is sold."), ("The Acme L10 Pro is sold.",)),
    ],
)
def test_a_text_ends_where_a_heading_begins(place: Placement, texts: tuple[str, ...]) -> None:
    assert touching(place) == texts


def test_a_name_before_a_long_text_is_as_good_as_a_heading() -> None:
    place = Placement(text_after="Acme Good Grips Measuring Cups come with " + "all that one needs and " * 9)
    assert touching(place) == ("Acme Good Grips Measuring Cups",)


def test_what_stands_behind_a_repeated_title_touches_the_image() -> None:
    place = Placement(page_title="Age groups", text_after="Age groups A teacher works with them.")
    assert touching(place) == ("A teacher works with them.",)


@pytest.mark.acceptance("E6")
@pytest.mark.parametrize(
    ("phrase", "is_dish", "whole"),
    [
        ("Gallery Some", False, "Gallery"),
        ("Brownies 25", True, "Brownies"),
        ("Class 47", False, "Class 47"),
        ("Paella Valenciana", True, "Paella Valenciana"),
        ("25", True, "25"),
        ("", False, ""),
    ],
)
def test_what_a_name_runs_on_into_is_no_part_of_it(phrase: str, is_dish: bool, whole: str) -> None:  # noqa: FBT001 -- a row of a table
    assert without_rest(phrase, is_dish=is_dish) == whole


@pytest.mark.acceptance("E6")
def test_a_heading_of_one_word_stands_between_the_image_and_what_is_above_it() -> None:
    place = Placement(heading="Image", text_before="Web address Lakeside by day: a study Image")
    assert touching(place) == ("Image",)
