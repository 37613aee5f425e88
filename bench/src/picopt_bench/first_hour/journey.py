"""From a site without a key and a person without an account to a connected site, as a person would go."""

import time
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page, Response, expect

from picopt_standalone.stack import Stack
from picopt_standalone.tour.connecting import SETTINGS, ask_for_a_code, code_from_mail, confirm, enter_code, sign_up
from picopt_standalone.tour.tour import person
from picopt_standalone.wordpress import Site
from picopt_standalone.wordpress.site import ADMIN_USER

PASSWORD = "correct-horse-42-battery"  # noqa: S105 -- of an account that lives for this run


@dataclass
class Journey:
    """What it took: pages of the dashboard that were shown before the key, times that a password was asked for."""

    pages: list[str] = field(default_factory=list)
    passwords: int = 0
    seconds: float = 0.0

    def note(self, answer: Response) -> None:
        """Count a page that a person gets to see; what leads on is none."""
        if answer.request.is_navigation_request() and answer.status == 200:
            self.pages.append(answer.url.split("?")[0])


def travel(browser: Browser, site: Site, stack: Stack) -> Journey:
    """The whole way; the clock runs from the link in wp-admin to wp-admin saying that it is connected."""
    journey = Journey()
    with person(browser, site, ADMIN_USER) as admin:
        admin.goto(f"{site.url}/{SETTINGS}")
        _, link = ask_for_a_code(admin, stack.url)
        started = time.monotonic()
        visitor = browser.new_context()
        page = visitor.new_page()
        page.on("response", journey.note)
        page.goto(link)
        journey.passwords += asked_for(page)
        sign_up(page, "stranger@example.com", PASSWORD)
        page.get_by_label("Code").wait_for()
        journey.passwords += asked_for(page)
        enter_code(page, code_from_mail(visitor, stack))
        page.get_by_role("button", name=f"Connect {site.url}").wait_for()
        journey.passwords += asked_for(page)
        shown = len(journey.pages)
        confirm(page, site.url)
        del journey.pages[shown:]
        expect(admin.get_by_text("Connected.").first).to_be_visible(timeout=120_000)
        journey.seconds = time.monotonic() - started
        visitor.close()
    return journey


def asked_for(page: Page) -> int:
    """Fields for a password that this page shows."""
    return page.locator("input[type=password]:visible").count()
