"""Alt text where posts are written: one image, all before publishing, decoration; a new file reaches its block."""

import re

import pytest
from browsing import attributes, image_block, select_image
from playwright.sync_api import expect

from picopt_standalone.paths import VAR
from picopt_standalone.wordpress import Site


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
    panel.get_by_role("button", name="Mark as decorative").first.click()
    assert attributes(page)["isDecorative"] is True
    expect(panel).to_contain_text("Alt text: 2 images have none")
    page.screenshot(path=VAR / "e2e" / "editor-before-publishing.png")
    panel.get_by_role("button", name="Generate alt text for 2 images (2 credits)").click()
    expect(panel).to_contain_text("Every image has an alt text or is decorative.", timeout=60_000)
    assert attributes(page)["alt"] in (None, "")
    assert all(attributes(page, index)["alt"] for index in (1, 2))
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
