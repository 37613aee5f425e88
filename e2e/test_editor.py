"""Alt text where posts are written: one image, all before publishing, decoration; a new file reaches its block."""

import os
import re

import pytest
from browsing import attributes, image_block, select_image
from playwright.sync_api import Browser, Page, expect

from picopt_standalone.paths import VAR
from picopt_standalone.tour.looks import RTL_USER
from picopt_standalone.tour.tour import person
from picopt_standalone.tour.watchers import FIND_CUT_OFF
from picopt_standalone.wordpress import Site
from picopt_standalone.wordpress.site import ADMIN_USER

KNOWS_DECORATION = os.environ.get("PICOPT_WP", "7.1") != "6.5"  # WordPress says so of image blocks since 7.1


@pytest.mark.usefixtures("stack")
@pytest.mark.acceptance("E1")
def test_an_image_gets_its_text_in_the_editor_and_a_written_one_stays(edit, site: Site, pictures):
    first, second = pictures["rocket.jpg"], pictures["IMG_2005.jpg"]
    heading = "<!-- wp:heading --><h2>A day at the launch pad</h2><!-- /wp:heading -->"
    page = edit(heading + image_block(site, first) + image_block(site, second, alt="My own words"))
    panel = select_image(page)
    panel.get_by_role("button", name="Generate alt text (1 credit)").click()
    expect(page.locator(".components-snackbar")).to_contain_text("Alt text added", timeout=60_000)
    alt = attributes(page)["alt"]
    assert alt
    assert site.wp("post", "meta", "get", str(first), "_wp_attachment_image_alt").strip() == alt

    panel = select_image(page, 1)
    panel.get_by_role("button", name="Generate alt text (1 credit)").click()
    expect(panel.get_by_role("button", name=re.compile("Use this text"))).to_be_visible(timeout=60_000)
    page.screenshot(path=VAR / "e2e" / "editor-suggestion.png")
    assert attributes(page, 1)["alt"] == "My own words"
    panel.get_by_role("button", name=re.compile("Use this text")).click()
    assert attributes(page, 1)["alt"] not in ("", "My own words")


@pytest.mark.usefixtures("stack")
@pytest.mark.acceptance("E2", "E7")
def test_before_publishing_all_missing_texts_come_with_one_click(edit, site: Site, pictures):
    numbers = list(pictures.values())
    page = edit("".join(image_block(site, number) for number in numbers))
    page.get_by_role("button", name="Publish", exact=True).first.click()
    panel = page.locator(".picopt-tools")
    expect(panel).to_contain_text("Alt text: 3 images have none")
    open_ones = [0, 1, 2]
    if KNOWS_DECORATION:
        panel.get_by_role("button", name="Mark as decorative").first.click()
        assert attributes(page)["isDecorative"] is True
        expect(panel).to_contain_text("Alt text: 2 images have none")
        open_ones.remove(0)
    page.screenshot(path=VAR / "e2e" / "editor-before-publishing.png")
    number = len(open_ones)
    panel.get_by_role("button", name=f"Generate alt text for {number} images ({number} credits)").click()
    expect(panel).to_contain_text("Every image has alt text or is decorative.", timeout=60_000)
    assert [bool(attributes(page, index)["alt"]) for index in range(3)] == [index in open_ones for index in range(3)]
    page.screenshot(path=VAR / "e2e" / "editor-published.png")


@pytest.mark.usefixtures("stack")
@pytest.mark.acceptance("B5")
def test_an_image_optimized_from_its_block_is_shown_by_it(edit, site: Site, pictures):
    page = edit(image_block(site, pictures["rocket.jpg"]))
    before = attributes(page)["url"]
    select_image(page).get_by_role("button", name="Optimize this image").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Optimize 1 image").click()
    expect(dialog).to_contain_text("1 image optimized", timeout=60_000)
    dialog.get_by_role("button", name="Close").last.click()
    page.wait_for_function(
        "(before) => wp.data.select('core/block-editor').getBlocks()[0].attributes.url !== before", arg=before
    )
    url = attributes(page)["url"]
    assert url.endswith(".webp")
    assert page.request.get(url).ok
    assert page.url.endswith("action=edit"), "the editor was left, and with it what was not saved"


@pytest.fixture(params=[(ADMIN_USER, 390), (RTL_USER, 390), (RTL_USER, 1280), (ADMIN_USER, 1920)], ids=str)
def reading(request: pytest.FixtureRequest, browser: Browser, site: Site, both_directions: tuple[str, str]):
    """A page of somebody who reads in this direction, on a screen of this width."""
    reader, width = request.param
    assert reader in both_directions
    with person(browser, site, reader) as page:
        page.set_viewport_size({"width": width, "height": 844})
        yield page
        page.screenshot(path=VAR / "e2e" / f"editor-{reader}-{width}.png")


@pytest.mark.deep
@pytest.mark.acceptance("U3", "U6")
@pytest.mark.usefixtures("stack")
def test_the_tools_have_room_on_phones_and_from_right_to_left(edit, reading: Page, site: Site, pictures, axe):
    page = edit(image_block(site, pictures["rocket.jpg"]), reading)
    panel = select_image(page)
    expect(panel.get_by_role("button", name="Generate alt text (1 credit)")).to_be_visible()
    has_room(page, axe, ".picopt-tools")
    page.evaluate("() => wp.data.dispatch('core/edit-post').closeGeneralSidebar()")
    page.get_by_role("button", name=re.compile("^Picture Optimizer")).last.click()
    menu = page.locator(".components-popover").get_by_role("menu")
    menu.get_by_role("menuitem", name="Optimize this image").wait_for()
    has_room(page, axe, ".components-popover")
    menu.get_by_role("menuitem", name="Generate alt text (1 credit)").click()
    expect(page.locator(".components-snackbar")).to_contain_text("Alt text added", timeout=60_000)
    page.get_by_role("button", name="Publish", exact=True).first.click()
    expect(page.locator(".picopt-tools")).to_be_visible()
    has_room(page, axe, ".picopt-tools")


def has_room(page: Page, axe, within: str) -> None:
    """Nothing of it is cut off, sticks out of the screen, or stands in somebody's way."""
    assert page.evaluate(FIND_CUT_OFF, within) == []
    assert axe(page, within) == []
