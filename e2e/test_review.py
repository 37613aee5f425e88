"""Reading the texts before they are written: the tab is closed and opened again, words are changed, others stay."""

import re

import pytest
from playwright.sync_api import expect

from picopt_standalone.stack import Stack
from picopt_standalone.stack.credits import credits_of
from picopt_standalone.wordpress import Site


def alt_of(site: Site, number: int) -> str:
    return site.wp("post", "meta", "get", str(number), "_wp_attachment_image_alt").strip()


@pytest.mark.acceptance("E1")
def test_texts_are_read_edited_and_kept_before_anything_is_written(library, stack: Stack, site: Site, pictures):
    mine, changed = pictures["IMG_2005.jpg"], pictures["rocket.jpg"]
    site.wp("post", "meta", "update", str(mine), "_wp_attachment_image_alt", "Our race in 2005")
    used = credits_of(stack).used
    dialog = library.choose("Optimize pictures", mine, changed)
    dialog.get_by_label("Review metadata before it is published").check()
    expect(dialog).to_contain_text("Not used anywhere on the site yet.")
    dialog.get_by_role("button", name="Optimize 2 images").click()
    expect(dialog).to_contain_text("2 texts wait for you.", timeout=60_000)
    assert alt_of(site, mine) == "Our race in 2005"

    field = dialog.get_by_role("listitem", name="rocket.jpg").get_by_label("Alt text", exact=True)
    with library.page.expect_response(re.compile("decisions")):
        field.fill("A rocket before its start, in my words")
    library.page.goto("about:blank")
    library.open()
    library.page.get_by_role("button", name="Review").click()
    dialog = library.dialog()
    expect(dialog.get_by_role("listitem", name="rocket.jpg").get_by_label("Alt text", exact=True)).to_have_value(
        "A rocket before its start, in my words"
    )
    expect(dialog.get_by_role("listitem", name="IMG_2005.jpg")).to_contain_text("“Our race in 2005” This stays.")

    dialog.get_by_role("button", name="Accept all 2").click()
    expect(dialog).to_contain_text("2 images optimized", timeout=60_000)
    assert alt_of(site, mine) == "Our race in 2005"
    assert alt_of(site, changed) == "A rocket before its start, in my words"
    assert credits_of(stack).used == used + 4
