import re
from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from picopt_saas.accounts.keys import create_key
from picopt_saas.accounts.sites import add_site
from picopt_saas.billing import ledger
from picopt_saas.billing.models import Grant, Purchase, Subscription
from picopt_saas.billing.payments.build import build_provider, payment_provider
from picopt_saas.billing.payments.sandbox import SandboxProvider
from picopt_saas.billing.plans import PLANS, plan_of
from picopt_saas.billing.usage import last_days, usage_by_site
from picopt_saas.config import Config, Environment, PaymentProviderName


@pytest.fixture
def sandbox():
    assert isinstance(payment_provider(), SandboxProvider)
    return payment_provider()


def choose(ann, product):
    once = re.search(r'name="once" value="(\w+)"', ann.get("/plan").content.decode())[1]
    return (
        ann.post("/plan/buy", {"product": product, "once": once})
        .headers["Location"]
        .replace("http://localhost:8000", "")
    )


def test_buying_a_pack_in_the_sandbox(ann, account):
    page = choose(ann, "pack-500")
    assert "no money moves" in ann.get(page).content.decode()
    assert ledger.balance(account).granted == 0, "looking at the payment page buys nothing"
    for _ in range(2):  # the second click
        ann.post(page)
    assert ledger.balance(account).available == 500
    html = ann.get("/plan").content.decode()
    assert "TEST-" in html
    assert "500 credits, €9.00" in ann.get(f"/invoices/{Purchase.objects.get().pk}").content.decode()


def test_the_balance_is_where_one_returns_after_paying(ann, account):
    page = choose(ann, "pack-500")
    waiting = ann.get("/plan?paid=1").content.decode()
    assert "as soon as the payment is confirmed" in waiting
    assert 'hx-get="/plan/paid?paid=1"' in waiting
    returned = ann.post(page).headers["Location"].replace("http://localhost:8000", "")
    shown = ann.get(returned).content.decode()
    assert "500 credits were added" in shown
    assert "You now have <strong>500</strong> credits" in shown
    assert "hx-get" not in ann.get("/plan/paid?paid=1").content.decode(), "nothing is left to wait for"
    assert "were added" not in ann.get("/plan").content.decode()


def test_the_payment_log_says_what_the_provider_said(ann, account, sandbox):
    def send(kind, number, news):
        body, headers = sandbox.signed(kind, f"evt_{number}", news)
        assert ann.post("/webhooks/sandbox", data=body, content_type="application/json", headers=headers).json()

    assert "Nothing yet" in ann.get("/plan/log").content.decode()
    ann.post(choose(ann, "pro"))
    payment = Purchase.objects.get().payment
    send("payment_failed", 1, {"reference": "in_1", "account_id": account.pk, "product": "pro", "cents": 2_900})
    send("money_back", 2, {"payment": payment, "refunded_cents": 500})
    send("money_back", 3, {"payment": payment, "dispute": "open"})
    send("money_back", 4, {"payment": "pi_of_somebody_else", "refunded_cents": 77_700})
    send("money_back", 5, {"payment": payment, "corrects": True})
    kept = Subscription.objects.get()
    send("subscription", 6, {
        "subscription_id": kept.provider_id, "account_id": account.pk, "customer_id": "", "plan": "pro", "active": True,
        "period_ends_at": kept.period_ends_at.isoformat(), "told_at": timezone.now().isoformat(), "renews": False,
    })  # fmt: skip
    page = ann.get("/plan/log").content.decode()
    for said in (
        "The plan is Pro",
        "Paid €29.00 for Pro",
        "The payment of €29.00 for Pro failed",
        "Refunded €5.00 for Pro",
        "The payment for Pro was disputed",
        "A refund for Pro failed",
        "The Pro plan was canceled and ends with its period",
        "evt_3",
    ):
        assert said in page
    assert "€777" not in page, "nor what was given back of another account"


def test_a_plan_says_what_an_image_costs(ann, account):
    page = ann.get("/plan").content.decode()
    assert "<strong>€0.0180</strong> per image" in page
    assert "€0.0360 per image" in page
    assert "VAT" not in page, "which the sandbox does not add"


@pytest.mark.parametrize("adds_tax", [True, False])
def test_vat_is_spoken_of_where_it_is_added(ann, client, settings, adds_tax):
    changed = {"payment_provider": PaymentProviderName.STRIPE, "stripe_tax": adds_tax}
    settings.PICOPT = settings.PICOPT.model_copy(update=changed)
    assert ("VAT is not included." in ann.get("/plan").content.decode()) == adds_tax
    ann.logout()
    assert ("VAT is not included." in client.get("/").content.decode()) == adds_tax


def test_the_year_is_a_switch_away_and_says_what_it_brings(ann, account):
    page = ann.get("/plan?billing=yearly").content.decode()
    for said in ("€90.00", "€7.50 a month", "<strong>12,000</strong> credits a year", "Choose Starter (yearly)"):
        assert said in page
    assert "Choose Starter<" not in page
    ann.post(choose(ann, "starter-yearly"))
    page = ann.get("/plan").content.decode()
    assert "You are on the <strong>Starter (yearly)</strong> plan" in page
    assert "Your plan" in page, "the page opens where the account's plan is"
    assert "12,000 credits a year" in ann.get("/").content.decode()
    assert ledger.balance(account).available == 12_000
    assert "Change to Starter<" in ann.get("/plan?billing=monthly").content.decode()


def test_a_plan_that_was_canceled_says_when_it_ends(ann, account):
    ann.post(choose(ann, "pro"))
    assert ", paid until" in ann.get("/plan").content.decode()
    Subscription.objects.update(renews=False)
    page = ann.get("/plan").content.decode()
    assert ", canceled: it ends on" in page
    assert ", paid until" not in page


@pytest.fixture
def _stripe_takes_the_money(settings):
    settings.PICOPT = settings.PICOPT.model_copy(update={"payment_provider": PaymentProviderName.STRIPE})


AT_ONCE, LATER = "Starts right away. The unused part of your plan is deducted from the price", "Starts on"


@pytest.mark.parametrize(
    ("kept", "billing", "said"),
    [
        ("starter", "yearly", [AT_ONCE, AT_ONCE, AT_ONCE]),
        ("pro-yearly", "monthly", [LATER, LATER, LATER]),
        ("pro-yearly", "yearly", [LATER, AT_ONCE]),
        ("pro", "monthly", [LATER, AT_ONCE]),
    ],
)
@pytest.mark.usefixtures("_stripe_takes_the_money")
def test_a_change_says_when_it_begins_and_what_is_charged(ann, account, kept, billing, said):
    Subscription.objects.create(
        account=account, plan=kept, provider="stripe", provider_id="sub_1", told_at=timezone.now(),
        period_ends_at=timezone.now() + timedelta(days=20),
    )  # fmt: skip
    page = ann.get(f"/plan?billing={billing}").content.decode()
    assert re.findall(f"{re.escape(AT_ONCE)}|{LATER}", page) == said
    assert "shows what a change costs today" in page


def test_a_plan_shows_as_the_accounts_plan(ann, account):
    ann.post(choose(ann, "pro"))
    assert "Your plan" in ann.get("/plan").content.decode()
    assert ledger.balance(account).available == 5_000


@pytest.mark.acceptance("D14")
def test_a_plan_is_sold_once_also_from_a_second_tab_and_from_a_page_that_was_left_open(ann, account):
    tabs = [choose(ann, "starter"), choose(ann, "starter")]
    assert ann.post(tabs[0]).status_code == 302
    ann.post("/plan/buy", {"product": "starter", "once": "x"})
    assert "on the Starter plan already" in ann.get("/plan").content.decode()
    for page in tabs:
        ann.post(page)
    assert Purchase.objects.count() == 1
    assert ledger.balance(account).granted == 1_000


@pytest.mark.acceptance("D14")
def test_of_two_plans_that_were_chosen_the_page_of_the_first_is_closed(ann, account):
    first, latest = choose(ann, "starter"), choose(ann, "pro")
    assert "Nothing was charged" in ann.post(first).content.decode()
    assert ann.post(latest).status_code == 302
    assert [purchase.product for purchase in Purchase.objects.all()] == ["pro"]


@pytest.mark.parametrize(
    ("product", "said"),
    [
        ("pro", "Pro: 5,000 credits, €29.00"),
        ("pro-yearly", "Pro (yearly): 60,000 credits, €290.00"),
        ("old", "old: 7 credits"),
    ],
)
def test_an_invoice_calls_what_was_sold_as_the_page_did_that_sold_it(ann, account, product, said):
    sold = PLANS.get(product)
    cents, credits = (sold.cents, sold.credits) if sold else (100, 7)
    purchase = Purchase.objects.create(
        account=account,
        provider="sandbox",
        reference=product,
        payment=product,
        product=product,
        cents=cents,
        credits=credits,
        paid_at=timezone.now(),
    )
    assert said in ann.get(f"/invoices/{purchase.pk}").content.decode()


def test_a_plan_can_be_changed_in_the_sandbox(ann, account):
    ann.post(choose(ann, "starter"))
    change = choose(ann, "pro")
    assert "replaces the one you have" in ann.get(change).content.decode()
    for _ in range(2):
        ann.post(change)
    account.refresh_from_db()
    assert plan_of(account).slug == "pro"
    assert ledger.balance(account).granted == 6_000


def test_a_plan_can_be_canceled_in_the_sandbox_as_the_page_says(ann, account):
    assert "Cancel the" not in ann.get("/plan").content.decode(), "nothing is there to cancel"
    assert ann.post("/sandbox/cancel").headers["Location"] == "/plan"
    ann.post(choose(ann, "starter"))
    said = r"Cancel the Starter plan</button>\s*<p><small>[^<]+</small></p></form>"  # on paper they go together
    assert re.search(said, ann.get("/plan").content.decode())
    assert "Cancel the plan first" in ann.post("/members/close", {"name": account.name}, follow=True).content.decode()
    for _ in range(2):  # the second click
        ann.post("/sandbox/cancel")
    page = ann.get("/plan").content.decode()
    assert ", canceled: it ends on" in page
    assert "Cancel the Starter plan" not in page
    account.refresh_from_db()
    assert plan_of(account).slug == "starter", "what was paid for is kept"


def test_webhooks_that_say_nothing_and_sales_that_nobody_knows_are_told_apart(client, account, sandbox):
    def send(kind, news):
        body, headers = sandbox.signed(kind, "evt_odd", news)
        return client.post("/webhooks/sandbox", data=body, content_type="application/json", headers=headers)

    assert send("paid", {"reference": "r"}).status_code == 400
    sale = {
        "reference": "r", "payment": "p", "account_id": account.pk, "customer_id": "c", "product": "gone", "cents": 5,
        "paid_at": timezone.now().isoformat(),
    }  # fmt: skip
    assert send("paid", sale).status_code == 422
    assert send("paid", {**sale, "account_id": "acc_gone", "product": "pro"}).status_code == 422
    assert send("paid", {**sale, "product": "pack-500"}).json() == {"taken": True}, "once it is known, it is taken"
    assert ledger.balance(account).granted == 500


def test_a_forged_payment_page_is_refused(ann, account):
    page = choose(ann, "pack-500")
    assert ann.post(page[:-3] + "xyz").status_code == 400
    assert ledger.balance(account).granted == 0


def test_an_unknown_product_is_told_and_not_bought(ann):
    ann.post("/plan/buy", {"product": "free", "once": "x"})
    assert "not for sale" in ann.get("/plan").content.decode()


def test_a_webhook_needs_its_signature(client, account, sandbox):
    news = {"payment": "pi", "refunded_cents": 1}
    body, headers = sandbox.signed("money_back", "evt_1", news)
    send = {"data": body, "content_type": "application/json"}
    assert client.post("/webhooks/sandbox", **send).status_code == 400
    first, again = (client.post("/webhooks/sandbox", **send, headers=headers) for _ in range(2))
    assert [first.json(), again.json()] == [{"taken": True}, {"taken": False}]
    assert client.post("/webhooks/stripe", **send, headers=headers).status_code == 404


def test_production_refuses_the_sandbox():
    config = Config.model_construct(**{**Config().model_dump(), "environment": Environment.PRODUCTION})
    with pytest.raises(ImproperlyConfigured, match="sandbox"):
        build_provider(config)


def test_a_debt_is_shown_and_can_be_settled(ann, account):
    ledger.grant(account, 10, reference="buy", expires_at=timezone.now() + timedelta(days=1))
    ledger.reserve(account, [ledger.HoldRequest(reference="a", line="export", credits=10)])
    ledger.capture("a")
    ledger.grant(account, 30, reference="other", expires_at=None)
    ledger.revoke("buy", reference="dispute")
    assert "This account is paused" in ann.get("/plan").content.decode()
    ann.post("/plan/settle", {"once": "1"})
    assert (ledger.balance(account).debt, ledger.balance(account).available) == (0, 20)


def test_the_first_key_brings_the_free_credits(ann, account):
    ann.post("/keys", {"site_url": "https://example.com", "scopes": ["read"]})
    assert ledger.balance(account).available == 50
    assert Grant.objects.get().reference == f"free:{account.pk}"


def test_usage_counts_what_was_captured_by_day_and_site(account):
    key, _ = create_key(add_site(account, "https://example.com"))
    ledger.grant(account, 10, reference="g", expires_at=None)
    requests = [ledger.HoldRequest(reference=name, line="export", credits=2) for name in "abc"]
    ledger.reserve(account, requests, api_key=key)
    ledger.capture("a")
    ledger.capture("b")
    ledger.release("c")
    days = last_days(30)
    assert usage_by_site(account, days) == {"https://example.com": [0] * 29 + [4]}
