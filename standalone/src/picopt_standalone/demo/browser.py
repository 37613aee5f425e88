"""A look at the pages in headless Chromium, as visitors and the site's owner see them."""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page, Response, sync_playwright

from picopt_standalone.demo.library import Post
from picopt_standalone.processes import StartError
from picopt_standalone.stack import Stack
from picopt_standalone.wordpress.site import ADMIN_PASSWORD, ADMIN_USER, Site

ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
# Lazy pictures are loaded too; the answer lists those that show nothing.
FIND_BROKEN = """async () => {
  const images = [...document.images];
  images.forEach(image => { image.loading = 'eager'; });
  await Promise.all(images.map(image => image.decode().catch(() => null)));
  return {count: images.length, broken: images.filter(i => !i.naturalWidth).map(i => i.currentSrc || i.src)};
}"""


@dataclass
class Visit:
    """How many pages and pictures were seen, and which pictures did not load."""

    pages: int = 0
    pictures: int = 0
    broken: list[str] = field(default_factory=list)

    def add(self, other: "Visit") -> None:
        """Another visit, of pages and their pictures that may be the same."""
        self.pages += other.pages
        self.pictures += other.pictures
        self.broken = sorted({*self.broken, *other.broken})


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, driven by Playwright. Raises StartError when it is not installed."""
    program = shutil.which("chromium")
    if program is None:
        raise StartError("Chromium is not installed; run `make setup`")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


def visit_posts(browser: Browser, posts: Iterable[Post], screenshots: Path) -> Visit:
    """Open every post, wait for all its pictures, and leave a screenshot of it."""
    visit = Visit()
    page = browser.new_page(viewport={"width": 1200, "height": 900})
    page.on("response", lambda response: note_failure(visit, response))
    for post in posts:
        page.goto(post.url)
        seen = page.evaluate(FIND_BROKEN)
        visit.pages += 1
        visit.pictures += seen["count"]
        visit.broken += seen["broken"]
        page.screenshot(path=screenshots / f"post-{post.id}.png", full_page=True)
    page.close()
    visit.broken = sorted(set(visit.broken))
    return visit


def note_failure(visit: Visit, response: Response) -> None:
    """A picture that was answered by an error counts as broken, whatever the page shows in its place."""
    if response.request.resource_type == "image" and response.status >= 400:
        visit.broken.append(response.url)


def log_in(page: Page, site: Site, name: str = ADMIN_USER) -> None:
    """Log in to wp-admin; all users of our sites have the same password."""
    page.goto(f"{site.url}/wp-login.php")
    # A moment after it loads, the form puts the cursor into this field: what was being typed then would land there.
    page.wait_for_function("document.activeElement?.id === 'user_login'")
    page.fill("#user_login", name)
    page.fill("#user_pass", ADMIN_PASSWORD)
    page.click("#wp-submit")
    page.wait_for_url("**/wp-admin/**")


def photograph_library(browser: Browser, site: Site, screenshots: Path) -> None:
    """Screenshots of the Media Library with the plugin's column."""
    page = browser.new_page(viewport={"width": 1440, "height": 1000})
    log_in(page, site)
    page.goto(f"{site.url}/wp-admin/upload.php?mode=list")
    page.screenshot(path=screenshots / "media-library.png")
    page.close()


def photograph_dashboard(browser: Browser, stack: Stack, screenshots: Path) -> None:
    """Screenshots of the dashboard, logged in as the demo account's owner."""
    page = browser.new_page(viewport={"width": 1440, "height": 1000})
    page.goto(f"{stack.dashboard}/account/login/")
    page.fill("input[name=login]", stack.account.email)
    page.fill("input[name=password]", stack.account.password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"{stack.dashboard}/")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=screenshots / "dashboard.png")
    page.close()
