"""One click instead of a copied key: settings page → dashboard → back, connected."""

import re

import pytest
from playwright.sync_api import Page, expect

from picopt_standalone.demo.runs import connect
from picopt_standalone.stack import Stack
from picopt_standalone.wordpress import Site

PAGE = "wp-admin/options-general.php?page=picture-optimizer"


@pytest.fixture
def settings(admin: Page, site: Site, stack: Stack):
    """The settings page of a site that is not connected; connected again afterwards."""
    admin.goto(f"{site.url}/{PAGE}")
    admin.get_by_role("button", name="Disconnect").click()
    expect(admin.locator("body")).to_contain_text("The key was forgotten here.")
    yield admin
    connect(site, stack.url, stack.account.api_key)


def log_in_to_dashboard(page: Page, stack: Stack) -> None:
    page.fill("input[name=login]", stack.account.email)
    page.fill("input[name=password]", stack.account.password)
    page.click("button[type=submit]")


@pytest.mark.acceptance("G1")
def test_a_person_connects_without_seeing_a_key(settings: Page, site: Site, stack: Stack):
    settings.get_by_label("Service address").first.fill(f"{stack.url}/?key=1")
    settings.get_by_role("button", name="Connect", exact=True).click()
    expect(settings.get_by_role("alert")).to_contain_text("must not hold")
    settings.goto(f"{site.url}/{PAGE}&code={'x' * 40}&state=made-up")
    expect(settings.get_by_role("alert")).to_contain_text("Please press Connect again.")

    settings.get_by_label("Service address").first.fill(stack.url)
    settings.get_by_role("button", name="Connect", exact=True).click()
    log_in_to_dashboard(settings, stack)
    expect(settings.locator("main")).to_contain_text("asks for an API key")
    settings.get_by_role("button", name=re.compile("^Connect ")).click()
    expect(settings.locator("body")).to_contain_text("This site is connected.")
    assert settings.url == f"{site.url}/{PAGE}", "no code in the address"
    expect(settings.locator("body")).to_contain_text("Credits:")
    key = site.wp("eval", "echo (new PictureOptimizer\\Api\\Connection())->apiKey();").strip()
    assert key.startswith("po_live_")
    assert key != stack.account.api_key
    assert key not in settings.content()


def test_the_wizard_connects_and_comes_back_to_the_same_images(settings: Page, site: Site, stack: Stack, pictures):
    number = pictures["rocket.jpg"]
    settings.goto(f"{site.url}/wp-admin/upload.php?mode=list&picopt_action=optimize&picopt_ids={number}")
    dialog = settings.get_by_role("dialog")
    dialog.get_by_label("Service address").fill(stack.url)
    dialog.get_by_role("button", name="Connect", exact=True).click()
    if settings.locator("input[name=password]").count():
        log_in_to_dashboard(settings, stack)
    settings.get_by_role("button", name=re.compile("^Connect ")).click()
    expect(settings.get_by_role("button", name="Optimize 1 image")).to_be_enabled()
    assert "/wp-admin/upload.php" in settings.url
