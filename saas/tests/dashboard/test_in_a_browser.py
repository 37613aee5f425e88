"""The pages in a real Chromium: nothing breaks the content security policy, and people get where they want."""

import os

import pytest
from django.utils import timezone
from playwright.sync_api import sync_playwright

from picopt_saas.accounts.connect import begin
from picopt_saas.accounts.keys import create_key
from picopt_saas.accounts.sites import add_site
from picopt_saas.billing import ledger
from picopt_saas.billing.models import WebhookEvent
from picopt_saas.jobs.models import SiteImage

pytestmark = [pytest.mark.deep, pytest.mark.django_db(transaction=True)]
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


@pytest.fixture
def busy_account(account):
    """Everything that the pages can show; made before the browser starts, whose event loop Django would refuse."""
    site = add_site(account, "https://example.com")
    key, _ = create_key(site)
    now = timezone.now()
    SiteImage.objects.create(
        account=account,
        site=site,
        reference="1:1",
        item_id="itm_a",
        bytes_before=9000,
        bytes_after=4000,
        first_at=now,
        files_at=now,
        alt_at=now,
    )
    ledger.grant(account, 100, reference="g", expires_at=None)
    ledger.reserve(account, [ledger.HoldRequest(reference="a", line="export", credits=3)], api_key=key)
    ledger.capture("a")
    WebhookEvent.objects.create(
        provider="sandbox", event_id=f"evt_paid_{32 * 'b'}", account=account, news="paid", product="starter", cents=900
    )
    return account


@pytest.fixture
def waiting_site(busy_account):
    return begin("https://example.com", CHALLENGE)[0]


@pytest.fixture
def page(live_server, user, busy_account, monkeypatch, settings):
    """A page that fails the test when the browser complains."""
    settings.PICOPT = settings.PICOPT.model_copy(update={"public_url": live_server.url})
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # for what the fixtures undo afterwards
    complaints = []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=OPTIONS)
        page = chromium.new_page(base_url=live_server.url)
        page.on("console", lambda line: complaints.append(line.text) if line.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto("/account/login/")
        page.fill("[name=login]", user.email)
        page.fill("[name=password]", "a-long-password-1")
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.get_by_role("heading", name="Overview").wait_for()
        yield page
        chromium.close()
    assert complaints == []


def test_every_page_keeps_the_policy(page):
    page.locator("#credits-title + p + svg rect").first.wait_for()
    for address in ("/jobs", "/keys", "/plan", "/ledger", "/members", "/account/email/", "/account/2fa/"):
        page.goto(address)
        assert page.locator("h1").count() == 1
        assert page.locator("main#main").count() == 1


def test_every_field_and_button_has_a_name(page):
    for address in ("/", "/keys", "/plan", "/members"):
        page.goto(address)
        for control in page.locator("input:not([type=hidden]), button, select, a").all():
            named = control.evaluate(
                "e => (e.labels && e.labels.length > 0) || e.textContent.trim() || e.getAttribute('aria-label')"
            )
            assert named, control.evaluate("e => e.outerHTML")


def test_at_400_percent_no_row_is_wider_than_the_screen(page):
    """As wide as a desktop's window at that zoom (WCAG 1.4.10); what scrolls by itself hides what sticks out."""
    page.set_viewport_size({"width": 320, "height": 256})
    wider = "all => all.filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.innerText)"
    pages = ("/", "/jobs", "/keys", "/plan", "/plan/log", "/ledger", "/members", "/account/email/", "/account/2fa/")
    for address in pages:
        page.goto(address)
        assert page.eval_on_selector_all("html, .stack, .scroll:has(.stack)", wider) == [], address


def test_on_paper_is_what_one_reads(page):
    page.emulate_media(media="print")
    page.goto("/ledger")
    page.get_by_role("heading", name="Ledger").wait_for()
    assert page.locator("table").is_visible()
    for left_out in (".side", ".filter"):
        assert page.locator(left_out).is_hidden()


def test_a_long_address_of_mail_makes_no_page_wider(page):
    page.context.clear_cookies()
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/account/signup/")
    page.fill("[name=email]", f"{'orders-and-invoices.' * 3}bakery@example.com")
    page.fill("[name=password1]", "a-long-password-1")
    page.get_by_role("button", name="Create account").click()
    page.get_by_role("heading", name="Check your email").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_the_keyboard_reaches_the_content_first(page):
    page.goto("/keys")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"


def test_deleting_a_key_asks_first(page):
    page.goto("/keys")
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.get_by_role("button", name="Delete").click()
    assert page.get_by_role("button", name="Delete").count() == 1
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Delete").click()
    page.get_by_text("No keys yet").wait_for()


def test_a_form_is_sent_once_however_often_somebody_clicks(page):
    page.goto("/members")
    held = []

    def hold(route):
        held.append(route)  # a slow answer: the page is still there for a second click

    page.route("**/members/invite", hold)
    page.get_by_label("Email address").first.fill("bob@example.com")
    button = page.get_by_role("button", name="Send invitation")
    button.evaluate("(button) => { button.click(); setTimeout(() => button.click(), 400); }")
    page.wait_for_timeout(1_200)
    assert len(held) == 1
    held[0].continue_()
    page.get_by_text("An invitation was sent to bob@example.com.").wait_for()


def test_connecting_by_the_code_of_the_site(waiting_site, page):
    page.goto("/connect")
    page.get_by_label("Code from WordPress").fill(waiting_site.user_code.lower())
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Connect https://example.com").click()
    page.get_by_role("heading", name="Site connected").wait_for()


def test_buying_with_test_money(page, settings, live_server):
    settings.PICOPT = settings.PICOPT.model_copy(update={"public_url": live_server.url})
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    page.goto("/plan")
    page.get_by_role("button", name="Buy 500 credits").click()
    page.get_by_role("button", name="Pay with test money").click()
    page.get_by_text("Thank you").wait_for()
    page.goto("/")
    page.get_by_text("597", exact=True).wait_for()


@pytest.fixture
def powers(user):
    user.is_staff = user.is_superuser = True
    user.save()


def test_staff_pages_keep_the_policy(powers, page):
    for address in ("/staff/", "/staff/billing/transfer/", "/staff/billing/grant/add/", "/staff/jobs/receiptrecord/"):
        assert page.goto(address).status == 200
