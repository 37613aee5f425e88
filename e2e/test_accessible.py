"""Our pages for everybody: axe and room on phone and desktop, in both directions."""

import pytest
from playwright.sync_api import Browser, expect

from picopt_standalone.tour.plugin import PAGES, Screens, see_pages
from picopt_standalone.tour.stops import Tour
from picopt_standalone.tour.tour import person
from picopt_standalone.tour.watchers import check_access, check_room
from picopt_standalone.wordpress import Site


@pytest.mark.acceptance("U3")
@pytest.mark.usefixtures("stack", "pictures")
def test_pages_are_accessible_and_have_room_in_both_directions(browser: Browser, site: Site, both_directions):
    tour = Tour((check_access, check_room))
    for name in both_directions:
        with person(browser, site, name) as page:
            see_pages(Screens(page, site, tour))
    assert tour.stops == list(PAGES)
    assert tour.findings == []


COVERED = """() => {
  const { activeElement: at } = document;
  const { left, top, width, height } = at.getBoundingClientRect();
  const seen = document.elementFromPoint(left + width / 2, top + Math.min(height / 2, 10));
  return seen && (at.contains(seen) || seen.contains(at)) ? '' : at.outerHTML.slice(0, 120);
}"""


@pytest.mark.acceptance("U3")
@pytest.mark.parametrize(("width", "height"), [(720, 450), (360, 640)])  # a small screen at 200 %, a phone
@pytest.mark.usefixtures("stack")
def test_nothing_that_has_the_keyboard_is_covered(library, pictures: dict[str, int], width: int, height: int):
    dialog = library.choose("Optimize images", pictures["IMG_2005.jpg"], pictures["rocket.jpg"])
    expect(dialog.get_by_role("button", name="Optimize 2 images")).to_be_enabled()
    library.page.set_viewport_size({"width": width, "height": height})
    covered = []
    for _ in range(30):
        library.page.keyboard.press("Tab")
        covered.append(library.page.evaluate(COVERED))
    assert list(filter(None, covered)) == []
