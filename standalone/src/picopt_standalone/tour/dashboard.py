"""The dashboard's screens: the road to an account, then every page that a link leads to."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urldefrag, urljoin, urlsplit

from playwright.sync_api import BrowserContext, Page
from playwright.sync_api import Error as PlaywrightError

from picopt_standalone.stack import Stack
from picopt_standalone.tour.connecting import code_from_mail, enter_code, sign_up
from picopt_standalone.tour.stops import Tour

PASSWORD: Final = "correct-horse-42-battery"  # noqa: S105 -- of an account that lives for this tour
LINKS: Final = "() => [...document.querySelectorAll('a[href]')].map((a) => a.href)"
# Of pages that differ only in what they are about, one is enough.
ABOUT_ONE: Final = re.compile(r"(?<=/help)/[a-z-]+|/(?:[a-z]+_[0-9A-Za-z]{8,}|\d+|[0-9a-f-]{36})(?=/|$)")


@dataclass(frozen=True)
class Pages:
    """A browser's page on the dashboard, and the tour that sees it."""

    page: Page
    stack: Stack
    tour: Tour

    def see(self, name: str) -> None:
        """Stop here; what a browser can turn by itself is turned where it stands."""
        self.page.wait_for_load_state("networkidle")
        self.tour.see(self.page, name, "body", turns=True)

    def see_all(self, prefix: str, *starts: str) -> None:
        """Every page that links lead to from these, each once."""
        ahead, seen = [urljoin(self.stack.dashboard, start) for start in starts], set[str]()
        while ahead:
            address = urldefrag(ahead.pop(0)).url
            kind = ABOUT_ONE.sub("/one", urlsplit(address).path)
            if not self._is_page(address) or kind in seen:
                continue
            seen.add(kind)
            if not self._opens(address):
                continue
            self.see(f"{prefix}-{kind.strip('/').replace('/', '-') or 'home'}")
            ahead += self.page.evaluate(LINKS)

    def _opens(self, address: str) -> bool:
        try:
            self.page.goto(address)
        except PlaywrightError as error:
            if "Download is starting" not in error.message:
                raise
            return False
        return True

    def _is_page(self, address: str) -> bool:
        path = urlsplit(address).path
        skipped = path.startswith(("/static/", "/staff/")) or path.endswith((".csv", ".ico", ".json", "/logout/"))
        return address.startswith(self.stack.dashboard) and not skipped


def see_road_to_account(pages: Pages, visitor: BrowserContext, link: str, email: str) -> None:
    """From the code in WordPress to the page that confirms it, by somebody who has no account."""
    page = pages.page
    page.goto(link)
    pages.see("dashboard-sign-up-on-the-way")
    sign_up(page, email, PASSWORD)
    pages.see("dashboard-code-from-mail")
    enter_code(page, code_from_mail(visitor, pages.stack))
    pages.see("dashboard-connect-confirm")


def see_buying(pages: Pages) -> None:
    """From the plans to the page that pays, and back."""
    page = pages.page
    page.goto(f"{pages.stack.dashboard}/plan")
    page.locator("main form[action$='/plan/buy'] button").first.click()
    pages.see("dashboard-checkout")
    page.locator("main button").first.click()
    pages.see("dashboard-paid")


def see_missing(pages: Pages) -> None:
    """An address that does not exist."""
    pages.page.goto(f"{pages.stack.dashboard}/nothing-here")
    pages.see("dashboard-missing")
