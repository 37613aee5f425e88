"""High contrast: what is chosen, and where one is, can still be seen when backgrounds are the reader's own."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from picopt_standalone.stack import Stack
from picopt_standalone.tour.connecting import sign_in

BACKGROUND = "(element) => getComputedStyle(element).backgroundColor"
START = "(element) => getComputedStyle(element).borderInlineStartColor"
OUTLINE = "(element) => getComputedStyle(element).outlineStyle"


@pytest.mark.acceptance("U3")
@pytest.mark.usefixtures("stack")
def test_what_is_chosen_can_be_told_from_what_is_not(library, pictures: dict[str, int]):
    page: Page = library.page
    page.emulate_media(forced_colors="active")
    dialog: Locator = library.choose("Optimize images", pictures["IMG_2005.jpg"], pictures["rocket.jpg"])
    review = dialog.get_by_label("Review metadata before it is published")
    before = review.evaluate(BACKGROUND)
    review.check()
    expect(review).not_to_have_css("background-color", before)
    dialog.get_by_role("button", name="Optimize 2 images").click()
    images = dialog.get_by_role("list", name="Images to review").get_by_role("button")
    expect(images).to_have_count(2, timeout=60_000)
    lines = {image.get_attribute("aria-current"): image.evaluate(START) for image in images.all()}
    assert lines["true"] != lines["false"]
    box = dialog.get_by_role("region").get_by_role("checkbox", name=re.compile("^Replace existing text"))
    box.set_checked(False)
    before = box.evaluate(BACKGROUND)
    box.check()
    expect(box).not_to_have_css("background-color", before)


@pytest.fixture
def dashboard(browser: Browser, stack: Stack) -> Iterator[Page]:
    """Signed in, in high contrast."""
    context = browser.new_context(forced_colors="active")
    page = context.new_page()
    page.goto(f"{stack.dashboard}/plan")
    sign_in(page, stack)
    page.goto(f"{stack.dashboard}/plan")
    yield page
    context.close()


@pytest.mark.acceptance("U3")
def test_the_dashboard_shows_where_one_is(dashboard: Page):
    for place in ("Pages", "Pay by"):
        links = dashboard.get_by_role("navigation", name=place).get_by_role("link")
        shown = {link.get_attribute("aria-current"): link.evaluate(OUTLINE) for link in links.all()}
        current = next(name for name in shown if name)
        assert (shown[current], shown[None]) == ("solid", "none")
