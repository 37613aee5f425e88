"""Our pages for everybody: axe and room on phone and desktop, in both directions."""

import pytest
from playwright.sync_api import Browser

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
