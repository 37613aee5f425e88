"""The main job of a person: choose images, see the exact price, start, look at the result, take it back."""

import re

import pytest
from playwright.sync_api import expect
from waiting import wait_until

from picopt_standalone.demo.library import look_at
from picopt_standalone.stack import Stack
from picopt_standalone.stack.credits import credits_of
from picopt_standalone.tour.plugin import audited
from picopt_standalone.wordpress import Site


def start(dialog, pipeline: str, price: str) -> None:
    dialog.get_by_role("radio", name=re.compile(pipeline)).check()
    expect(dialog).to_contain_text(price)
    dialog.get_by_role("button", name=re.compile(r"^Optimize \d+ image")).click()


def test_bulk_action_from_price_to_result_and_back(library, stack: Stack, site: Site, pictures):
    before = look_at(site, pictures.values())
    used = credits_of(stack).used
    dialog = library.choose("Optimize images", *pictures.values())
    expect(dialog).to_contain_text("3 images selected")

    start(dialog, "^Analyze & Export", "Up to 6 credits")
    expect(dialog).to_contain_text("3 images optimized", timeout=120_000)
    expect(dialog).to_contain_text("6 credits charged")
    assert credits_of(stack).used == used + 6
    after = look_at(site, pictures.values())
    for number in pictures.values():
        assert after[number].mime == "image/webp"
        assert after[number].bytes < before[number].bytes
        assert after[number].alt
    with library.loads_anew():
        dialog.get_by_role("button", name="Close").last.click()
    assert all("Fully processed" in library.status(number) for number in pictures.values())

    dialog = library.choose("Restore originals", *pictures.values())
    dialog.get_by_role("button", name="Restore 3 originals").click()
    expect(dialog).to_contain_text("Done. Old and new URLs both keep working.")
    again = look_at(site, pictures.values())
    for number in pictures.values():
        assert again[number].files == before[number].files
        assert again[number].rows == before[number].rows
    assert credits_of(stack).used == used + 6, "a revert costs nothing"


def test_what_is_done_already_is_left_out_and_costs_nothing(library, stack: Stack, pictures):
    number = pictures["IMG_2005.jpg"]
    dialog = library.choose("Optimize images", number)
    start(dialog, "^Compress & Export", "Up to 1 credit ·")
    expect(dialog).to_contain_text("1 image optimized", timeout=120_000)
    used = credits_of(stack).used
    with library.loads_anew():
        dialog.get_by_role("button", name="Close").last.click()

    dialog = library.row_action(number, "optimize")
    dialog.get_by_role("radio", name=re.compile("^Compress & Export")).check()
    expect(dialog.get_by_role("button", name="Nothing to optimize")).to_be_disabled()
    expect(dialog).to_contain_text("1 image is skipped")
    dialog.get_by_role("button", name="Close").last.click()
    assert credits_of(stack).used == used


def test_closing_the_tab_stops_nothing(library, site: Site, pictures):
    number = pictures["rocket.jpg"]
    dialog = library.choose("Optimize images", number)
    start(dialog, "^Compress & Export", "Up to 1 credit ·")
    expect(dialog).to_contain_text("You can close this window or the tab")
    library.page.goto("about:blank")

    def exported() -> bool:
        library.open()
        return "Exported" in library.status(number)

    wait_until(exported, every=1)
    assert look_at(site, [number])[number].mime == "image/webp"


@pytest.mark.usefixtures("stack")
def test_images_of_the_whole_library_are_chosen_by_filters(library, site: Site, pictures):
    page, mine = library.page, pictures["rocket.jpg"]
    site.wp("post", "meta", "update", str(mine), "_wp_attachment_image_alt", "A rocket on its launch pad")
    page.goto(f"{site.url}/wp-admin/upload.php?page=picture-optimizer-audit")
    audited(page)
    page.goto(f"{site.url}/wp-admin/upload.php?page=picture-optimizer-bulk")
    # What is heard begins with what is read, and says which of the like buttons it is.
    expect(page.get_by_role("button", name="Optimize… All images")).to_be_enabled()
    form = page.locator(".picopt-filter")
    form.get_by_label("Alt text").select_option("missing")
    expect(form).to_contain_text("2 images,")
    expect(form).to_contain_text("At most 4 credits for Analyze & Export.")
    form.get_by_label("Name of a new view").fill("No alt text")
    form.get_by_role("button", name="Save view").click()
    expect(form.get_by_label("Saved views")).to_have_value("No alt text")
    library.assert_accessible(".picopt-filter")
    form.get_by_role("button", name="Optimize 2 images…").click()
    dialog = library.dialog()
    start(dialog, "^Analyze Only", "Up to 2 credits")
    expect(dialog).to_contain_text("2 images optimized", timeout=120_000)
    dialog.get_by_role("button", name="Close").last.click()
    form = page.locator(".picopt-filter")
    form.get_by_label("Saved views").select_option("No alt text")
    expect(form.get_by_role("button", name="Optimize 0 images…")).to_be_disabled()
