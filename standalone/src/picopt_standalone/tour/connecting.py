"""What a person does to connect a site: in wp-admin, in the dashboard, in their mail."""

import re

from playwright.sync_api import BrowserContext, Page, expect

from picopt_standalone.stack import Stack

SETTINGS = "wp-admin/options-general.php?page=picture-optimizer"


def ask_for_a_code(page: Page, service: str) -> tuple[str, str]:
    """On the settings page: the code, and the address of the dashboard's page that confirms it."""
    page.get_by_label("Service address").first.fill(service)
    page.get_by_role("button", name="Connect", exact=True).click()
    link = page.get_by_role("link", name="Confirm in the dashboard")
    return page.locator(".picopt-user-code").inner_text(), str(link.get_attribute("href"))


def sign_in(page: Page, stack: Stack) -> None:
    """On the dashboard's log-in page, as the demo account's owner."""
    page.fill("input[name=login]", stack.account.email)
    page.fill("input[name=password]", stack.account.password)
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name="Sign in").first.click()


def sign_up(page: Page, email: str, password: str) -> None:
    """On the dashboard's sign-up page, until the next one asks for the code: now it has been mailed."""
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(password)
    page.locator("main").get_by_role("button", name="Create account").click()
    page.get_by_label("Code").wait_for()


def code_from_mail(context: BrowserContext, stack: Stack) -> str:
    """The newest code that the service has mailed."""
    mailbox = context.new_page()
    mailbox.goto(f"{stack.dashboard}/mail")
    found = re.search(r"^([A-Z]{4}-[A-Z]{4})$", mailbox.locator("article").first.inner_text(), re.MULTILINE)
    mailbox.close()
    if found is None:
        raise LookupError("no code in the newest mail")
    return found[1]


def enter_code(page: Page, code: str) -> None:
    """On the page that asks for the mail's code."""
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Confirm").click()


def confirm(page: Page, site_url: str) -> None:
    """On the dashboard's page about the site that asks."""
    expect(page.locator(".address")).to_have_text(site_url)
    page.get_by_role("button", name=f"Connect {site_url}").click()
    expect(page.get_by_role("heading", name="Site connected")).to_be_visible()
