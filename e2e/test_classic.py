"""Where posts are still written without blocks: the media window and the featured image's box have the same ways."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from picopt_standalone.paths import VAR
from picopt_standalone.wordpress import Site

NO_BLOCKS = "<?php add_filter('use_block_editor_for_post', '__return_false');\n"


@pytest.fixture
def classic(admin: Page, site: Site, stack, pictures):
    """A new post in WordPress' classic editor."""
    assert stack
    assert pictures
    plugin = Path(site.root) / "wp-content" / "mu-plugins" / "no-blocks.php"
    plugin.write_text(NO_BLOCKS)
    admin.goto(f"{site.url}/wp-admin/post-new.php")
    yield admin
    admin.on("dialog", lambda dialog: dialog.accept())
    admin.goto(f"{site.url}/wp-admin/")
    plugin.unlink()


def choose(page: Page, number: int):
    """In the open media window, an image of the library; our part of its details."""
    window = page.locator(".media-modal:visible")
    window.get_by_role("tab", name="Media Library").click()
    window.locator(f".attachment[data-id='{number}']").click()
    ours = window.locator("[data-picopt-buttons]")
    ours.wait_for()
    return window, ours


@pytest.mark.acceptance("E1")
def test_a_media_window_writes_an_alt_text_and_keeps_a_written_one(classic: Page, site: Site, pictures: dict[str, int]):
    number, written = pictures["rocket.jpg"], pictures["IMG_2005.jpg"]
    site.wp("post", "meta", "update", str(written), "_wp_attachment_image_alt", "My own words")
    classic.get_by_role("button", name="Add Media").first.click()
    window, ours = choose(classic, number)
    ours.get_by_role("button", name="Generate alt text (1 credit)").click()
    expect(ours.get_by_role("status")).to_contain_text("Alt text added", timeout=60_000)
    field = window.locator("[data-setting='alt'] textarea")
    expect(field).not_to_have_value("")
    alt = field.input_value()
    classic.screenshot(path=VAR / "e2e" / "classic-media-window.png")
    assert site.wp("post", "meta", "get", str(number), "_wp_attachment_image_alt").strip() == alt

    window, ours = choose(classic, written)
    ours.get_by_role("button", name="Generate alt text (1 credit)").click()
    expect(ours.get_by_role("button", name="Use this text")).to_be_visible(timeout=60_000)
    assert window.locator("[data-setting='alt'] textarea").input_value() == "My own words"


def test_the_featured_image_is_optimized_from_its_box(classic: Page, pictures: dict[str, int]):
    classic.locator("#set-post-thumbnail").click()
    window, _ = choose(classic, pictures["rocket.jpg"])
    window.get_by_role("button", name="Set featured image").click()
    box = classic.locator("#postimagediv [data-picopt-buttons]")
    box.get_by_role("button", name="Optimize", exact=True).click()
    dialog = classic.get_by_role("dialog")
    dialog.get_by_role("button", name="Optimize 1 image").click()
    expect(dialog).to_contain_text("1 image optimized", timeout=60_000)
    dialog.get_by_role("button", name="Close").last.click()
    expect(classic.locator("#postimagediv")).to_be_visible()
