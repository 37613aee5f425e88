"""What is written in photographs: told where the page says it, too, or where it fills much of the image."""

from collections.abc import Callable
from pathlib import Path

import pytest
from material_kit import DOG, GRAPHIC, PERSON, material_of
from PIL import Image, ImageDraw, ImageFont

from picopt_vision import Context, Placement, Settings, VisionModel, analyse
from picopt_vision.embedded.compose import alt_in, role_of
from picopt_vision.embedded.model import _evidence
from picopt_vision.embedded.writing.signs import sign_in
from picopt_vision.embedded.writing.written import Reading, Standing

PAGE = Placement(
    page_title="Back from the coast", text_before="We met at the Harbor Museum in Lakeside, and saw a lighthouse."
)


def _sign(*texts: str, place: Placement = PAGE, has_people: bool = False, **more: object) -> str:
    read = {"texts": texts, "edges": texts, "lines": len(texts), "share": 0.01, "score": 0.99, **more}
    return sign_in(Reading(**read), Context(placements=(place,)), has_people=has_people)


@pytest.mark.acceptance("E6")
@pytest.mark.parametrize(
    ("texts", "sign"),
    [
        (("HARBOR MUSEUM",), "HARBOR MUSEUM"),
        (("LAKESIDE",), "LAKESIDE"),
        (("LAKESIDE", "Exit", "Push", "12"), ""),  # one word of many
        (("HARBOR MUSEUM", "Exit", "Push", "12"), "HARBOR MUSEUM"),
        (("lighthouse",), ""),  # no name
        (("MET",), ""),
        (("at the Harbor",), ""),  # the end of something
        (("@Lakeside",), ""),  # whose photograph it is
        (("@HarborMuseum",), ""),
        (("“and saw a lighthouse",), ""),  # it goes on
        (("Harbor Hotel",), ""),  # the page knows of none
        (("HARBOR", "MUSEUM", "LAKESIDE", "12"), "Harbor Museum"),  # in two lines, as the page writes it
        (
            ("saw a lighthouse", "Museum in Lakeside", "We met at the Harbor", "Back from the coast"),
            "",
        ),  # several, and none that it is about
    ],
)
def test_the_page_says_it_too(texts: tuple[str, ...], sign: str) -> None:
    assert _sign(*texts) == sign


@pytest.mark.acceptance("E6")
def test_the_label_of_a_field_is_no_sign() -> None:
    assert _sign("Harbor Museum", lines=9) == "Harbor Museum"
    assert _sign("Harbor Museum: -", lines=9) == ""


@pytest.mark.acceptance("E6")
def test_the_file_may_be_called_so() -> None:
    context = Context(file_name="openharbor.jpg", placements=(Placement(page_title="A box on the wall"),))
    written = Reading(texts=("openHarbor",), edges=("openHarbor",), lines=1, score=0.99)
    assert sign_in(written, context, has_people=False) == "openHarbor"


@pytest.mark.acceptance("E6")
@pytest.mark.parametrize(
    ("file_name", "place", "texts", "sign"),
    [
        ("vote.jpg", Placement(page_title="Board election"), ("VOTE",), "VOTE"),
        ("vote.jpg", Placement(page_title="Board election"), ("VOTE", "Exit", "Push", "12"), ""),  # one of many
        ("vote-now.jpg", Placement(page_title="Board election"), ("VOTE",), ""),  # a part of it
        # A piece of the name that file and page have.
        ("lumineers.jpg", Placement(text_before="We heard Lumineers again."), ("neers", "presents"), "Lumineers"),
        ("lumineers.jpg", Placement(text_before="We heard a band."), ("neers", "presents"), ""),
        ("pioneers.jpg", Placement(text_before="They were pioneers."), ("neers",), ""),  # no name
        ("lumineers.jpg", Placement(text_before="We heard Lumineers again."), ("umine",), ""),
        # Cut off, and whole in the title.
        ("1.jpg", Placement(page_title="Review: The Careful Engineer"), ("The Careful Eng",), "The Careful Engineer"),
        ("1.jpg", Placement(page_title="Review", text_before="The Careful Engineer"), ("The Careful Eng",), ""),
        ("1.jpg", Placement(heading="Review: The Careful", page_title="Engineers"), ("The Careful Eng",), ""),
        ("1.jpg", Placement(page_title="Our Indian dishes"), ("INDIA",), ""),
        ("1.jpg", Placement(page_title="The Careful Engineer", heading="The Careful Engine"), ("The Careful Eng",), ""),
    ],
)
def test_file_or_title_complete_what_can_be_read(
    file_name: str, place: Placement, texts: tuple[str, ...], sign: str
) -> None:
    written = Reading(texts=texts, edges=texts, lines=len(texts), score=0.99)
    assert sign_in(written, Context(file_name=file_name, placements=(place,)), has_people=False) == sign


@pytest.mark.acceptance("E6")
def test_what_fills_much_of_the_image_needs_nobody_else() -> None:
    assert _sign("IT DEPENDS", headline="IT DEPENDS", quoted=1, share=0.06) == "IT DEPENDS"
    assert _sign("IT DEPENDS", headline="IT DEPENDS", quoted=1, share=0.01) == ""
    assert _sign("IT DEPENDS", headline="IT DEPENDS", quoted=1, share=0.06, score=0.95) == "", "not read surely"


_FOUR = "The text “One pier”, “Two piers”, “Three piers” and “Four piers”"


def _standing(*texts: str, score: float = 0.99, height: float = 0.1) -> tuple[Standing, ...]:
    return tuple(Standing(text, height, score) for text in texts)


@pytest.mark.acceptance("E6")
@pytest.mark.parametrize(
    ("texts", "lines", "sign"),
    [
        (("NOW SERVING",), 1, "NOW SERVING"),
        (("NOW SERVING",), 9, ""),  # among much else
        (("NOW", "SERVING"), 2, ""),  # two texts of a word
        (("SERVING",), 1, ""),
        (("Ann Example Photography",), 1, ""),  # who took it
    ],
)
def test_the_only_writing_is_told(texts: tuple[str, ...], lines: int, sign: str) -> None:
    assert _sign(*texts, lines=lines, standing=_standing(*texts)) == sign


@pytest.mark.acceptance("E6")
def test_what_is_written_on_a_shirt_is_not_what_an_image_is_about() -> None:
    assert _sign("NOW SERVING", standing=_standing("NOW SERVING"), has_people=True) == ""


@pytest.mark.acceptance("E6")
def test_a_sign_is_said_beside_what_is_seen() -> None:
    sign = {"signs": Reading(texts=("HARBOR MUSEUM",), lines=1, score=0.99)}
    for claims, alt in (
        ([], "The text “HARBOR MUSEUM”"),
        ([PERSON], "A person with the text “HARBOR MUSEUM”"),
        ([PERSON, DOG], "A person with a dog and the text “HARBOR MUSEUM”"),
    ):
        material = material_of("DSC_0001.jpg", PAGE, claims=claims, **sign)
        assert alt_in(material, PAGE) == alt
        assert role_of(material) == "informative"
    named = Placement(heading="Mary Example", text_before=PAGE.text_before)
    assert alt_in(material_of("mary.jpg", named, claims=[PERSON], **sign), named) == "Portrait of Mary Example"


@pytest.mark.acceptance("E6")
@pytest.mark.parametrize(
    ("apart", "alt", "role"),
    [
        (("88 days", "View goals"), "The text “88 days” and “View goals”", "informative"),
        (("We open the doors at nine.",), "The text “We open the doors at nine.”", "text"),
        (("Download on the Example Store",), "The text “Download on the Example Store”", "informative"),  # a badge
        (("Add", "Edit", "Move", "Copy", "Send"), "", "informative"),  # buttons
        (("push", "Push"), "", "informative"),  # the same again
        (("Wait for",), "", "informative"),  # broken off
        (("A text of many words " * 6,), "", "informative"),  # no alt text holds it
        (("OK",), "", "informative"),
    ],
)
def test_all_of_a_graphic_s_writing_is_quoted_where_it_is_little(apart: tuple[str, ...], alt: str, role: str) -> None:
    material = material_of("0001.png", Placement(), layout=GRAPHIC, reading=Reading(apart=apart, lines=len(apart)))
    assert alt_in(material, Placement()) == alt
    assert role_of(material) == role


@pytest.mark.acceptance("E6")
@pytest.mark.parametrize(
    ("texts", "lines", "alt"),
    [
        (("Is it needed?", "Likely", "Next week"), 3, "The text “Is it needed?”, “Likely” and “Next week”"),
        (("North pier",), 12, "The text “North pier”"),
        (("North pier",), 13, ""),  # a window, or a page
        (("North",), 3, ""),  # a word alone may be anything
        (("North pier", "of the harbor"), 3, "The text “North pier”"),  # its beginning is elsewhere
        (("North pier", "ann@example.org"), 3, "The text “North pier”"),
        (("North pier", "NORTH PIER"), 3, "The text “North pier”"),  # once is enough
        (("North pier", ""), 3, "The text “North pier”"),  # nothing was read in it
        (("North pier", "W F R"), 3, "The text “North pier”"),  # no word
        (
            ("North pier", "All that is told of the harbor at some length, in a long sentence"),
            3,
            "The text “North pier”",
        ),
        (("One pier", "Two piers", "Three piers", "Four piers", "Five piers"), 5, _FOUR),
    ],
)
def test_of_more_writing_the_texts_that_stand_by_themselves_are_quoted(
    texts: tuple[str, ...], lines: int, alt: str
) -> None:
    reading = Reading(standing=_standing(*texts), lines=lines)
    assert alt_in(material_of("0001.png", Placement(), layout=GRAPHIC, reading=reading), Placement()) == alt


@pytest.mark.acceptance("E6")
def test_texts_that_the_page_has_come_first_then_the_largest_and_they_are_said_in_their_order() -> None:
    place = Placement(text_before="We walked to the north pier and had lunch.")
    standing = (
        Standing("Small print A", 0.03, 0.99),
        Standing("North pier", 0.03, 0.94),
        Standing("Summer fair", 0.2, 0.99),
        Standing("Not so sure", 0.3, 0.94),
        Standing("Oslo harbor", 0.1, 0.99),
        Standing("Boat trips", 0.1, 0.99),
    )
    material = material_of("0001.png", place, layout=GRAPHIC, reading=Reading(standing=standing, lines=6))
    assert alt_in(material, place) == "The text “North pier”, “Summer fair”, “Oslo harbor” and “Boat trips”"
    assert role_of(material) == "complex", "the parts of a drawing"


@pytest.mark.acceptance("E6")
@pytest.mark.parametrize(
    ("texts", "more", "role"),
    [
        (("Browser", "Network"), {}, "complex"),
        (("BROWSER", "NETWORK"), {}, "informative"),  # a logo or a poster
        (("Browser", "Network"), {"is_screen": True}, "informative"),  # buttons
        (("The network",), {}, "informative"),
        (("Browser", "What the network sends to the browser first"), {}, "text"),  # somebody is to read it
    ],
)
def test_several_texts_in_a_drawing_are_its_parts(texts: tuple[str, ...], more: dict[str, bool], role: str) -> None:
    reading = Reading(standing=_standing(*texts), lines=len(texts))
    assert role_of(material_of("0001.png", Placement(), layout=GRAPHIC, reading=reading, **more)) == role


@pytest.mark.acceptance("E6")
def test_writing_tells_more_than_a_name_that_stands_beside_the_image_and_less_than_a_link() -> None:
    reading = Reading(standing=_standing("North pier", "Boat trips", "Oslo"), lines=3)
    named = Placement(heading="Summer fair")
    material = material_of("summer-fair.png", named, layout=GRAPHIC, reading=reading)
    assert alt_in(material, named) == "The text “North pier”, “Boat trips” and “Oslo”"
    diagram = material_of("0001-diagram.png", Placement(), layout=GRAPHIC, reading=reading)
    assert alt_in(diagram, Placement()) == "Diagram with the text “North pier”, “Boat trips” and “Oslo”"
    link = Placement(link_target="https://example.org/fair/", link_title="Summer fair")
    assert alt_in(material_of("0001.png", link, layout=GRAPHIC, reading=reading), link) == "Summer fair"


@pytest.mark.acceptance("E6")
def test_writing_is_told_where_the_caption_is_all_that_is_said_of_a_graphic() -> None:
    place = Placement(figcaption="The plan of our harbor")
    bare = material_of("0001.png", place, layout=GRAPHIC)
    assert alt_in(bare, place) == "The plan of our harbor"
    written = material_of(
        "0001.png", place, layout=GRAPHIC, reading=Reading(apart=("North pier", "South pier"), lines=2)
    )
    assert alt_in(written, place) == "The text “North pier” and “South pier”"


@pytest.mark.acceptance("E6")
def test_a_chart_is_told_by_its_title_where_more_would_be_too_long_and_by_all_its_words_where_it_has_none() -> None:
    title, story = "Prices of bread by town", "In Lakeside bread has become dearer than anywhere else, in Oslo cheaper"
    place = Placement(text_before=f"{title}. {story}. A word on method.")
    read = {"numbers": 12, "has_axis": True, "lines": 16}
    long = Reading(texts=(title, story, "method"), title=title, **read)
    assert (
        alt_in(material_of("0001.png", place, layout=GRAPHIC, reading=long), place) == f"Chart with the text “{title}”"
    )
    untitled = Reading(texts=("Oslo", "Lakeside"), apart=("Oslo", "Lakeside"), **read)
    bare = material_of("0001.png", Placement(), layout=GRAPHIC, reading=untitled)
    assert alt_in(bare, Placement()) == "Chart with the text “Oslo” and “Lakeside”"
    captioned = Placement(figcaption="Pinout of the plug")
    pinout = material_of("0001.png", captioned, layout=GRAPHIC, reading=Reading(apart=("Three pole",), lines=1))
    assert alt_in(pinout, captioned) == "Pinout with the text “Three pole”"


@pytest.mark.acceptance("E6")
def test_a_photograph_is_read(embedded: VisionModel, picture: Callable[[str], Path], tmp_path: Path) -> None:
    image = Image.open(picture("door")).convert("RGB").resize((800, 1200))
    font = ImageFont.load_default(size=70)
    ImageDraw.Draw(image).text((60, 500), "HARBOR MUSEUM", font=font, fill="white", stroke_width=4, stroke_fill="black")
    image.save(tmp_path / "DSC_0001.jpg", quality=90)
    context = Context(file_name="DSC_0001.jpg", placements=(PAGE,))
    assert "“HARBOR MUSEUM”" in analyse(embedded, tmp_path / "DSC_0001.jpg", context, Settings()).alt


@pytest.mark.acceptance("E6")
def test_a_poster_is_told_by_its_title_where_its_name_is_the_page_s() -> None:
    lines = ("Open Science", "for Beginners", *(f"Small print {at}" for at in range(12)))
    headline = "Open Science for Beginners"
    read = Reading(texts=lines, lines=14, headline=headline, quoted=2, score=0.99)
    place = Placement(page_title="Lab Workshop", text_after="Open science is for everybody, beginners above all.")
    material = material_of("lab-workshop.png", place, layout=GRAPHIC, reading=read)
    assert alt_in(material, place) == f"The text “{headline}”"
    elsewhere = Placement(page_title="Events", figcaption="Lab Workshop in June")
    assert alt_in(material_of("lab-workshop.png", elsewhere, layout=GRAPHIC, reading=read), elsewhere) == "Lab Workshop"


@pytest.mark.acceptance("E6")
def test_a_bare_name_that_tells_nothing_leaves_the_word_to_what_is_written() -> None:
    place = Placement(text_after="Our Lakeside in winter. We met at the Harbor Museum.")
    signs = Reading(texts=("HARBOR MUSEUM",), lines=1, score=0.99)
    assert alt_in(material_of("lakeside.jpg", place, signs=signs), place) == "The text “HARBOR MUSEUM”"


@pytest.mark.parametrize(
    ("beside", "source"), [("We met at the Harbor Museum.", "text recognition, page"), ("", "text recognition")]
)
def test_writing_in_a_photograph_is_its_own_witness(beside: str, source: str) -> None:
    place = Placement(text_after=beside)
    written = Standing("HARBOR MUSEUM", 0.2, 0.99)
    signs = Reading(texts=(written.text,), standing=(written,), headline=written.text, quoted=1, lines=1, score=0.99)
    photo = material_of("a1.jpg", place, signs=signs)
    (one,) = _evidence(photo, alt_in(photo, place))
    assert (one.claim.casefold(), one.source) == ("harbor museum", source)
