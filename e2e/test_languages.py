"""The plugin in another language: PHP and scripts find their translations, each from its own file."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from picopt_standalone.wordpress import Site

pytestmark = pytest.mark.acceptance("U5")


@pytest.fixture
def german(admin: Page, site: Site) -> Iterator[Page]:
    """An administrator whose wp-admin is in German."""
    site.wp("user", "meta", "update", "admin", "locale", "de_DE")
    yield admin
    site.wp("user", "meta", "delete", "admin", "locale")


@pytest.mark.usefixtures("stack")
def test_pages_and_windows_are_translated(german: Page, site: Site, pictures: dict[str, int]):
    german.goto(f"{site.url}/wp-admin/upload.php?page=picture-optimizer-bulk")
    expect(german.get_by_role("heading", name="Alle optimieren")).to_be_visible()
    expect(german.get_by_role("heading", name="Bilder filtern")).to_be_visible()
    numbers = ",".join(map(str, pictures.values()))
    german.goto(f"{site.url}/wp-admin/upload.php?mode=list&picopt_action=optimize&picopt_ids={numbers}")
    dialog = german.get_by_role("dialog", name="Bilder optimieren")
    expect(dialog).to_contain_text("3 Bilder ausgewählt")
    expect(dialog.get_by_role("button", name="3 Bilder optimieren")).to_be_enabled(timeout=60_000)
