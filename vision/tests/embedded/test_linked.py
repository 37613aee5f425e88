"""Links and logos: what an image in a link is called, whatever little is known of it."""

import pytest
from material_kit import GRAPHIC, material_of

from picopt_vision import Placement, Settings
from picopt_vision.embedded.claim import Claim
from picopt_vision.embedded.compose import compose, role_of
from picopt_vision.embedded.linked import with_destination
from picopt_vision.embedded.model import _evidence
from picopt_vision.embedded.page.kinds import as_file_says
from picopt_vision.embedded.writing.written import Reading, Standing


def _alt(file_name: str, place: Placement | None = None, **seen: object) -> str:
    return compose(material_of(file_name, place, **seen)).alt


@pytest.mark.acceptance("E6")
@pytest.mark.parametrize(
    ("file_name", "place", "alt"),
    [
        (
            "workshop1.jpg",
            Placement(heading="Main workshop", link_target="big.jpg"),
            "Main workshop – larger image",
        ),
        ("workshop1.jpg", Placement(heading="Main workshop", link_target="#"), "Main workshop page"),
        ("kitchen.jpg", Placement(heading="Main workshop", link_target="big.jpg"), ""),  # of another room
        ("workshop1.jpg", Placement(heading="The workshop is open!", link_target="big.jpg"), ""),  # news
        ("workshop1.jpg", Placement(heading="Main workshop"), ""),  # no link, and the heading says it
    ],
)
def test_a_link_that_shows_nothing_known_has_the_name_of_its_heading(
    file_name: str, place: Placement, alt: str
) -> None:
    assert _alt(file_name, place) == alt


def test_of_what_stands_in_a_poster_as_much_is_said_as_an_alt_text_holds() -> None:
    texts = (
        "An evening with music from all over the county",
        "Admission free, drinks and food at the bar",
        "Bar",
    )
    reading = Reading(texts=texts, lines=3, standing=tuple(Standing(text, 0.2, 0.99) for text in texts))
    alt = _alt("poster.jpg", layout=GRAPHIC, reading=reading)
    assert any(text in alt for text in texts)
    assert len(alt) <= Settings().max_alt_length


def test_that_a_link_shows_it_larger_is_said_where_there_is_room() -> None:
    place = Placement(link_target="big.jpg")
    material = material_of("barn.jpg", place)
    assert with_destination("A red barn", material, place) == "A red barn – larger image"
    assert with_destination("A" * 115, material, place) == "A" * 115


def test_a_heading_and_a_caption_in_brief_are_told_as_witnesses() -> None:
    linked = material_of("workshop1.jpg", Placement(heading="Main workshop", link_target="big.jpg"))
    alt = compose(linked).alt
    assert [(one.claim, one.source) for one in _evidence(linked, alt)] == [
        ("larger image", "link"),
        ("Main workshop – larger image", "file name, heading"),
    ]
    captioned = material_of("image-1.jpg", Placement(figcaption="Red Sails lettuce, one of our favorite crops"))
    assert [(one.claim, one.source) for one in _evidence(captioned, compose(captioned).alt)] == [
        ("Red Sails lettuce, one of our favorite crops", "caption")
    ]


@pytest.mark.acceptance("E6")
@pytest.mark.parametrize(
    ("link", "alt"),
    [
        ("https://bignerd.example/", "Home page of bignerd.example"),  # whose it is, the file's name does not tell
        ("https://acm.example/", "ACM logo – home page of acm.example"),
    ],
)
def test_a_logo_that_leads_to_another_site_is_not_called_after_ours(link: str, alt: str) -> None:
    place = Placement(heading="Sponsors", text_after="We are grateful to ACM for all of it.", link_target=link)
    assert _alt("acm_bnr_logo.png", place, layout=GRAPHIC) == alt


@pytest.mark.acceptance("E6")
@pytest.mark.parametrize(
    ("file_name", "alt"),
    [
        ("NCATS_logo.png", "NCATS logo"),
        ("lake-garden-logo.png", "Lake Garden logo"),
        ("ACME_LOGO.PNG", "Acme logo"),
        ("gardenClub-logo.png", "Garden Club logo"),
    ],
)
def test_a_logo_s_owner_is_written_as_in_its_file(file_name: str, alt: str) -> None:
    assert _alt(file_name, Placement(heading="Sponsors"), layout=GRAPHIC) == alt


@pytest.mark.acceptance("E6")
@pytest.mark.parametrize(
    ("file_name", "page", "alt"),
    [
        ("model-graph.png", "The structure of the model is a graph.", "Model graph"),
        ("contracted-graph.png", "After contracting the edge, the graph is this:", "Contracted graph"),
        ("metrics-pie-chart.png", "Our metrics are below.", "Metrics pie chart"),
        ("secret-graph.png", "The structure of the model is a graph.", ""),
    ],
)
def test_a_graph_is_called_as_its_file_where_the_page_has_the_words(file_name: str, page: str, alt: str) -> None:
    assert (
        _alt(file_name, Placement(text_before=f"{page} Then it rained.", text_after="It rained."), layout=GRAPHIC)
        == alt
    )


@pytest.mark.acceptance("E6")
@pytest.mark.parametrize(
    ("file_name", "alt"),
    [("github_commit.png", "GitHub commit"), ("export-menu.png", ""), ("commit.png", "")],
)
def test_a_window_is_called_as_its_file_where_the_page_has_the_words(file_name: str, alt: str) -> None:
    crowd = Reading(lines=20, texts=("one", "two"))
    place = Placement(text_before="We use GitHub here. Then it rained.", text_after="It rained. Press Commit there.")
    assert _alt(file_name, place, layout=GRAPHIC, reading=crowd) == alt


@pytest.mark.acceptance("E6")
def test_a_window_is_not_called_by_a_part_of_its_heading() -> None:
    place = Placement(heading="Create Share Post")
    crowd = Reading(lines=20, texts=("Create Share Post", "Title"))
    assert _alt("share-create.png", place, layout=GRAPHIC, reading=crowd) == "The text “Create Share Post”"


@pytest.mark.acceptance("E4")
def test_what_an_unsure_eye_takes_it_for_is_not_said_where_file_and_title_name_another_thing() -> None:
    plane = Claim(
        phrase="an airplane", noun="airplane", tags=("airplane", "aircraft"), probability=0.56, source="classifier"
    )
    assert _alt("my drone.jpg", Placement(page_title="Racing drones"), claims=[plane]) == ""
    assert _alt("my drone.jpg", Placement(page_title="Racing"), claims=[plane]) == "An airplane"
    assert _alt("my drone.jpg", Placement(page_title="Drones by airplane"), claims=[plane]) == "An airplane"


@pytest.mark.acceptance("E6")
@pytest.mark.parametrize(
    ("file_name", "phrase"),
    [("beaver-pond-3.jpg", "a pond"), ("waterfalls.jpg", "waterfalls"), ("deep.jpg", "a coast")],
)
def test_land_and_water_are_called_as_the_file_says(file_name: str, phrase: str) -> None:
    coast = Claim(phrase="a coast", noun="coast", tags=("landscape with water",), probability=0.7, source="classifier")
    assert as_file_says(coast, file_name).phrase == phrase


@pytest.mark.acceptance("E6")
@pytest.mark.parametrize(
    ("caption", "texts", "role"),
    [
        ("", ("Scattered light", "Light source", "Lens", "Detector and readout"), "complex"),
        ("", ("SCATTERED LIGHT", "LIGHT SOURCE", "LENS"), "informative"),  # a notice
        ("", ("Lakeside", "Your town"), "informative"),  # a logo
        ("Figure 3. How light is split", ("Scenario 1", "Scenario 2"), "complex"),
        ("How light is split", ("Scenario 1", "Scenario 2"), "informative"),
    ],
)
def test_parts_of_a_drawing_and_a_figure_with_its_number_are_complex(
    caption: str, texts: tuple[str, ...], role: str
) -> None:
    reading = Reading(lines=4, apart=texts, score=0.99)
    assert role_of(material_of("a1.png", Placement(figcaption=caption), layout=GRAPHIC, reading=reading)) == role


@pytest.mark.acceptance("E6")
@pytest.mark.parametrize(
    ("file_name", "page", "alt"),
    [
        ("ticketSales.png", "Our Ticket Sales of May.", "Chart: Ticket Sales"),
        ("ticket-sales-3.png", "Our ticket sales of May.", "Chart: ticket sales"),
        ("ticketSales.png", "The tickets went well, and so did our sales.", ""),  # not in a row
        ("sales.png", "Our sales of May.", ""),  # one word may be of anything
        ("unnamed-chunk-6-1.png", "Our sales of May.", ""),
        ("umsatz-karten.png", "Unser Umsatz mit Karten ist im letzten Jahr sehr gestiegen.", ""),
    ],
)
def test_a_plot_without_a_title_is_called_as_its_file_where_the_page_has_that_in_a_row(
    file_name: str, page: str, alt: str
) -> None:
    place = Placement(text_before=f"{page} Then it rained. Snow fell.", text_after="It rained.")
    assert _alt(file_name, place, layout=GRAPHIC, drawn="chart") == alt


@pytest.mark.acceptance("E6")
@pytest.mark.parametrize("link", ["http://sailtolearn.example/", ""])
def test_a_part_of_the_name_is_not_quoted_in_its_place(link: str) -> None:
    place = Placement(heading="Sail To Learn", text_after="Tides in the Classroom", link_target=link)
    reading = Reading(headline="To LEARN", texts=("To", "LEARN", "in the Classroom"), lines=4, score=0.99)
    cover = material_of("sail-to-learn.jpg", place, layout=GRAPHIC, reading=reading)
    assert "“" not in compose(cover).alt
    assert not link or compose(cover).alt == "Sail To Learn home page"


@pytest.mark.acceptance("E6")
@pytest.mark.parametrize(
    ("link", "alt"),
    [
        ("https://www.tide.example/lake-os", "Tide.example – lake os"),
        ("https://other.example/lake-os", "The text “A LAKE COMMUNITY” – lake os"),
    ],
)
def test_a_logo_that_is_its_site_s_address_has_that_as_its_name_and_not_its_motto(link: str, alt: str) -> None:
    texts = ("A LAKE COMMUNITY",)
    reading = Reading(headline=texts[0], texts=texts, edges=("tide.example", *texts), lines=2, score=0.99)
    place = Placement(heading="Community", text_after="Look at our lake.", link_target=link)
    alt_text = compose(material_of("rgb.png", place, layout=GRAPHIC, reading=reading)).alt
    assert alt_text.casefold() == alt.casefold()
