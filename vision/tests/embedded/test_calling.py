"""What an image is called: by its file, its heading, or its caption, and when none of these names it."""

import pytest
from material_kit import DOG, GRAPHIC, PERSON, PORTRAIT, material_of

from picopt_vision import Placement
from picopt_vision.embedded.claim import Claim
from picopt_vision.embedded.compose import alt_in, compose
from picopt_vision.embedded.sight.people import GROUP


def _alt(file_name: str, place: Placement, **seen: object) -> str:
    return alt_in(material_of(file_name, place, **seen), place)


@pytest.mark.acceptance("E2")
def test_a_name_of_a_file_that_tells_more_is_left_alone() -> None:
    def written(file_name: str, *claims: Claim, place: Placement | None = None) -> tuple[str, str]:
        text = compose(material_of(file_name, place, claims=list(claims)))
        return text.title, text.filename

    assert written("lucy-locket.jpg", DOG) == ("Dog", ""), "only what kind of thing it is"
    assert written("DSC_0001.jpg", DOG) == ("Dog", "dog")
    assert written("DSC_0001.jpg", PERSON) == ("", ""), "that there is somebody names no image"
    assert written("DSC_0001.jpg", PERSON, DOG) == ("Person and dog", "person-dog")
    named = Placement(heading="Mary B. Jones")
    assert written("mary-jones.jpg", PORTRAIT, place=named) == ("Mary B. Jones", "mary-b-jones")


@pytest.mark.acceptance("E6")
@pytest.mark.parametrize(
    ("file_name", "page", "alt"),
    [
        ("garden-club-logo.png", "", "Garden Club logo"),
        ("GardenClubLogo.png", "", "Garden Club logo"),
        ("numfocus-logo.png", "We thank NumFOCUS.", "NumFOCUS logo"),
        ("logo.png", "", ""),
        ("sponsor-logo.png", "", ""),  # whose, it does not say
        ("uni-logo-en.png", "", ""),
        ("logo-white.png", "", ""),
        ("garden-club.png", "", ""),  # may be a photograph of its garden
        ("the-garden-club-of-upper-lakeside-village-logo.png", "", ""),
    ],
)
def test_whose_logo_it_is_its_file_says_by_itself(file_name: str, page: str, alt: str) -> None:
    assert _alt(file_name, Placement(text_after=page), layout=GRAPHIC) == alt


@pytest.mark.acceptance("E6")
def test_people_whom_the_page_already_calls_so_are_told_by_what_they_have_with_them() -> None:
    group = Claim(phrase=GROUP, noun="people", tags=("people",), probability=0.9, source="people", plural=True)
    screens = Claim(phrase="screens", noun="screens", tags=("screen",), probability=0.9, source="detector", plural=True)
    place = Placement(heading="Support Teams", text_after="Support Teams help.")
    assert _alt("support-teams.jpg", place, claims=[group, screens]) == "A group of people with screens"


@pytest.mark.acceptance("E6")
def test_of_a_heading_before_a_name_the_name_is_said() -> None:
    place = Placement(heading="Member Portrait - Mary Jones")
    assert _alt("member-portrait-mary-jones.jpg", place, claims=[PORTRAIT]) == "Portrait of Mary Jones"


@pytest.mark.acceptance("E6")
def test_a_caption_in_another_language_is_not_mixed_with_ours() -> None:
    group = Claim(phrase=GROUP, noun="people", tags=("people",), probability=0.9, source="people", plural=True)
    place = Placement(
        page_title="Onze werkplaats",
        text_before="Op zaterdag kwamen wij allemaal samen om de nieuwe werkplaats in te richten en op te ruimen.",
        figcaption="Iedereen aan de slag met de nieuwe planken",
    )
    assert _alt("0036.jpg", place, claims=[group]) == "A group of people"


@pytest.mark.acceptance("E6")
@pytest.mark.parametrize(
    ("file_name", "heading", "alt"),
    [
        ("Lucy-Locket.jpg", "Lucy Locket", "Lucy Locket: a dog"),
        ("DSC_0001.jpg", "Lucy Locket", "A dog"),  # the file is not called so
        ("lucy-locket-and-friends.jpg", "Lucy Locket", "A dog"),  # after more than that
    ],
)
def test_an_animal_is_called_as_heading_and_file_call_it(file_name: str, heading: str, alt: str) -> None:
    assert _alt(file_name, Placement(page_title="In the barn", heading=heading), claims=[DOG]) == alt


@pytest.mark.acceptance("E6")
def test_a_common_word_is_no_animal_s_name() -> None:
    place = Placement(heading="Visits to rabbits", text_after="Extra care Extra-Large Dogs A walk of their own")
    assert _alt("extra.jpg", place, claims=[DOG]) == "A dog"


@pytest.mark.acceptance("E6")
@pytest.mark.parametrize(
    ("after", "alt"),
    [
        ("Lakeland While we travel in autumn, the best in Lakeland is spring.", "A landscape in Lakeland"),
        ("Lakeland is our campaign. We love Lakeland.", ""),  # may be a program
        ("In lakeland, we travel. Much is in Lakeland.", ""),  # a common word
    ],
)
def test_a_landscape_is_told_by_the_country_that_it_is_in(after: str, alt: str) -> None:
    land = Claim(phrase="a landscape", noun="landscape", tags=("landscape",), probability=0.6, source="classifier")
    assert _alt("lakeland.jpg", Placement(page_title="Travel", text_after=after), claims=[land]) == alt


@pytest.mark.acceptance("E5")
def test_a_town_is_taken_for_a_building() -> None:
    seen = Claim(phrase="a building", noun="building", tags=("building",), probability=0.6, source="classifier")
    assert _alt("lakeside.jpg", Placement(text_after="A week off in Lakeside."), claims=[seen]) == ""
    assert _alt("0036.jpg", Placement(text_after="The oldest building of the town"), claims=[seen]) == "A building"
    assert _alt("0036.jpg", Placement(), claims=[seen]) == "A building"


@pytest.mark.acceptance("E5")
@pytest.mark.parametrize(
    ("page", "alt"),
    [
        ("Our freezer is full of peanuts.", ""),
        ("The room below the roof", "A room"),
        ("Rooms for two", "A room"),
        ("", "A room"),  # nothing else is known of it
    ],
)
def test_what_much_else_is_taken_for_is_said_where_the_page_speaks_of_it(page: str, alt: str) -> None:
    room = Claim(phrase="a room", noun="room", tags=("room",), probability=0.8, source="classifier")
    assert _alt("0036.jpg", Placement(text_after=page), claims=[room]) == alt
