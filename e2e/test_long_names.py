"""Names as long as a file's name or a title can be: no screen is wider for it, and no words lie over others."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import opened_dialog
from playwright.sync_api import Page, expect

from picopt_standalone.paths import SAMPLES
from picopt_standalone.wordpress import Site

LONG = "Donaudampfschifffahrtsgesellschaft" * 5
BEYOND = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
# How far a window's title reaches into what stands below it, in CSS pixels.
OVER = """(dialog) => dialog.querySelector('.components-modal__header-heading').getBoundingClientRect().bottom
  - dialog.querySelector('.picopt-step, .picopt-image-summary').getBoundingClientRect().top"""


@pytest.fixture
def number(site: Site, tmp_path: Path) -> Iterator[int]:
    """An image whose file and title have a name without a place where a line could break."""
    (tmp_path / f"{LONG}.jpg").write_bytes((SAMPLES / "rocket.jpg").read_bytes())
    number = int(site.wp("media", "import", str(tmp_path / f"{LONG}.jpg"), "--porcelain", "--user=admin"))
    yield number
    site.wp("post", "delete", str(number), "--force", "--quiet")


@pytest.mark.acceptance("U3")
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.usefixtures("stack")
def test_a_long_name_makes_no_screen_wider(admin: Page, site: Site, number: int, width: int):
    admin.set_viewport_size({"width": width, "height": 800})
    admin.goto(f"{site.url}/wp-admin/upload.php?page=picture-optimizer-audit")
    admin.locator("[data-picopt-audit='0']").wait_for(state="attached")
    admin.wait_for_load_state()
    expect(admin.get_by_role("link", name=LONG)).to_be_visible()
    assert admin.evaluate(BEYOND) <= 1
    admin.goto(f"{site.url}/wp-admin/post.php?post={number}&action=edit")
    admin.get_by_role("button", name="Image details").first.click()
    dialog = opened_dialog(admin)
    dialog.locator(".picopt-image-summary").wait_for()
    expect(dialog.get_by_role("heading", level=1)).to_contain_text(LONG[:100])
    assert dialog.evaluate(OVER) <= 0
