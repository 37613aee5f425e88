"""From a site that is not connected to one that is: by a code that a person confirms in the dashboard."""

import pytest
from browsing import opened_dialog
from playwright.sync_api import Browser, Page, expect

from picopt_standalone.demo.runs import connect
from picopt_standalone.stack import Stack
from picopt_standalone.tour.connecting import (
    SETTINGS,
    ask_for_a_code,
    code_from_mail,
    confirm,
    enter_code,
    sign_in,
    sign_up,
)
from picopt_standalone.wordpress import Site

PASSWORD = "correct-horse-42-battery"  # noqa: S105 -- of an account that lives for this test


@pytest.fixture
def settings(admin: Page, site: Site, stack: Stack):
    """The settings page of a site that is not connected; connected again afterwards."""
    admin.goto(f"{site.url}/{SETTINGS}")
    admin.get_by_role("button", name="Disconnect").click()
    expect(admin.locator("body")).to_contain_text("The key was removed from this site.")
    yield admin
    connect(site, stack.url, stack.account.api_key)


@pytest.mark.acceptance("G1")
@pytest.mark.acceptance("U1")
def test_wrong_addresses_are_explained_where_they_were_typed(settings: Page, site: Site, stack: Stack):
    wrong = {
        f"{stack.url}/?key=1": "can’t contain",
        "http://127.0.0.1:9": "refuses the connection",
        stack.dashboard: f"That is the address of the dashboard. Enter the address of the service instead: {stack.url}",
        site.url: "it is not Picture Optimizer",
    }
    for address, words in wrong.items():
        settings.get_by_label("Service address").first.fill(address)
        settings.get_by_role("button", name="Connect", exact=True).click()
        expect(settings.get_by_role("alert").first).to_contain_text(words)
        assert settings.url == f"{site.url}/{SETTINGS}"


@pytest.mark.acceptance("U1")
def test_a_stranger_signs_up_on_the_way_and_the_site_is_connected(
    settings: Page, browser: Browser, site: Site, stack: Stack
):
    code, link = ask_for_a_code(settings, stack.url)
    visitor = browser.new_context()
    dashboard = visitor.new_page()
    dashboard.goto(link)
    sign_up(dashboard, "stranger@example.com", PASSWORD)
    enter_code(dashboard, code_from_mail(visitor, stack))
    expect(dashboard.locator(".user-code")).to_have_text(code)
    confirm(dashboard, site.url)
    visitor.close()
    expect(settings.locator("body")).to_contain_text("Connected.", timeout=60_000)
    assert settings.url == f"{site.url}/{SETTINGS}", "no code in the address"
    key = site.wp("eval", "echo (new PictureOptimizer\\Api\\Connection())->apiKey();").strip()
    assert key.startswith("po_live_")
    assert key != stack.account.api_key
    assert key not in settings.content()


@pytest.mark.acceptance("U1")
def test_closed_tabs_lose_nothing(settings: Page, browser: Browser, site: Site, stack: Stack):
    code, _ = ask_for_a_code(settings, stack.url)
    settings.goto("about:blank")
    elsewhere = browser.new_context()
    dashboard = elsewhere.new_page()
    dashboard.goto(f"{stack.dashboard}/account/login/")
    sign_in(dashboard, stack)
    dashboard.goto(f"{stack.dashboard}/connect")
    dashboard.get_by_label("Code from WordPress").fill(code.lower().replace("-", " "))
    dashboard.get_by_role("button", name="Continue").click()
    confirm(dashboard, site.url)
    elsewhere.close()
    settings.goto(f"{site.url}/{SETTINGS}")
    expect(settings.locator("body")).to_contain_text("Connected.", timeout=60_000)


def test_the_wizard_connects_and_goes_on_with_the_same_images(
    settings: Page, browser: Browser, site: Site, stack: Stack, pictures
):
    number = pictures["rocket.jpg"]
    settings.goto(f"{site.url}/wp-admin/upload.php?mode=list&picopt_action=optimize&picopt_ids={number}")
    dialog = opened_dialog(settings)
    dialog.get_by_label("Service address").fill(stack.url)
    dialog.get_by_role("button", name="Connect", exact=True).click()
    link = dialog.get_by_role("link", name="Confirm in the dashboard").get_attribute("href")
    other = browser.new_context()
    dashboard = other.new_page()
    dashboard.goto(str(link))
    dashboard.get_by_role("link", name="Sign in").first.click()
    sign_in(dashboard, stack)
    confirm(dashboard, site.url)
    other.close()
    expect(settings.get_by_role("button", name="Optimize 1 image")).to_be_enabled()


@pytest.mark.acceptance("U3")
def test_a_site_is_connected_by_the_keyboard_alone(settings: Page, browser: Browser, site: Site, stack: Stack):
    settings.get_by_label("Service address").first.fill("")
    settings.get_by_label("Service address").first.focus()
    settings.keyboard.type(stack.url)
    settings.keyboard.press("Enter")
    link = settings.get_by_role("link", name="Confirm in the dashboard")
    link.focus()
    expect(link).to_be_focused()
    other = browser.new_context()
    dashboard = other.new_page()
    dashboard.goto(f"{stack.dashboard}/account/login/?next=/connect")
    dashboard.locator("input[name=login]").focus()
    dashboard.keyboard.type(stack.account.email)
    dashboard.keyboard.press("Tab")
    dashboard.keyboard.type(stack.account.password)
    dashboard.keyboard.press("Enter")
    dashboard.get_by_label("Code from WordPress").focus()
    dashboard.keyboard.type(settings.locator(".picopt-user-code").inner_text())
    dashboard.keyboard.press("Enter")
    connect_it = dashboard.get_by_role("button", name=f"Connect {site.url}")
    for _ in range(40):
        if connect_it.evaluate("(element) => element === document.activeElement"):
            break
        dashboard.keyboard.press("Tab")
    dashboard.keyboard.press("Enter")
    expect(dashboard.get_by_role("heading", name="Site connected")).to_be_visible()
    other.close()
    expect(settings.locator("body")).to_contain_text("Connected.", timeout=60_000)
