"""What kind of graphic an image is by its pixels, and what follows from that."""

import itertools
from dataclasses import replace

import pytest
from material_kit import GRAPHIC, material_of
from PIL import Image, ImageDraw

from picopt_vision import Placement
from picopt_vision.embedded.compose import alt_in, role_of
from picopt_vision.embedded.networks.classifier import glance
from picopt_vision.embedded.networks.packaged import network
from picopt_vision.embedded.sight import drawn
from picopt_vision.embedded.sight.drawn import drawn_kind
from picopt_vision.embedded.writing.written import Reading, Standing

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
    assert drawn_kind(glance(_bars())) == "chart"
    assert drawn_kind(glance(_boxes())) == "diagram"


def test_a_blank_image_is_of_no_kind_that_is_said() -> None:
    assert drawn_kind(glance(Image.new("RGB", (300, 200), "white"))) == ""


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
