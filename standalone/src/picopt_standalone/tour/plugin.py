"""The plugin's screens, in the order in which a site's owner meets them."""

import json
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as TooLate

from picopt_standalone.tour.connecting import SETTINGS, ask_for_a_code
from picopt_standalone.tour.stops import Tour
from picopt_standalone.wordpress import Site

OURS: Final = "#wpbody-content .wrap"
WINDOW: Final = "[role=dialog]"
# What our windows say until they have what they show.
LOADING: Final = re.compile("^Loading")
LIBRARY: Final = "upload.php?mode=list"
COLUMN: Final = "td.column-picopt_status, th.column-picopt_status, .row-actions [data-picopt-action]"
PAGES: Final = {
    "plugin-bulk": ("upload.php?page=picture-optimizer-bulk", OURS),
    "plugin-audit": ("upload.php?page=picture-optimizer-audit", OURS),
    "plugin-report": ("upload.php?page=picture-optimizer-report", OURS),
    "plugin-library-list": (LIBRARY, COLUMN),
    "plugin-widget": ("index.php", "#picture-optimizer-bulk"),
}
PLAN_BY_AGENT: Final = """
wp_set_current_user(1);
(new PictureOptimizer\\Settings\\Settings())->save(['agents_may_spend' => true]);
$plan = wp_get_ability('picture-optimizer/plan')->execute(['ids' => %s, 'pipeline' => 'export']);
is_wp_error($plan) && WP_CLI::error($plan);
do {
    $quote = wp_get_ability('picture-optimizer/quote')->execute(['plan' => $plan['plan']]);
    is_wp_error($quote) && WP_CLI::error($quote);
} while (!$quote['complete']);
"""


@dataclass(frozen=True)
class Screens:
    """A browser's page of an administrator, and the tour that sees what is on it."""

    page: Page
    site: Site
    tour: Tour

    def open(self, path: str) -> None:
        """A page of wp-admin, when its scripts have got what they ask for."""
        self.page.goto(f"{self.site.url}/wp-admin/{path}")
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is being loaded; a page that asks again and again is looked at as it is."""
        with suppress(TooLate):
            self.page.wait_for_load_state("networkidle", timeout=5_000)

    def see(self, name: str, within: str = OURS) -> None:
        """Stop here."""
        self.settle()
        self.tour.see(self.page, name, within)

    def window(self, *ids: int) -> Locator:
        """The wizard on these images, opened by the library's bulk action."""
        self.open(f"{LIBRARY}&picopt_action=optimize&picopt_ids={','.join(map(str, ids))}")
        return self.dialog()

    def dialog(self) -> Locator:
        """The window that is open."""
        dialog = self.page.get_by_role("dialog")
        dialog.wait_for()
        return dialog

    def loaded(self) -> Locator:
        """The window that is open, when it shows what it was opened for."""
        dialog = self.dialog()
        expect(dialog.get_by_text(LOADING)).to_have_count(0, timeout=60_000)
        return dialog


def see_unconnected(screens: Screens, dashboard: str, ids: list[int]) -> None:
    """A site that was just installed, and what can go wrong with an address."""
    page = screens.page
    screens.open(SETTINGS.removeprefix("wp-admin/"))
    screens.see("plugin-settings-unconnected")
    for name, address in (
        ("plugin-connect-wrong-product", screens.site.url),
        ("plugin-connect-dashboard-address", dashboard),
        ("plugin-connect-no-such-name", "https://api.nowhere.invalid"),
    ):
        page.get_by_label("Service address").first.fill(address)
        page.get_by_role("button", name="Connect", exact=True).click()
        expect(page.get_by_role("alert").first).to_be_visible()
        screens.see(name)
    screens.open(PAGES["plugin-bulk"][0])
    screens.see("plugin-bulk-unconnected")
    screens.window(*ids[:3]).get_by_role("button", name="Connect", exact=True).wait_for()
    screens.see("plugin-wizard-unconnected", WINDOW)


def see_code(screens: Screens, service: str) -> tuple[str, str]:
    """The code that waits to be confirmed, and the dashboard's page that confirms it."""
    screens.open(SETTINGS.removeprefix("wp-admin/"))
    found = ask_for_a_code(screens.page, service)
    screens.see("plugin-connect-code")
    return found


def see_pages(screens: Screens, when: str = "") -> None:
    """Everything that has an address of its own."""
    screens.open(PAGES["plugin-audit"][0])
    audited(screens.page)
    for name, (path, within) in PAGES.items():
        screens.open(path)
        screens.see(name + when, within)


def audited(page: Page) -> None:
    """On the audit's page, once it has looked at the whole library: until then it shows itself anew when it has."""
    page.locator("[data-picopt-audit='0']").wait_for(state="attached")
    page.wait_for_load_state()


def see_library(screens: Screens, number: int) -> None:
    """What the Media Library says of one image: in its window, and on its page."""
    screens.open("upload.php?mode=grid")
    screens.page.locator(f".attachment[data-id='{number}']").click()
    screens.page.locator(".attachment-details .compat-item").wait_for()
    screens.see("plugin-attachment-details", ".compat-field-picture_optimizer, .media-modal .compat-item")
    screens.open(f"post.php?post={number}&action=edit")
    screens.see("plugin-attachment-page", ".compat-attachment-fields")
    screens.page.get_by_role("button", name="Image details").first.click()
    screens.loaded().locator(".picopt-image-summary").wait_for()
    screens.see("plugin-image-page", WINDOW)
    screens.page.get_by_role("button", name="Compare with the original").click()
    screens.loaded().locator(".picopt-compare-line").wait_for()
    screens.see("plugin-image-compare", WINDOW)


def see_wizard(screens: Screens, ids: list[int]) -> None:
    """Every step before anything is spent."""
    dialog = screens.window(*ids)
    ready_to_start(dialog)
    screens.see("plugin-wizard-choose", WINDOW)
    dialog.get_by_text("More settings").click()
    screens.see("plugin-wizard-more-settings", WINDOW)
    dialog.get_by_role("button", name=re.compile("^Preview ")).click()
    expect(dialog.locator(".picopt-compared li")).not_to_have_count(0, timeout=120_000)
    expect(dialog.get_by_role("button", name=re.compile("^Preview "))).to_be_enabled(timeout=120_000)
    screens.see("plugin-wizard-preview", WINDOW)
    dialog.get_by_role("radio", name=re.compile("^Compress")).check()
    ready_to_start(dialog)
    screens.see("plugin-wizard-compress", WINDOW)


def see_shortage(screens: Screens, ids: list[int]) -> None:
    """More images than credits."""
    dialog = screens.window(*ids)
    expect(dialog.locator(".picopt-warning")).to_be_visible(timeout=120_000)
    screens.see("plugin-wizard-short-of-credits", WINDOW)


def see_review(screens: Screens, ids: list[int], name: str, alt: str) -> None:
    """Text that waits for a person, who looks at the image of this name. Leaves it waiting."""
    dialog = screens.window(*ids)
    dialog.get_by_label("Review metadata before it is published").check()
    start(dialog)
    screens.see("plugin-wizard-progress", WINDOW)
    dialog.get_by_role("list", name="Images to review").wait_for(timeout=180_000)
    screens.loaded()
    expect(dialog.get_by_text("on their way")).to_have_count(0, timeout=180_000)
    # Text is suggested for this one, which a picture of the review should show.
    dialog.get_by_role("list", name="Images to review").get_by_text(name).click()
    screens.loaded()
    screens.see("plugin-review", WINDOW)
    dialog.get_by_label("Alt text", exact=True).fill(f"Image of {name}, image, photo, image")
    screens.see("plugin-review-broken-rule", WINDOW)
    dialog.get_by_label("Alt text", exact=True).fill(alt)
    dialog.get_by_role("button", name=re.compile("^Regenerate")).first.click()
    screens.see("plugin-review-regenerate", WINDOW)


def approve_all(screens: Screens) -> None:
    """From the library, what waits is approved; its result."""
    screens.open(LIBRARY)
    screens.page.get_by_role("button", name="Review").first.click()
    dialog = screens.dialog()
    dialog.get_by_role("list", name="Images to review").wait_for(timeout=60_000)
    dialog.get_by_role("button", name=re.compile(r"^Approve \d+ images? as shown")).click()
    expect(dialog.get_by_text(re.compile(r"images? optimized")).first).to_be_visible(timeout=180_000)


def see_result(screens: Screens, ids: list[int]) -> None:
    """A batch with an image that fails: what was saved, what went wrong, what to do."""
    dialog = screens.window(*ids)
    dialog.get_by_role("radio", name=re.compile("^Compress")).check()
    start(dialog)
    expect(dialog.get_by_text(re.compile(r"images? optimized")).first).to_be_visible(timeout=180_000)
    screens.see("plugin-result", WINDOW)


def see_revert(screens: Screens, number: int) -> None:
    """Back to the original: asked first, then done."""
    screens.open(f"{LIBRARY}&picopt_action=revert&picopt_ids={number}")
    dialog = screens.dialog()
    screens.see("plugin-revert", WINDOW)
    dialog.get_by_role("button", name=re.compile("^Restore 1 original")).click()
    expect(dialog.get_by_text("Done. Old and new URLs both keep working.")).to_be_visible(timeout=60_000)
    screens.see("plugin-reverted", WINDOW)


def see_settings(screens: Screens) -> None:
    """The settings, and WordPress' own screens with something of ours."""
    screens.open(SETTINGS.removeprefix("wp-admin/"))
    screens.see("plugin-settings")
    for number, tab in enumerate(screens.page.locator(".nav-tab-wrapper a.nav-tab").all()[1:], start=2):
        tab.click()
        screens.see(f"plugin-settings-tab-{number}")
    screens.open("site-health.php")
    screens.page.get_by_text("Picture Optimizer").first.wait_for(timeout=60_000)
    for finding in screens.page.get_by_role("button", name=re.compile("Picture Optimizer")).all()[:3]:
        finding.click()
    screens.see("plugin-site-health", "#health-check-site-status-recommended, #health-check-site-status-critical")


def see_plans(screens: Screens) -> None:
    """What a program would like to do, before a person says yes."""
    screens.open("upload.php?page=picture-optimizer-plans")
    screens.see("plugin-agents-plans")


def plan_by_agent(site: Site, ids: list[int]) -> None:
    """A program asks for these images, through WordPress' Abilities."""
    site.wp("eval", PLAN_BY_AGENT % json.dumps(ids))


def see_leaving(screens: Screens) -> None:
    """What is asked before the plugin is switched off."""
    screens.open("admin.php?page=picture-optimizer-leaving")
    screens.see("plugin-leaving")


def start(dialog: Locator) -> None:
    """Press the button that spends credits; again where the plan was made anew under the pointer."""
    begun = dialog.get_by_role("progressbar").or_(dialog.get_by_role("group", name=re.compile("Results|Review")))
    while not begun.count():
        ready_to_start(dialog).click()
        with suppress(TooLate):
            begun.first.wait_for(timeout=10_000)


def read_all(screens: Screens, ids: list[int], done: int) -> None:
    """Screens by their addresses and their places on the page: this reader knows no word of ours."""
    screens.open(SETTINGS.removeprefix("wp-admin/"))
    screens.see("words-settings")
    for number, tab in enumerate(screens.page.locator(".nav-tab-wrapper a.nav-tab").all(), start=1):
        tab.click()
        screens.see(f"words-settings-tab-{number}")
    for name, (path, within) in PAGES.items():
        screens.open(path)
        screens.see(name.replace("plugin", "words"), within)
    dialog = screens.window(*ids)
    expect(dialog.locator(".picopt-footer .is-primary")).to_be_enabled(timeout=120_000)
    screens.see("words-wizard", WINDOW)
    dialog.locator("details summary").first.click()
    screens.see("words-wizard-more", WINDOW)
    screens.open(f"post.php?post={done}&action=edit")
    screens.see("words-attachment-page", ".compat-attachment-fields")
    screens.page.locator("[data-picopt-action=image]").first.click()
    screens.dialog().locator(".picopt-image-summary").wait_for()
    screens.see("words-image-page", WINDOW)
    screens.open(f"{LIBRARY}&picopt_action=revert&picopt_ids={done}")
    screens.dialog()
    screens.see("words-revert", WINDOW)


def ready_to_start(dialog: Locator) -> Locator:
    """The button that spends credits, when the plan is complete."""
    button = dialog.get_by_role("button", name=re.compile(r"^Optimize \d+ images?$"))
    expect(button).to_be_enabled(timeout=120_000)
    return button
