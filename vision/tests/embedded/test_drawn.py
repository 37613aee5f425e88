"""What kind of graphic an image is by its pixels, and what follows from that."""

import itertools
from dataclasses import replace

import pytest
from material_kit import GRAPHIC, material_of
from PIL import Image, ImageDraw

from picopt_vision import Placement
from picopt_vision.embedded.compose import alt_in, role_of
from picopt_vision.embedded.model import SURE_OF_FILE, _confidence, _evidence
from picopt_vision.embedded.networks.classifier import glance
from picopt_vision.embedded.networks.packaged import network
from picopt_vision.embedded.sight import drawn
from picopt_vision.embedded.sight.drawn import Drawn, drawn_kind
from picopt_vision.embedded.writing.written import Reading, Standing
from picopt_vision.result import Evidence

pytestmark = pytest.mark.acceptance("E6")

LABELS = Reading(texts=("Rainfall",), lines=2, standing=(Standing("Rainfall", 0.04, 0.99),), apart=("Rainfall",))


def _bars() -> Image.Image:
    image = Image.new("RGB", (640, 420), "white")
    pen = ImageDraw.Draw(image)
    for at, height in enumerate((120, 260, 190, 300, 80)):
        pen.rectangle((90 + 100 * at, 360 - height, 160 + 100 * at, 360), fill="#4472c4")
        pen.text((115 + 100 * at, 370), f"20{at + 18}", fill="black")
        pen.text((40, 352 - 70 * at), str(20 * at), fill="black")
        pen.line((80, 360 - 70 * at, 600, 360 - 70 * at), fill="#ccc")
    pen.line((80, 40, 80, 360, 600, 360), fill="black", width=2)
    pen.text((270, 15), "Visitors a year", fill="black")
    return image


def _boxes() -> Image.Image:
    image = Image.new("RGB", (640, 420), "white")
    pen = ImageDraw.Draw(image)
    middles = [(110, 80), (320, 80), (530, 80), (210, 240), (430, 240), (320, 360)]
    for (x, y), (u, v) in itertools.pairwise(middles):
        pen.line((x, y, u, v), fill="black", width=2)
    for at, (x, y) in enumerate(middles):
        pen.rectangle((x - 70, y - 26, x + 70, y + 26), fill="#dae8fc", outline="black", width=2)
        pen.text((x - 30, y - 6), f"Step {at + 1}", fill="black")
    return image


def test_the_layer_has_an_output_for_each_kind() -> None:
    (output,) = network("graphic-kinds").get_outputs()
    assert output.shape[1] == len(drawn._LEARNED)
    assert set(drawn._LEARNED) >= drawn.SAID


def test_bars_along_an_axis_are_a_chart_and_boxes_with_lines_a_diagram() -> None:
    assert drawn_kind(glance(_bars())) == Drawn("chart", "chart")
    assert drawn_kind(glance(_boxes())) == Drawn("diagram", "diagram")


def test_a_blank_image_is_of_no_kind_that_is_said() -> None:
    assert drawn_kind(glance(Image.new("RGB", (300, 200), "white"))).sure == ""


def test_what_looks_like_a_chart_is_one_though_no_word_says_so() -> None:
    chart = material_of("fig2.png", layout=GRAPHIC, reading=LABELS, drawn="chart")
    assert alt_in(chart, chart.context.main) == "Chart with the text “Rainfall”"
    assert role_of(chart) == "complex"


def test_what_the_file_says_it_is_comes_first() -> None:
    logo = material_of("acme-logo.png", Placement(page_title="Acme"), layout=GRAPHIC, drawn="diagram")
    assert logo.kind == "logo"


def test_a_banner_with_large_words_is_no_map_nor_is_what_has_no_name_on_it() -> None:
    words = Reading(texts=("Donate today",), lines=1, standing=(Standing("Donate today", 0.2, 0.99),))
    assert material_of("b.png", layout=GRAPHIC, reading=words, drawn="map").kind == ""
    assert material_of("b.png", layout=GRAPHIC, drawn="map").kind == ""
    assert material_of("b.png", layout=GRAPHIC, reading=LABELS, drawn="map").kind == "map"


def test_what_is_written_on_a_screen_is_said_to_stand_there() -> None:
    screen = material_of("a1.png", layout=GRAPHIC, reading=LABELS, drawn="screenshot")
    assert alt_in(screen, screen.context.main) == "Screen with the text “Rainfall”"
    assert role_of(screen) == "informative"


def test_a_drawing_with_labeled_parts_is_complex_and_a_poster_is_none() -> None:
    place = Placement(figcaption="An illustration of the water cycle", heading="The water cycle")
    labels = Reading(texts=("Rain", "Sea", "River", "Cloud"), lines=4)
    drawing = material_of("water-cycle.png", place, layout=GRAPHIC, reading=labels)
    assert alt_in(drawing, place) == "Water cycle illustration"
    assert role_of(drawing) == "complex"
    poster = material_of("water-cycle.png", place, layout=GRAPHIC, reading=replace(labels, headline="Water for all"))
    assert role_of(poster) == "informative"


def test_what_has_more_numbers_than_any_axes_is_a_table_also_where_it_has_a_name() -> None:
    place = Placement(heading="Unemployment data from Spain")
    cells = Reading(texts=("Year", "Age"), lines=40, numbers=36)
    table = material_of("spain-data.png", place, layout=GRAPHIC, reading=cells)
    assert role_of(table) == "complex"
    assert role_of(replace(table, seen=replace(table.seen, reading=replace(cells, numbers=9)))) != "complex"


def test_a_chart_is_told_by_its_title_before_its_labels() -> None:
    place = Placement(text_after="Rainfall and sunshine in Norwich since 1990")
    reading = Reading(
        edges=("Where it rains most", "Rainfall", "Sunshine"),
        texts=("Where it rains most", "Rainfall", "Sunshine"),
        lines=7,
        numbers=4,
        has_axis=True,
        title="Where it rains most",
    )
    chart = material_of("chart.png", place, layout=GRAPHIC, reading=reading)
    assert alt_in(chart, place) == "Chart with the text “Where it rains most”"
    long = replace(chart, seen=replace(chart.seen, reading=replace(reading, title="Where it rains " * 20 + "most")))
    assert alt_in(long, place) == "Chart with the text “Rainfall” and “Sunshine”", "a title that no alt text holds"


@pytest.mark.parametrize(
    ("name", "title", "likely", "lines", "alt"),
    [
        ("tide_as_a_clock.png", "Tide as a clock", "diagram", 6, "Diagram: Tide as a clock"),
        ("tide_as_a_clock.png", "Tide as a clock", "chart", 6, "Chart: Tide as a clock"),
        ("tide_as_a_clock.png", "Tide as a clock", "diagram", 1, ""),  # nothing in it is labeled
        ("tide_as_a_clock.png", "Tide as a clock", "drawing", 6, ""),
        ("tide.png", "Tide as a clock", "diagram", 6, ""),  # called after a part of it
        ("lake-world-2.png", "Lake World", "logo", 0, "Lake World logo"),
        ("lake-world-2.png", "Lake World", "drawing", 0, ""),
        ("lakecon.png", "LakeCon", "drawing", 0, "LakeCon logo"),  # nobody calls a thing so
        ("lakecon.png", "LakeCon", "drawing", 9, ""),
        ("red-panda.png", "Red Panda", "logo", 0, ""),  # a drawing of one
        ("a-quiet-lake.png", "A quiet lake", "logo", 0, ""),
        ("Тихий-Берег.png", "Тихий Берег", "logo", 0, ""),  # no English beside a name in another script
        ("数据总流程图表.png", "数据总流程图表", "diagram", 6, ""),
    ],
)
def test_what_is_called_as_its_page_is_said_with_the_kind_that_it_is_likely_of(
    name: str, title: str, likely: str, lines: int, alt: str
) -> None:
    place = Placement(heading=title)
    graphic = material_of(name, place, layout=GRAPHIC, reading=Reading(lines=lines), likely=likely)
    said = alt_in(graphic, place)
    if ":" in alt:
        assert _evidence(graphic, said) == [Evidence(claim=title, source="file name, heading", score=0.8)]
        assert _confidence(graphic) > SURE_OF_FILE
    assert said == alt or (not alt and "logo" not in said and ":" not in said)


def test_words_written_small_are_classes_in_a_cloud_of_dots_and_no_names_on_a_map() -> None:
    classes = Reading(texts=("cat", "truck", "Ship"), edges=("12",), lines=4)
    assert material_of("b.png", layout=GRAPHIC, reading=classes, drawn="map").kind == ""
    places = Reading(texts=("Norwich", "Yare", "river"), edges=("12",), lines=4)
    assert material_of("b.png", layout=GRAPHIC, reading=places, drawn="map").kind == "map"


def test_days_of_a_calendar_are_no_axis_and_an_axis_among_many_words_is_one_in_what_looks_like_a_chart() -> None:
    days = Reading(lines=40, numbers=16, has_axis=True)
    assert material_of("b.png", layout=GRAPHIC, reading=days).kind == "chart"
    screen = material_of("b.png", layout=GRAPHIC, reading=days, drawn="screenshot", is_screen=True)
    assert screen.kind == ""
    words = Reading(lines=60, numbers=8, has_axis=True)
    assert material_of("b.png", layout=GRAPHIC, reading=words).kind == ""
    assert material_of("b.png", layout=GRAPHIC, reading=words, likely="chart").kind == "chart"
    table = replace(words, cells=8)
    assert material_of("b.png", layout=GRAPHIC, reading=table, likely="chart").kind == ""


@pytest.mark.parametrize(
    ("likely", "more", "role"),
    [
        ("diagram", (), "complex"),
        ("drawing", (), "informative"),
        ("diagram", ("Save", "Cancel"), "informative"),  # a window
    ],
)
def test_what_is_likely_a_diagram_and_full_of_words_is_one_though_it_has_a_name(
    likely: str, more: tuple[str, ...], role: str
) -> None:
    place = Placement(page_title="What our Harbor Users want", text_before="Harbor Users are many. It rained.")
    reading = Reading(texts=("Sailors", "Guests", *more), lines=22)
    named = material_of("HarborUsers.png", place, layout=GRAPHIC, reading=reading, likely=likely)
    assert alt_in(named, place) == "Harbor Users"
    assert role_of(named) == role


@pytest.mark.parametrize(
    ("label", "heading", "alt"),
    [
        ("Python 3 kernel", "Working in the lab", ""),  # a part of any such window
        ("Run the cell", "Working in the lab", ""),  # no word of it says anything
        ("Python 3 kernel", "Choosing a kernel", "The text “Python 3 kernel”"),
        (
            "This page runs the code of your app",
            "Working in the lab",
            "The text “This page runs the code of your app”",
        ),
    ],
)
def test_a_window_is_told_by_what_its_page_names_or_by_a_sentence(label: str, heading: str, alt: str) -> None:
    place = Placement(heading=heading, text_before="Your app needs the kernel. Its code runs on a page.")
    standing = (Standing(label, 0.05, 0.99),)
    reading = Reading(texts=("Run", "Save", "Cancel", label), lines=9, standing=standing, apart=(label,))
    window = material_of("a1.png", place, layout=GRAPHIC, reading=reading)
    assert alt_in(window, place) == alt


@pytest.mark.parametrize(("share", "role"), [(0.2, "text"), (0.014, "informative")])
def test_small_print_on_a_drawing_is_not_what_that_is_there_for(share: float, role: str) -> None:
    line = "Digitizing the laws of the harbor since 1990"
    reading = Reading(texts=(line,), lines=3, headline=line, quoted=1, share=share, score=0.99, apart=(line,))
    assert role_of(material_of("a1.png", layout=GRAPHIC, reading=reading)) == role


@pytest.mark.parametrize(
    ("clear", "alt"),
    [
        (
            ("Home", "Subscribe to the harbor calendar", "Close"),
            "Screen with the text “Subscribe to the harbor calendar”",
        ),
        (("Harbor calendar", "Subscribe to it"), "Screen with the text “Harbor calendar”"),
        (("Save file", "Your account"), ""),  # on any screen
        (("Harbor",), ""),  # one word may be a button
        (("harbor calendar of the whole",), ""),  # it began in the line above
        (("x Harbor calendar",), ""),  # a cross is read as a letter
    ],
)
def test_a_screen_is_told_by_what_stands_on_it_and_in_the_names_of_its_page(clear: tuple[str, ...], alt: str) -> None:
    place = Placement(heading="The harbor and its calendar", text_before="You may subscribe to it.")
    reading = Reading(texts=clear, clear=clear, lines=9)
    screen = material_of("a1.png", place, layout=GRAPHIC, reading=reading, drawn="screenshot")
    assert alt_in(screen, place) == alt
    assert alt_in(replace(screen, seen=replace(screen.seen, drawn="diagram")), place) != alt or not alt


def test_what_looks_like_a_page_and_like_a_screen_is_one_though_the_page_explains_its_words() -> None:
    place = Placement(text_before="Home, Events, Harbor, Contact: we explain each.")
    reading = Reading(texts=("Home", "Events", "Harbor", "Contact"), lines=30)
    page = material_of("a1.png", place, layout=GRAPHIC, reading=reading, is_screen=True)
    assert role_of(page) == "complex"
    assert role_of(replace(page, seen=replace(page.seen, drawn="screenshot"))) != "complex"


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("http://localhost:45...", "informative"),
        ("Connecting to: 10.0.2.15:57575", "informative"),
        ("Router 10.0.2.15", "complex"),  # a plan of a network
        ("Data of https://www.example.org/", "complex"),
    ],
)
def test_where_a_program_says_its_own_address_is_a_screen(line: str, role: str) -> None:
    place = Placement(text_before="The harbor has a page. It rained.", text_after="It rained. A login stands there.")
    reading = Reading(texts=("one", line), lines=20)
    terminal = material_of("harbor-login.png", place, layout=GRAPHIC, reading=reading)
    assert alt_in(terminal, place) == "Harbor login"
    assert role_of(terminal) == role


@pytest.mark.parametrize(("name", "alt"), [("floor_plan.jpg", "Floor plan"), ("plan-of-floors.jpg", "")])
def test_a_drawing_is_called_as_its_file_where_that_is_a_kind_of_drawing(name: str, alt: str) -> None:
    place = Placement(text_after="Facilities: one meeting room.")
    plan = material_of(name, place, layout=GRAPHIC, reading=Reading(texts=("Hall", "Store"), lines=20))
    assert alt_in(plan, place) == alt
    assert role_of(plan) == "complex"
    assert alt_in(material_of(name, place, layout=GRAPHIC), place) == "", "nothing in it is labeled"
    assert [one.source for one in _evidence(plan, alt)] == ["file name"] * bool(alt)
    assert _confidence(plan) == SURE_OF_FILE, "nobody but the file says so"


def test_a_product_that_has_writing_on_it_is_told_by_its_name_and_is_no_image_of_text() -> None:
    printed = Standing("Harbor kit with a book of all its lessons", 0.1, 0.99)
    reading = Reading(texts=(printed.text,), standing=(printed,), apart=(printed.text,), lines=4)
    named = material_of("harbor-kit.png", Placement(page_title="Harbor Kit: new"), layout=GRAPHIC, reading=reading)
    assert alt_in(named, named.context.main) == "Harbor Kit"
    assert role_of(named) == "informative"
    assert role_of(material_of("a1.png", layout=GRAPHIC, reading=reading)) == "text"
