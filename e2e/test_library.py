"""From the audit to a text, found again in the grid, and put back; by keyboard, and on a narrow screen."""

import pytest
from playwright.sync_api import Page, expect

from picopt_standalone.paths import VAR
from picopt_standalone.tour.plugin import audited
from picopt_standalone.wordpress import Site


@pytest.mark.usefixtures("stack")
def test_from_the_audit_to_a_text_and_back(admin: Page, site: Site, pictures):
    number = pictures["rocket.jpg"]
    admin.goto(f"{site.url}/wp-admin/upload.php?page=picture-optimizer-audit")
    audited(admin)
    expect(admin.get_by_role("link", name="Without alt text (3)")).to_be_visible()
    admin.get_by_role("button", name="Optimize selected images").click()
    expect(admin.get_by_role("status").filter(has_text="Select at least one image.")).to_be_visible()
    admin.check(f".picopt-tick[value='{number}']")
    admin.get_by_role("button", name="Optimize selected images").click()
    dialog = admin.get_by_role("dialog")
    expect(dialog.get_by_role("radio", name="Analyze Only")).to_be_checked()
    dialog.get_by_role("button", name="Optimize 1 image").click()
    expect(dialog).to_contain_text("1 image optimized", timeout=60_000)
    dialog.get_by_role("button", name="Close").last.click()
    expect(admin.get_by_role("link", name="Without alt text (2)")).to_be_visible()
    audited(admin)

    admin.goto(f"{site.url}/wp-admin/upload.php?mode=grid")
    admin.get_by_label("Filter by optimization status").select_option("analysed")
    expect(admin.locator(".attachments .attachment")).to_have_count(1)
    admin.locator(".attachments .attachment").click()
    admin.get_by_text("Earlier metadata").click()
    expect(admin.get_by_label("Alternative Text")).not_to_have_value("")
    admin.get_by_role("button", name="Restore previous: Alt text").click()
    expect(admin.get_by_label("Alternative Text")).to_have_value("")
    assert alt_text(site, number) == ""


@pytest.mark.usefixtures("stack")
def test_an_image_has_a_page_with_everything_about_it(library, site: Site, pictures):
    number, page = pictures["rocket.jpg"], library.page
    run = ("picture-optimizer", "run", f"--ids={number}", "--pipeline=analyze_export", "--yes", "--user=admin")
    site.wp(*run)
    page.goto(f"{site.url}/wp-admin/post.php?post={number}&action=edit")
    page.get_by_role("button", name="Image details").click()
    dialog = library.dialog()
    expect(dialog).to_contain_text("2 credits charged")
    dialog.get_by_role("button", name="Compare with the original").click()
    slider = dialog.get_by_role("slider")
    slider.press("ArrowLeft")
    expect(slider).to_have_value("49")
    dialog.get_by_text("Where it’s used").click()
    expect(dialog).to_contain_text("Not used on the site yet.")
    library.assert_accessible()
    page.screenshot(path=VAR / "e2e" / "image-page.png")
    assert alt_text(site, number)
    dialog.get_by_role("button", name="Restore previous: Alt text").click()
    expect(dialog.get_by_role("button", name="Restore previous: Alt text")).to_have_count(0)
    assert alt_text(site, number) == ""


def alt_text(site: Site, number: int) -> str:
    return site.wp("eval", f"echo get_post_meta({number}, '_wp_attachment_image_alt', true);").strip()


def test_the_window_keeps_the_keyboard_and_gives_it_back(library, pictures):
    page, row = library.page, f"#post-{pictures['rocket.jpg']}"
    page.locator(row).hover()
    opener = page.locator(f"{row} .row-actions a[data-picopt-action=optimize]")
    opener.focus()
    page.keyboard.press("Enter")
    library.dialog()
    for _ in range(40):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('[role=dialog]') !== null")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(opener).to_be_focused()


@pytest.mark.usefixtures("stack", "pictures")
def test_nothing_is_cut_off_on_a_narrow_screen(admin: Page, site: Site):
    admin.set_viewport_size({"width": 400, "height": 800})
    pages = {"bulk": lambda page: page.wait_for_load_state("networkidle"), "audit": audited}
    for name, settled in pages.items():
        admin.goto(f"{site.url}/wp-admin/upload.php?page=picture-optimizer-{name}")
        settled(admin)
        assert admin.evaluate("document.documentElement.scrollWidth") <= 400, name
