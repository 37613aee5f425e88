"""The settings' tabs as an administrator uses them: by mouse, by keyboard, and on a phone."""

import json

import pytest
from playwright.sync_api import Page, expect

from picopt_standalone.paths import VAR
from picopt_standalone.wordpress import Site

SETTINGS = "wp-admin/options-general.php?page=picture-optimizer"
TABS = ("general", "images", "metadata", "context", "exclusions", "access", "tools")


@pytest.fixture
def settings(admin: Page, site: Site, stack):
    """The settings page of a connected site; its settings are as before afterwards."""
    assert stack
    before = site.wp("picture-optimizer", "settings", "export", "--user=admin")
    admin.goto(f"{site.url}/{SETTINGS}")
    yield admin
    (site.folder / "settings.json").write_text(before)
    site.wp("picture-optimizer", "settings", "import", str(site.folder / "settings.json"), "--user=admin")


def saved(site: Site) -> dict:
    return json.loads(site.wp("picture-optimizer", "settings", "export", "--user=admin"))["settings"]


def save(settings: Page) -> None:
    """The tab, until it says so: its page looks the same before, and what is clicked too early stops it."""
    settings.get_by_role("button", name="Save changes").click()
    expect(settings.get_by_role("status").filter(has_text="Saved.")).to_be_visible()


def test_the_first_tab_holds_what_matters_and_is_reset_alone(settings: Page, site: Site):
    settings.get_by_label("Format", exact=True).select_option("AVIF")
    settings.get_by_label("Optimize new uploads automatically").check()
    save(settings)
    assert (saved(site)["format"], saved(site)["auto_process"]) == ("avif", True)
    settings.get_by_role("button", name="Reset this tab to defaults").click()
    expect(settings.get_by_role("status")).to_contain_text("back to their defaults")
    assert (saved(site)["format"], saved(site)["auto_process"]) == ("webp", False)


@pytest.mark.usefixtures("pictures")
def test_exclusions_are_counted_while_they_are_written(settings: Page, site: Site):
    settings.get_by_role("link", name="Exclusions").click()
    said = settings.locator("[data-picopt-excluded]")
    expect(said).to_contain_text("0 of ", timeout=30_000)
    settings.get_by_label("File names").fill("rocket*")
    expect(said).to_contain_text("1 of ", timeout=30_000)
    assert saved(site)["exclude_names"] == [], "nothing is saved by counting"
    save(settings)
    expect(said).to_contain_text("1 of ", timeout=30_000)
    assert saved(site)["exclude_names"] == ["rocket*"]


def test_languages_tones_and_roles_are_lists(settings: Page, site: Site):
    settings.get_by_role("link", name="Metadata").click()
    settings.get_by_label("Language").select_option("Deutsch")
    settings.get_by_label("Tone").select_option("Friendly")
    save(settings)
    settings.get_by_role("link", name="People and agents").click()
    settings.get_by_label("Author").check()
    save(settings)
    expect(settings.get_by_label("Author")).to_be_checked()
    now = saved(site)
    assert (now["language"], now["tone"]) == ("de", "friendly")
    assert "author" in now["spending_roles"]


def test_the_tabs_are_reached_and_left_by_keyboard(settings: Page):
    settings.get_by_role("link", name="Images", exact=True).focus()
    settings.keyboard.press("Tab")
    expect(settings.get_by_role("link", name="Metadata")).to_be_focused()
    settings.keyboard.press("Enter")
    expect(settings.get_by_role("link", name="Metadata")).to_have_attribute("aria-current", "page")


@pytest.mark.acceptance("U3")
@pytest.mark.parametrize("tab", TABS)
def test_no_tab_is_cut_off_or_hard_to_use_on_a_phone(settings: Page, site: Site, axe, tab: str):
    settings.goto(f"{site.url}/{SETTINGS}&tab={tab}")
    for width in (320, 400):  # the first is what 400 % leaves of a desktop
        settings.set_viewport_size({"width": width, "height": 800})
        assert settings.evaluate("document.documentElement.scrollWidth") <= width
    assert axe(settings, "#wpbody-content .wrap") == []
    settings.screenshot(path=VAR / "e2e" / f"settings-{tab}-phone.png", full_page=True)
