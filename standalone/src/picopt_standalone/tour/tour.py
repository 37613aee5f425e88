"""The tour's main flow: from an empty WordPress and a stranger to a connected site with work done on it."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Final

from playwright.sync_api import Browser, Page
from rich.console import Console

from picopt_standalone.demo import runs
from picopt_standalone.demo.browser import chromium, log_in
from picopt_standalone.demo.library import import_pictures, publish_posts
from picopt_standalone.demo.plan import BROKEN, RUNS
from picopt_standalone.paths import VAR
from picopt_standalone.stack import Stack
from picopt_standalone.tour import dashboard, plugin
from picopt_standalone.tour.connecting import confirm, sign_in
from picopt_standalone.tour.editor import see_editor
from picopt_standalone.tour.looks import RTL_USER, add_rtl_user
from picopt_standalone.tour.record import Record
from picopt_standalone.tour.stops import Tour
from picopt_standalone.tour.watchers import Camera, Links, check_access, check_room
from picopt_standalone.tour.words import PHONE_AND_DESKTOP, USER, Words, speak_pseudo, written_by_people
from picopt_standalone.wordpress import Site
from picopt_standalone.wordpress.site import ADMIN_USER

SCREENSHOTS: Final = VAR / "screenshots"
PARTS: Final = ("road", "plugin", "words", "dashboard")
CREDITS: Final = 200
STRANGER: Final = "stranger@example.com"
# Whom our pages mean to lead to; the last is the address in letters that are shown as samples.
KNOWN: Final = (
    "wordpress.org",
    "codex.wordpress.org",
    "developer.wordpress.org",
    "www.gnu.org",
    "www.apache.org",
    "github.com",
    "stripe.com",
    "dashboard.example",
)


@dataclass(frozen=True)
class Ground:
    """What the tour goes over: a site, a service, the library's images by name."""

    site: Site
    stack: Stack
    ids: dict[str, int]

    def of(self, *names: str) -> list[int]:
        """IDs of images."""
        return [self.ids[name] for name in names]


@contextmanager
def ground(name: str) -> Iterator[Ground]:
    """A fresh WordPress that is not connected, with images and posts, and a fresh service."""
    with Site(name, fresh=True) as site, Stack(name, fresh=True, credits=CREDITS, site=site.url) as stack:
        add_rtl_user(site)
        ids = import_pictures(site, VAR / "sites" / name)
        publish_posts(site, ids)
        yield Ground(site, stack, ids)


def screenshots(console: Console, parts: Sequence[str] = PARTS) -> int:
    """`make screenshots`: all screens into `var/screenshots/`; 1 where something is wrong with one of them."""
    if set(parts) == set(PARTS):
        shutil.rmtree(SCREENSHOTS, ignore_errors=True)
    with ground("tour") as place, chromium() as browser:
        going = Going(place, browser)
        going.over(parts)
    for finding in going.tour.findings:
        console.print(str(finding), highlight=False, soft_wrap=True)
    console.print(f"{going.camera.taken} screenshots of {len(going.tour.stops)} screens in {SCREENSHOTS}")
    console.print(f"{going.links.followed} links followed, {len(going.tour.findings)} findings")
    return 1 if going.tour.findings else 0


class Going:
    """A tour under way: who watches, and what is noted of each part."""

    def __init__(self, place: Ground, browser: Browser) -> None:
        self.place, self.browser = place, browser
        self.camera = Camera(SCREENSHOTS)
        self.links = Links((place.site.url, place.stack.dashboard, place.stack.url), KNOWN)
        self.tour = Tour((self.camera, check_access, check_room, self.links))
        self.record = Record.read(SCREENSHOTS / "record.json")

    def over(self, parts: Sequence[str]) -> None:
        """Go over these parts; what links lead to is asked for by whoever may see it."""
        place, browser = self.place, self.browser
        with person(browser, place.site, ADMIN_USER) as left, person(browser, place.site, RTL_USER) as right:
            admins = [plugin.Screens(page, place.site, self.tour) for page in (left, right)]
            if "road" in parts:
                with self._part("road", left):
                    road(self.tour, place, browser, admins)
            runs.connect(place.site, place.stack.url, place.stack.account.api_key)
            if "plugin" in parts:
                with self._part("plugin", left):
                    work(place, admins)
            else:
                process(place)
        if "words" in parts:
            with self._part("words"):
                read_in_pseudo(place, browser, self.tour)
        if "dashboard" in parts:
            with self._part("dashboard"):
                customer(self.tour, place, browser, self.links)
                stranger(self.tour, place, browser, self.links)

    @contextmanager
    def _part(self, name: str, reader: Page | None = None) -> Iterator[None]:
        with self.record.part(name, self.tour, self.camera, self.links):
            yield
            self.tour.findings += self.links.follow(reader) if reader else []
        leave_pages(self.place.site)


def leave_pages(site: Site) -> None:
    """Whoever asks for the page of an image has it open for WordPress, and for 150 seconds others are told so first."""
    site.wp("eval", "delete_post_meta_by_key('_edit_lock');")


def process(place: Ground) -> None:
    """The demo's work, for parts that want results and not how they came."""
    for order in RUNS[:3]:
        runs.run(place.site, order, place.ids)


def read_in_pseudo(place: Ground, browser: Browser, tour: Tour) -> None:
    """The plugin's screens once more, by somebody to whom every translated string is marked and longer."""
    speak_pseudo(place.site)
    words = Words(written_by_people(place.site))
    tour = replace(tour, watchers=(*tour.watchers[:1], check_room, words), looks=PHONE_AND_DESKTOP)
    with person(browser, place.site, USER) as page:
        reader = plugin.Screens(page, place.site, tour)
        plugin.read_all(reader, place.of("P1070007.jpg", "stairs.webp", "flower.jpg"), place.ids["DSC_0419.jpg"])


def road(tour: Tour, place: Ground, browser: Browser, admins: list[plugin.Screens]) -> None:
    """A site without a key and a person without an account, until both have one."""
    everything = list(place.ids.values())
    for admin in admins:
        plugin.see_unconnected(admin, place.stack.dashboard, everything)
    visitor = browser.new_context()
    pages = dashboard.Pages(visitor.new_page(), place.stack, tour)
    _, link = plugin.see_code(admins[0], place.stack.url)
    dashboard.see_road_to_account(pages, visitor, link, STRANGER)
    pages.page.get_by_role("button", name="Decline").click()
    pages.see("dashboard-connect-declined")
    admins[0].page.get_by_role("alert").first.wait_for(timeout=60_000)
    admins[0].see("plugin-connect-declined")
    _, link = plugin.see_code(admins[1], place.stack.url)
    pages.page.goto(link)
    confirm(pages.page, place.site.url)
    pages.see("dashboard-connect-done")
    admins[1].page.get_by_text("Connected.").first.wait_for(timeout=60_000)
    for path in ("", "jobs", "keys", "ledger"):
        pages.page.goto(f"{place.stack.dashboard}/{path}")
        pages.see(f"dashboard-new-{path or 'overview'}")
    visitor.close()
    for admin in admins:
        plugin.see_pages(admin, "-new")
        plugin.see_shortage(admin, everything)


def work(place: Ground, admins: list[plugin.Screens]) -> None:
    """Free previews, a batch, a review, a revert, and every page afterwards."""
    left, right = admins
    first = place.of("DSC_0419.jpg", "coffee.png", "chelsea.png", "rocket.jpg")
    for admin in admins:
        plugin.see_wizard(admin, first)
    reviewed = (
        ("flower.jpg", "chelsea.png", "An orange dahlia in full bloom"),
        ("IMG_2005.jpg", "astronaut.png", "Motocross riders side by side at the start"),
    )
    for admin, (name, other, alt) in zip(admins, reviewed, strict=True):
        plugin.see_review(admin, place.of(name, other), name, alt)
        plugin.approve_all(admin)
    plugin.see_result(left, place.of("china.jpg", "DSC_0419.jpg", BROKEN))
    plugin.see_result(right, place.of("IMG_2020.jpg", "coffee.png", BROKEN))
    plugin.plan_by_agent(place.site, place.of("P1070007.jpg"))
    for admin, number in zip(admins, place.of("flower.jpg", "IMG_2005.jpg"), strict=True):
        plugin.see_pages(admin)
        plugin.see_library(admin, number)
        plugin.see_settings(admin)
        plugin.see_plans(admin)
        plugin.see_leaving(admin)
        see_editor(admin, place.ids["rocket.jpg"])
        plugin.see_revert(admin, number)


def customer(tour: Tour, place: Ground, browser: Browser, links: Links) -> None:
    """The dashboard of the account that the work was done on."""
    page = browser.new_page()
    pages = dashboard.Pages(page, place.stack, tour)
    page.goto(f"{place.stack.dashboard}/account/login/")
    sign_in(page, place.stack)
    pages.see_all("dashboard", "/", "/jobs", "/keys", "/plan", "/ledger", "/members", "/account/2fa/")
    dashboard.see_buying(pages)
    tour.findings += links.follow(page)
    page.close()


def stranger(tour: Tour, place: Ground, browser: Browser, links: Links) -> None:
    """What everybody can see."""
    page = browser.new_page()
    pages = dashboard.Pages(page, place.stack, tour)
    pages.see_all(
        "public", "/", "/account/login/", "/account/signup/", "/account/password/reset/", "/mail", "/mail/preview"
    )
    dashboard.see_missing(pages)
    tour.findings += links.follow(page)
    page.close()


@contextmanager
def person(browser: Browser, site: Site, name: str) -> Iterator[Page]:
    """Somebody who is logged in to wp-admin, in a browser of their own."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(60_000)
    log_in(page, site, name)
    yield page
    context.close()
