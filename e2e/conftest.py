"""One WordPress, one service, one browser, one log-in for all end-to-end tests; pictures and cookies fresh for each."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import pytest
from arranging import take_drafts, with_comment
from browsing import opened_dialog
from playwright.sync_api import Browser, Cookie, Locator, Page, expect

from picopt_standalone.demo.browser import chromium, log_in
from picopt_standalone.demo.runs import connect
from picopt_standalone.paths import PROJECT, SAMPLES, VAR
from picopt_standalone.stack import Stack
from picopt_standalone.tour.editor import NO_GUIDE
from picopt_standalone.tour.looks import RTL_USER, add_rtl_user
from picopt_standalone.wordpress import Site
from picopt_standalone.wordpress.site import ADMIN_USER

SCREENSHOTS = VAR / "e2e"
AXE = PROJECT / "wordpress" / "node_modules" / "axe-core" / "axe.min.js"
# What a page says at once takes longer on a busy machine; what says nothing fails all the same.
expect.set_options(timeout=30_000)
# Serious and critical findings within a selector.
RUN_AXE = """async (within) => {
  const { violations } = await axe.run(within, { resultTypes: ['violations'] });
  return violations
    .filter(({ impact }) => ['serious', 'critical'].includes(impact))
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ').slice(0, 400)}`);
}"""


@dataclass(frozen=True)
class Library:
    """The library's list view in an admin's browser."""

    page: Page
    site: Site

    def open(self) -> None:
        self.page.goto(f"{self.site.url}/wp-admin/upload.php?mode=list")

    def choose(self, action: str, *ids: int) -> Locator:
        """Tick pictures, choose a bulk action, apply it; the dialog that comes up."""
        for number in ids:
            self.page.check(f"#cb-select-{number}")
        self.page.select_option("#bulk-action-selector-top", label=action)
        self.page.click("#doaction")
        return self.dialog()

    def assert_accessible(self, within: str = "[role=dialog]") -> None:
        """axe-core finds nothing serious; what is outside of the selector is WordPress' own."""
        assert findings(self.page, within) == []

    def dialog(self) -> Locator:
        return opened_dialog(self.page)

    def loads_anew(self) -> AbstractContextManager[object]:
        """Around what closes a dialog in which something was done: until the page is there again."""
        return self.page.expect_navigation()

    def status(self, number: int) -> str:
        """What the status column says of a picture."""
        return self.page.locator(f"#post-{number} td.column-picopt_status").inner_text()

    def row_action(self, number: int, name: str) -> Locator:
        """Follow a link below a picture's name; the dialog that comes up."""
        row = self.page.locator(f"#post-{number}")
        row.hover()
        row.locator(f".row-actions a[data-picopt-action={name}]").click()
        return self.dialog()


def findings(page: Page, within: str) -> list[str]:
    """What axe-core finds serious within a selector."""
    page.add_script_tag(path=AXE)
    return page.evaluate(RUN_AXE, within)


@pytest.fixture
def axe() -> Callable[[Page, str], list[str]]:
    """Serious findings on a page, within a selector."""
    return findings


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    with Site("e2e", version=os.environ.get("PICOPT_WP", "7.1"), fresh=True) as running:
        yield running


@pytest.fixture(scope="session")
def stack(site: Site) -> Iterator[Stack]:
    with Stack("e2e", fresh=True, credits=100, site=site.url) as running:
        connect(site, running.url, running.account.api_key)
        take_drafts(site, unseen=True)
        yield running


@pytest.fixture
def drafts_wait(stack: Stack, site: Site) -> Iterator[None]:
    """As on a site whose owner has changed nothing: text of the embedded model waits for a person."""
    assert stack
    take_drafts(site, unseen=False)
    yield
    take_drafts(site, unseen=True)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    with chromium() as running:
        yield running


@pytest.fixture(scope="session")
def logged_in(browser: Browser, site: Site) -> list[Cookie]:
    """What a browser knows once its administrator has logged in."""
    with browser.new_context() as context:
        log_in(context.new_page(), site)
        return context.cookies()


@pytest.fixture
def admin(browser: Browser, logged_in: list[Cookie], request: pytest.FixtureRequest) -> Iterator[Page]:
    """An empty page of a browser that is logged in; whatever its console complains about fails the test."""
    context = browser.new_context(viewport={"width": 1440, "height": 1000})
    context.add_cookies(logged_in)
    page = context.new_page()
    page.set_default_timeout(60_000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    page.screenshot(path=SCREENSHOTS / f"{request.node.name}.png")
    context.close()
    assert not errors


@pytest.fixture
def library(admin: Page, site: Site, pictures: dict[str, int]) -> Library:
    """The Media Library's list view with the three pictures, open."""
    assert pictures
    opened = Library(admin, site)
    opened.open()
    return opened


@pytest.fixture
def edit(admin: Page, site: Site, tmp_path: Path):
    """Open the block editor on a new draft with this content, on this page or the admin's; gives the page."""
    drafts: list[str] = []

    def open_draft(content: str, page: Page = admin) -> Page:
        (tmp_path / "post.html").write_text(content)
        create = ("post", "create", str(tmp_path / "post.html"), "--post_title=Our club", "--porcelain")
        drafts.append(site.wp(*create, "--user=admin").strip())
        site.wp("eval", NO_GUIDE)
        page.goto(f"{site.url}/wp-admin/post.php?post={drafts[-1]}&action=edit")
        page.wait_for_function("() => wp.data.select('core/block-editor').getBlocks().length > 0")
        return page

    yield open_draft
    for draft in drafts:
        site.wp("post", "delete", draft, "--force", "--quiet")


@pytest.fixture
def both_directions(site: Site) -> Iterator[tuple[str, str]]:
    """An administrator for each direction."""
    add_rtl_user(site)
    yield ADMIN_USER, RTL_USER
    site.wp("user", "delete", RTL_USER, "--yes", "--quiet")


@pytest.fixture
def pictures(site: Site, tmp_path: Path) -> Iterator[dict[str, int]]:
    """Three photographs in the Media Library; name → attachment id. Gone after the test.

    No test before has used the same bytes: what an account has paid for once is free.
    """
    names = ("DSC_0419.jpg", "IMG_2005.jpg", "rocket.jpg")
    for name in names:
        (tmp_path / name).write_bytes(with_comment((SAMPLES / name).read_bytes(), str(tmp_path)))
    output = site.wp("media", "import", *(str(tmp_path / name) for name in names), "--porcelain", "--user=admin")
    ids = dict(zip(names, map(int, output.split()), strict=True))
    yield ids
    site.wp("post", "delete", *map(str, ids.values()), "--force", "--quiet")


@pytest.fixture(autouse=True)
def quiet_log(site: Site) -> Iterator[None]:
    """WordPress complains about nothing, whatever a test does."""
    site.debug_log.unlink(missing_ok=True)
    yield
    assert not site.debug_log.exists(), Path(site.debug_log).read_text()[-3000:]
