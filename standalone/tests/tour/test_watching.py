"""Whoever looks at the tour's stops finds what is wrong there, and nothing where all is well; in a real browser."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser, Page

from picopt_standalone.demo.browser import chromium
from picopt_standalone.tour.looks import LOOKS, Look
from picopt_standalone.tour.record import Record
from picopt_standalone.tour.stops import Finding, Stop, Tour
from picopt_standalone.tour.watchers import Camera, Links, check_access, check_room
from picopt_standalone.tour.words import Words, is_untranslated

DESKTOP, PHONE = LOOKS[0], LOOKS[1]
STOP = Stop("a-page", "main")
WELL = "<html lang=en><title>t</title><main><h1>All is well</h1><p>Nothing here is wider than a phone.</p></main>"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def show(browser: Browser):
    """Show some HTML on a phone, whatever a test before has made of its page; the page."""
    page = browser.new_page(viewport={"width": PHONE.width, "height": PHONE.height})

    def shown(html: str) -> Page:
        page.goto("about:blank")
        page.set_content(html)
        return page

    yield shown
    page.close()


@pytest.mark.acceptance("U3")
def test_axe_finds_what_is_serious_and_only_within_what_is_ours(show):
    assert check_access(show(WELL), STOP, PHONE) == []
    low = '<main><p style="color:#aaa;background:#fff">Hardly to be read</p></main><aside><input></aside>'
    (finding,) = check_access(show(f"<html lang=en><title>t</title>{low}"), STOP, PHONE)
    assert (finding.kind, finding.stop, finding.look) == ("axe", "a-page", "phone")
    assert finding.text.startswith("color-contrast")


def test_words_that_are_cut_off_and_what_sticks_out_are_found(show):
    assert check_room(show(WELL), STOP, PHONE) == []
    hidden = '<main><p style="width:60px;overflow:hidden;white-space:nowrap">Far too long for its place</p></main>'
    assert [finding.kind for finding in check_room(show(hidden), STOP, PHONE)] == ["cut off"]
    dotted = hidden.replace("hidden;", "hidden;text-overflow:ellipsis;")
    assert check_room(show(dotted), STOP, PHONE) == [], "three dots say so"
    wide = '<main><div style="width:900px">wide</div></main>'
    assert "beyond the screen" in check_room(show(wide), STOP, PHONE)[0].text


def test_every_link_is_followed_once_and_those_that_act_are_not(show):
    links = Links(["http://127.0.0.1:9"], ["example.org"])
    page = show(
        "<main><a href='http://127.0.0.1:9/here#a'>1</a><a href='http://127.0.0.1:9/here'>2</a>"
        "<a href='http://127.0.0.1:9/gone'>3</a><a href='http://127.0.0.1:9/go?_wpnonce=1'>4</a>"
        "<a href='https://example.org/x'>5</a><a href='https://stranger.test/'>6</a><a href='mailto:a@b.c'>7</a></main>"
        "<a href='http://127.0.0.1:9/theirs'>8</a>"
    )
    assert links(page, STOP, DESKTOP) == []
    asked = []

    def get(url):
        asked.append(url)
        return SimpleNamespace(ok="gone" not in url, status=404)

    dead = links.follow(SimpleNamespace(request=SimpleNamespace(get=get)))
    assert sorted(asked) == ["http://127.0.0.1:9/gone", "http://127.0.0.1:9/here"]
    assert [finding.text for finding in dead] == [
        "http://127.0.0.1:9/gone answers 404",
        "https://stranger.test/ leads to somebody we do not know",
    ]
    assert links.followed == 2
    assert links.follow(SimpleNamespace()) == [], "each is asked for once"


@pytest.mark.acceptance("U5")
@pytest.mark.parametrize(
    ("text", "is_english"),
    [
        ("⟦Šàvé~⟧", False),
        ("\u2039Close\u203a", False),
        ("Save", True),
        ("rocket.jpg", False),
        ("1.2 MB", False),
        ("https://example.com/a", False),
        ("Our club", False),
        ("Our club: 3 images", True),
        ("GIF, TIFF, BMP, HEIC", False),
        ("GIF images", True),
        ("November 27, 2026 14:18", False),
        ("November 27, 2026 4:47 pm", False),
        ("IMG_2020", False),
    ],
)
def test_what_is_neither_marked_nor_data_is_untranslated(text, is_english):
    assert is_untranslated(text, {"Our club", "rocket"}) is is_english


def test_words_are_read_where_people_read_them_and_not_where_they_write(show):
    page = show(
        "<html lang=en><main><p>Plain</p><p lang=de>Deutsch</p>"
        "<p>⟦Märked⟧</p><textarea>Mine</textarea><input aria-label='Spoken'><code>code_name</code>"
        "<p hidden>Nobody sees it</p><select><option>Choice</option></select></main><p>Theirs</p>"
    )
    found = Words(set())(page, STOP, DESKTOP)
    assert sorted(finding.text for finding in found) == ["Choice", "Plain", "Spoken"]


@pytest.mark.acceptance("U6")
def test_a_stop_is_photographed_in_each_of_its_looks(show, tmp_path):
    camera = Camera(tmp_path)
    tour = Tour((camera,))
    tour.see(show(WELL), "left", "main")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["left.desktop.png", "left.phone.png"]
    tour.see(show(WELL), "turned", "main", turns=True)
    assert len(list(tmp_path.glob("turned.*.png"))) == len(LOOKS) == 5
    assert (camera.taken, tour.stops) == (7, ["left", "turned"])
    assert show(WELL).evaluate("getComputedStyle(document.documentElement).direction") == "ltr"


def test_a_look_has_its_scheme_its_width_and_its_direction(show):
    seen = []

    def watch(page: Page, stop: Stop, look: Look):
        dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
        still = page.evaluate("matchMedia('(prefers-reduced-motion: reduce)').matches")
        seen.append((look.name, page.evaluate("innerWidth"), dark, page.evaluate("document.dir"), still))
        return [Finding("axe", stop.name, look.name, "x")]

    tour = Tour((watch,))
    tour.see(show(WELL), "all", "main", turns=True)
    assert seen == [(look.name, look.width, look.scheme == "dark", look.direction, True) for look in LOOKS]
    assert len(tour.findings) == len(LOOKS)


def test_a_record_keeps_each_part_as_it_was_last_gone_over(show, tmp_path):
    camera, links = Camera(tmp_path / "shots"), Links([])
    for findings in (2, 1):
        tour = Tour((camera,))
        record = Record.read(tmp_path / "record.json")
        with record.part("road", tour, camera, links):
            tour.see(show(WELL), "one", "main")
            tour.findings += [Finding("axe", "one", "phone", "x")] * findings
    with Record.read(tmp_path / "record.json").part("plugin", tour, camera, links):
        pass
    parts = Record.read(tmp_path / "record.json").parts
    assert set(parts) == {"road", "plugin"}
    assert (parts["road"].screens, parts["road"].photographs, parts["road"].of_kind("axe")) == (["one"], 2, 1)
    assert parts["plugin"].findings == []
