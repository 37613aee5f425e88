"""The first hour's figures: what counts as a page, and who disagrees with whom."""

from types import SimpleNamespace

from picopt_bench.bench_first_hour import of_screens
from picopt_bench.first_hour.figures import against_rows, money
from picopt_bench.first_hour.journey import Journey
from picopt_standalone.demo.report import Row
from picopt_standalone.tour.record import Part

SAVED = Row("a.jpg", "export", "delivered", "", 1000, 400, "webp", 3, "", "", 1)
KEPT = Row("b.jpg", "analyze", "delivered", "", 700, 700, "jpeg", 0, "A bike", "Bike", 1)
TOLD = {
    "saved": 600,
    "optimized": 1,
    "before": 1000,
    "after": 400,
    "credits": 2,
    "images": {"1": [1000, 400], "2": [0, 0]},
}
IDS = {"a.jpg": 1, "b.jpg": 2}


def answer(status, *, navigation=True):
    request = SimpleNamespace(is_navigation_request=lambda: navigation)
    return SimpleNamespace(request=request, status=status, url="http://127.0.0.1/signup?next=/connect")


def test_pages_that_a_person_sees_are_counted_and_what_leads_on_is_not():
    journey = Journey()
    for status in (302, 200):
        journey.note(answer(status))
    journey.note(answer(200, navigation=False))
    assert journey.pages == ["http://127.0.0.1/signup"]


def test_figures_that_agree_say_nothing():
    assert list(against_rows([SAVED, KEPT], IDS, TOLD)) == []
    assert list(money([SAVED, KEPT], TOLD, 2)) == []


def test_each_figure_in_dispute_is_a_sentence():
    told = {**TOLD, "saved": 300, "optimized": 2, "after": 700, "images": {"1": [1000, 700], "2": None}}
    sentences = list(against_rows([SAVED, KEPT], IDS, told))
    assert [sentence.split(":")[0] for sentence in sentences] == [
        "a.jpg",
        "images optimized",
        "bytes saved",
        "bytes saved by month",
    ]
    assert list(money([SAVED], TOLD, 1)) == ["credits: {'results': 1, 'report': 2, 'books': 1}"]


def test_screens_and_findings_are_summed_over_the_parts():
    finding = {"kind": "axe", "stop": "s", "look": "phone", "text": "x"}
    parts = {
        "road": Part(["a", "b"], 4, 9, [finding, {**finding, "kind": "dead link"}]),
        "plugin": Part(["b", "c"], 4, 9, [{**finding, "kind": "untranslated"}]),
    }
    assert of_screens(parts) == {"dead_links": 1, "axe_serious": 1, "untranslated_strings": 1, "screens": 3}
