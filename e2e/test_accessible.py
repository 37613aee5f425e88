"""Our pages for everybody: axe and room on phone and desktop, in both directions; the first batch by keyboard alone."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from picopt_standalone.demo.library import look_at
from picopt_standalone.tour.looks import RTL_USER, add_rtl_user
from picopt_standalone.tour.plugin import PAGES, Screens, see_pages
from picopt_standalone.tour.stops import Tour
from picopt_standalone.tour.tour import person
from picopt_standalone.tour.watchers import check_access, check_room
from picopt_standalone.wordpress import Site
from picopt_standalone.wordpress.site import ADMIN_USER


@pytest.fixture
def both_directions(site: Site) -> Iterator[tuple[str, str]]:
    """An administrator for each direction."""
    add_rtl_user(site)
    yield ADMIN_USER, RTL_USER
    site.wp("user", "delete", RTL_USER, "--yes", "--quiet")


@pytest.mark.acceptance("U3")
@pytest.mark.usefixtures("stack", "pictures")
def test_pages_are_accessible_and_have_room_in_both_directions(browser: Browser, site: Site, both_directions):
    tour = Tour((check_access, check_room))
    for name in both_directions:
        with person(browser, site, name) as page:
            see_pages(Screens(page, site, tour))
    assert tour.stops == list(PAGES)
    assert tour.findings == []


def go_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus; it has to be there, and to be reached."""
    expect(target).to_be_visible()
    for _ in range(150):
        if target.evaluate("(element) => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"the keyboard does not reach {target}")


@pytest.mark.acceptance("U3")
@pytest.mark.usefixtures("drafts_wait")
def test_a_batch_is_started_reviewed_and_reverted_by_the_keyboard_alone(library, site: Site, pictures: dict[str, int]):
    page, number = library.page, pictures["rocket.jpg"]
    before = look_at(site, [number])[number]
    row = page.locator(f"#post-{number}")
    go_to(page, row.locator(".row-actions a[data-picopt-action=optimize]"))
    page.keyboard.press("Enter")
    dialog = library.dialog()
    start = dialog.get_by_role("button", name="Optimize 1 image")
    expect(start).to_be_enabled(timeout=60_000)
    go_to(page, start)
    page.keyboard.press("Enter")
    review = dialog.get_by_role("button", name="Review 1 image", exact=True)
    expect(review).to_be_visible(timeout=120_000)
    go_to(page, review)
    page.keyboard.press("Enter")
    alt = dialog.get_by_label("Alt text", exact=True)
    go_to(page, alt)
    page.keyboard.press("Control+A")
    page.keyboard.type("A rocket on its launch pad")
    page.keyboard.press("Control+Enter")
    expect(dialog.get_by_text("1 image optimized")).to_be_visible(timeout=120_000)
    page.keyboard.press("Escape")
    page.wait_for_load_state()
    assert look_at(site, [number])[number].alt == "A rocket on its launch pad"

    go_to(page, row.locator(".row-actions a[data-picopt-action=revert]"))
    page.keyboard.press("Enter")
    restore = library.dialog().get_by_role("button", name=re.compile("^Restore 1 original"))
    go_to(page, restore)
    page.keyboard.press("Enter")
    expect(library.dialog()).to_contain_text("Old and new URLs both keep working.", timeout=60_000)
    assert look_at(site, [number])[number].files == before.files
