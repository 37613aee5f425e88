"""Reading the texts before they are written: the tab is closed and opened again, words are changed, others stay."""

import re

import pytest
from playwright.sync_api import Locator, expect

from picopt_standalone.stack import Stack
from picopt_standalone.stack.credits import credits_of
from picopt_standalone.wordpress import Site


def alt_of(site: Site, number: int) -> str:
    return site.wp("post", "meta", "get", str(number), "_wp_attachment_image_alt").strip()


def choose_image(dialog: Locator, file: str) -> None:
    dialog.get_by_role("list", name="Images to review").get_by_role("button", name=re.compile(file)).click()
    expect(dialog.get_by_role("region", name=file)).to_be_visible()


@pytest.mark.acceptance("E1")
def test_texts_are_read_edited_and_kept_before_anything_is_written(library, stack: Stack, site: Site, pictures):
    mine, changed = pictures["IMG_2005.jpg"], pictures["rocket.jpg"]
    site.wp("post", "meta", "update", str(mine), "_wp_attachment_image_alt", "Our race in 2005")
    used = credits_of(stack).used
    dialog = library.choose("Optimize images", mine, changed)
    dialog.get_by_label("Review metadata before it is published").check()
    expect(dialog).to_contain_text("Not used anywhere on the site yet.", timeout=60_000)
    library.assert_accessible()
    dialog.get_by_role("button", name="Optimize 2 images").click()
    expect(dialog).to_contain_text("2 images to review.", timeout=60_000)
    assert alt_of(site, mine) == "Our race in 2005"
    library.assert_accessible()

    choose_image(dialog, "rocket.jpg")
    field = dialog.get_by_label("Alt text", exact=True)
    field.fill("Image of a rocket")
    expect(dialog).to_contain_text("Leave out “image of”")
    with library.page.expect_response(lambda answer: "in my words" in (answer.request.post_data or "")):
        field.fill("A rocket before its start, in my words")
    library.page.goto("about:blank")
    library.open()
    library.page.get_by_role("button", name="Review").click()
    dialog = library.dialog()
    choose_image(dialog, "rocket.jpg")
    expect(dialog.get_by_label("Alt text", exact=True)).to_have_value("A rocket before its start, in my words")
    dialog.get_by_label("Alt text", exact=True).press("Control+Enter")
    expect(dialog).to_contain_text("rocket.jpg approved.")
    expect(dialog.get_by_role("region", name="IMG_2005.jpg")).to_contain_text("“Our race in 2005” This stays.")

    dialog.get_by_role("button", name="Approve 1 image as shown").click()
    expect(dialog).to_contain_text("2 images optimized", timeout=60_000)
    expect(dialog).to_contain_text("Approved by admin")
    assert alt_of(site, mine) == "Our race in 2005"
    assert alt_of(site, changed) == "A rocket before its start, in my words"
    assert credits_of(stack).used == used + 4
