"""What a person meets in the browser: accessibility of our screens, and clicks from the library to work that runs."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from playwright.sync_api import Browser, Page

from picopt_standalone.demo.browser import log_in
from picopt_standalone.paths import PROJECT
from picopt_standalone.wordpress import Site

AXE: Final = PROJECT / "wordpress" / "node_modules" / "axe-core" / "axe.min.js"
RUN_AXE: Final = """async (within) => {
  const { violations } = await axe.run(within, { resultTypes: ['violations'] });
  return violations.filter(({ impact }) => ['serious', 'critical'].includes(impact))
    .map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 200)}`);
}"""
SCREENS: Final = {
    "Optimize all": "upload.php?page=picture-optimizer-bulk",
    "Image audit": "upload.php?page=picture-optimizer-audit",
    "Settings": "options-general.php?page=picture-optimizer",
}
SIZES: Final = {"desktop": (1440, 1000), "phone": (390, 800)}


@contextmanager
def signed_in(browser: Browser, site: Site) -> Iterator[Page]:
    """A page of an administrator."""
    page = browser.new_page(viewport={"width": 1440, "height": 1000})
    log_in(page, site)
    try:
        yield page
    finally:
        page.close()


def serious(browser: Browser, site: Site) -> list[str]:
    """Serious and critical findings of axe on our screens, by screen and size."""
    found = []
    with signed_in(browser, site) as page:
        for name, path in SCREENS.items():
            for size, (width, height) in SIZES.items():
                page.set_viewport_size({"width": width, "height": height})
                page.goto(f"{site.url}/wp-admin/{path}")
                page.wait_for_load_state("networkidle")
                page.add_script_tag(path=AXE)
                found += [f"{name}, {size}: {finding}" for finding in page.evaluate(RUN_AXE, "#wpbody-content .wrap")]
        open_wizard(page, site, [])
        page.add_script_tag(path=AXE)
        found += [f"wizard: {finding}" for finding in page.evaluate(RUN_AXE, "[role=dialog]")]
    return found


def clicks_to_first_batch(browser: Browser, site: Site) -> int:
    """From the library's list, by the mouse alone, until a job of all its images runs."""
    with signed_in(browser, site) as page:
        clicks: list[str] = []
        open_wizard(page, site, clicks)
        page.get_by_role("dialog").get_by_role("button", name=re.compile(r"^Optimize \d+ images$")).click()
        clicks.append("Optimize N images")
        page.get_by_role("progressbar", name="Images done").wait_for()
    return len(clicks)


def open_wizard(page: Page, site: Site, clicks: list[str]) -> None:
    """All images of the list, chosen as a person would; every click is noted, picking from a list of choices as one."""
    page.set_viewport_size({"width": 1440, "height": 1000})
    page.goto(f"{site.url}/wp-admin/upload.php?mode=list")
    page.locator("#cb-select-all-1").click()
    page.locator("#bulk-action-selector-top").select_option("picopt_optimize")
    page.locator("#doaction").click()
    clicks += ["Select all", "Optimize images", "Apply"]
    page.get_by_role("dialog").get_by_role("button", name=re.compile(r"^Optimize \d+ images$")).wait_for()
