"""What only Stripe does, by the real SDK over HTTP against our fake of its endpoints."""

import json
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone
from paying import deliver
from structlog.testing import capture_logs

from picopt_saas.accounts.models import SentMail
from picopt_saas.billing import ledger
from picopt_saas.billing.models import Subscription
from picopt_saas.billing.payments.parties import UnknownSaleError
from picopt_saas.billing.payments.port import BadSignatureError, Order, PaymentError, UnreadableEventError
from picopt_saas.billing.payments.stripe import StripeProvider, connection
from picopt_saas.billing.payments.stripe.portal import portal_rules
from picopt_saas.billing.plans import plan_of


def test_an_event_signed_too_long_ago_is_refused(stripe, sign):
    body = json.dumps({"id": "evt_1", "type": "ping", "created": 1, "data": {"object": {}}}).encode()
    assert stripe.read_event(*sign(body)).news is None
    with pytest.raises(BadSignatureError):
        stripe.read_event(*sign(body, at=int(time.time()) - 301))
    with pytest.raises(BadSignatureError):
        stripe.read_event(*sign(body, secret="whsec_other"))


def test_a_passing_fault_of_stripe_is_retried_with_the_same_key(stripe, stripe_side, order):
    stripe_side.failures = 1
    assert stripe.checkout(order).url.startswith("http")
    assert len(stripe_side.sessions) == 1


def test_a_lasting_fault_is_told_in_our_words(stripe, stripe_side, order):
    stripe_side.failures = 10
    with pytest.raises(PaymentError, match="try again") as failed:
        stripe.checkout(order)
    assert "Stripe's side" not in str(failed.value)


def test_the_events_of_a_subscription_may_come_in_any_order(stripe, stripe_side, order, account):
    completed, subscription, invoice = stripe_side.pay(stripe.checkout(order).url)
    deliver(stripe, invoice, completed, subscription)
    account.refresh_from_db()
    assert plan_of(account).slug == "pro"
    assert ledger.balance(account).available == 5_000


def test_every_period_brings_its_credits_once(stripe, stripe_side, order, account):
    events = stripe_side.pay(stripe.checkout(order).url)
    metadata = {"account": account.pk, "product": "pro"}
    renewed = stripe_side.invoice("in_renewed", "pi_renewed", account.pk, metadata, 2_900)
    deliver(stripe, *events, renewed, renewed)
    assert ledger.balance(account).granted == 10_000


def test_work_goes_on_while_stripe_collects_for_the_next_month(stripe, stripe_side, order, account):
    """It does so an hour after a period has ended, and until then there were no credits."""
    deliver(stripe, *stripe_side.pay(stripe.checkout(order).url))
    ended = timezone.now() + timedelta(days=30)
    ledger.expire(account, now=ended + timedelta(hours=3))
    assert ledger.balance(account).available == 5_000
    metadata = {"account": account.pk, "product": "pro"}
    line = stripe_side.line(stripe_side.price_of("pro"), 2_900, created=int(ended.timestamp()))
    deliver(stripe, stripe_side.invoice("in_2", "pi_2", "cus", metadata, 2_900, lines=[line]))
    ledger.expire(account, now=ended + timedelta(hours=25))
    assert (ledger.balance(account).available, ledger.balance(account).expired) == (5_000, 5_000)


def test_a_plan_ends_with_its_subscription_whatever_comes_late(stripe, stripe_side, order, account):
    now = int(time.time())
    deliver(stripe, *stripe_side.pay(stripe.checkout(order).url, created=now))
    metadata = {"account": account.pk, "product": "pro"}
    (session,) = stripe_side.sessions.values()
    name = f"sub_{session['id']}"
    late = stripe_side.subscription(name, "cus", metadata, created=now + 5)
    ended = stripe_side.subscription(name, "cus", metadata, created=now + 9, status="canceled", kind="deleted")
    deliver(stripe, ended, late)
    account.refresh_from_db()
    assert plan_of(account).slug == "free"


def test_the_end_of_an_older_subscription_does_not_end_the_new_one(stripe, stripe_side, order, account):
    now = int(time.time())
    deliver(stripe, *stripe_side.pay(stripe.checkout(order).url, created=now))
    metadata = {"account": account.pk, "product": "starter"}
    deliver(stripe, stripe_side.subscription("sub_old", "c", metadata, created=now + 60, status="canceled"))
    account.refresh_from_db()
    assert plan_of(account).slug == "pro"


def test_a_returning_customer_is_the_same_at_stripe(stripe, stripe_side, order):
    stripe.checkout(Order(**{**vars(order), "customer_id": "cus_7"}))
    (_, _, form) = stripe_side.requests[-1]
    assert form["customer"] == "cus_7"
    assert "customer_email" not in form


def test_a_customer_who_was_deleted_at_stripe_can_buy_again_as_a_new_one(stripe, stripe_side, order, account):
    known = replace(order, product="pack-500", customer_id="cus_gone")
    stripe_side.deleted_customers.add("cus_gone")
    page = stripe.checkout(known).url
    assert stripe.checkout(known).url == page, "a second click leads to the same page"
    deliver(stripe, *stripe_side.pay(page))
    assert ledger.balance(account).available == 500
    assert account.customers.get().customer_id not in {"", "cus_gone"}


def test_a_plans_beginning_that_waits_for_its_payment_is_no_end(stripe, stripe_side, account):
    metadata = {"account": account.pk, "product": "pro"}
    for kind, status in (("created", "incomplete"), ("updated", "incomplete_expired")):
        deliver(stripe, stripe_side.subscription("sub_1", "cus_1", metadata, kind=kind, status=status))
    assert not Subscription.objects.exists()
    assert not SentMail.objects.exists()


def test_money_in_another_currency_is_not_booked_as_ours(stripe, stripe_side, order, account):
    (completed,) = stripe_side.pay(stripe.checkout(replace(order, product="pack-500")).url)
    session = json.loads(completed[0])["data"]["object"]
    with pytest.raises(UnknownSaleError, match="JPY"):
        deliver(stripe, stripe_side.event("checkout.session.completed", {**session, "currency": "jpy"}))
    deliver(stripe, stripe_side.event("checkout.session.completed", {**session, "currency": "eur"}))
    assert ledger.balance(account).available == 500


def test_events_that_do_not_concern_us_are_noted_and_ignored(stripe, stripe_side, account):
    deliver(stripe, stripe_side.event("customer.created", {"id": "cus_1"}))
    assert ledger.balance(account).granted == 0


def test_stripe_needs_a_key_that_it_knows(stripe_side, order):
    wrong = StripeProvider(secret_key="sk_test_wrong", webhook_secret="w", api_base=stripe_side.url)
    with pytest.raises(PaymentError):
        wrong.checkout(order)


def test_the_period_of_the_credits_is_the_invoices(stripe, stripe_side, order, account):
    deliver(stripe, *stripe_side.pay(stripe.checkout(order).url))
    ((ends, credits),) = ledger.expiring(account)
    assert credits == 5_000
    assert timedelta(days=29) < ends - account.created_at < timedelta(days=31)


def test_what_else_is_sold_with_the_same_stripe_account_is_left_alone(stripe, stripe_side, account):
    other = {"id": "cs_x", "mode": "payment", "payment_status": "paid", "metadata": {}, "payment_intent": "pi_x"}
    cash = {"id": "ch_x", "payment_intent": None, "amount_refunded": 5}
    invoice = {"id": "in_x", "customer": "c", "amount_paid": 5, "parent": None}
    for kind, body in (
        ("checkout.session.completed", other),
        ("charge.refunded", cash),
        ("invoice.paid", invoice),
        ("customer.subscription.updated", {"id": "sub_x", "metadata": {"shop": "1"}}),
    ):
        deliver(stripe, stripe_side.event(kind, body))
    assert ledger.balance(account).granted == 0


def test_a_period_that_could_not_be_paid_is_told(stripe, stripe_side, account):
    sale = {"metadata": {"account": account.pk, "product": "pro"}}
    invoice = {
        "id": "in_9", "customer": "c", "amount_due": 2_900, "attempt_count": 2, "next_payment_attempt": 1_900_000_000,
        "parent": {"subscription_details": sale}, "lines": {"data": []},
    }  # fmt: skip
    failed = stripe.read_event(*stripe_side.event("invoice.payment_failed", invoice)).news
    assert (failed.reference, failed.attempt, failed.account_id, failed.product) == ("in_9", 2, account.pk, "pro")
    assert (failed.cents, failed.tries_again_at.year) == (2_900, 2030)
    last = stripe.read_event(*stripe_side.event("invoice.payment_failed", {**invoice, "next_payment_attempt": None}))
    assert last.news.tries_again_at is None
    others = {**invoice, "parent": None}
    assert stripe.read_event(*stripe_side.event("invoice.payment_failed", others)).news is None


def test_a_transfer_that_never_came_is_told(stripe, stripe_side, account):
    session = {
        "id": "cs_9", "mode": "payment", "amount_total": 900,
        "metadata": {"account": account.pk, "product": "pack-500"},
    }  # fmt: skip
    failed = stripe.read_event(*stripe_side.event("checkout.session.async_payment_failed", session)).news
    assert (failed.reference, failed.account_id, failed.product, failed.cents) == ("cs_9", account.pk, "pack-500", 900)
    others = {**session, "metadata": {}}
    assert stripe.read_event(*stripe_side.event("checkout.session.async_payment_failed", others)).news is None


@pytest.mark.acceptance("G7")
def test_a_stripe_that_hangs_is_given_up_and_then_left_alone(stripe_side, order, monkeypatch):
    monkeypatch.setattr(connection, "_ANSWER_SECONDS", 0.3)
    stripe = StripeProvider(secret_key="sk_test_fake", webhook_secret="w", api_base=stripe_side.url)
    stripe_side.hangs.set()
    for _ in range(3):
        with pytest.raises(PaymentError, match="Nothing was charged"):
            stripe.portal("cus_1", "https://us.example")
    stripe_side.hangs.clear()
    with pytest.raises(PaymentError):  # for half a minute nobody is sent there to wait
        stripe.portal("cus_1", "https://us.example")
    assert {method for method, *_ in stripe_side.requests} <= {"GET"}


@pytest.fixture
def invoiced(stripe, stripe_side, account):
    """Deliver a month's invoice of the Starter plan with these changes; the news in it."""

    def _invoiced(*, line=900, payments=None, **changes):
        metadata = {"account": account.pk, "product": "starter"}
        lines = [stripe_side.line(stripe_side.price_of("starter"), line)]
        body, _ = stripe_side.invoice("in_1", "pi_1", "cus_1", metadata, 900, lines=lines)
        told = json.loads(body)["data"]["object"] | changes
        if payments is not None:
            stripe_side.invoices["in_1"]["payments"]["data"] = payments
        return stripe.read_event(*stripe_side.event("invoice.paid", told)).news

    return _invoiced


@pytest.mark.parametrize(
    ("changes", "payment"),
    [
        ({"amount_paid": 0}, "in_1"),  # a coupon of 100 %, or the customer's balance
        ({"amount_paid": 900, "payments": []}, "in_1"),  # a bank transfer, marked as paid by hand
        ({"amount_paid": 900, "payments": [{"payment": {"type": "charge", "charge": "py_1"}}]}, "in_1"),
        ({"amount_paid": 400}, "pi_1"),  # the rest from the balance
    ],
)
def test_a_month_brings_its_credits_however_it_was_paid(invoiced, changes, payment):
    news = invoiced(**changes)
    assert (news.reference, news.product, news.credits, news.payment) == ("in_1", "starter", 1_000, payment)
    assert news.cents == changes["amount_paid"]


def test_a_trial_brings_nothing(invoiced):
    assert invoiced(line=0, amount_paid=0) is None


def test_a_payment_that_was_given_up_is_not_the_one_that_paid(invoiced):
    tried = [
        {"status": status, "payment": {"type": "payment_intent", "payment_intent": f"pi_{status}"}}
        for status in ("canceled", "open", "paid")
    ]
    assert invoiced(payments=tried).payment == "pi_paid"


def test_a_second_subscription_of_which_an_invoice_cost_nothing_is_ended_and_refunded(stripe, stripe_side):
    stripe_side.subscription("sub_2", "cus_1", {"account": "acc", "product": "pro"})
    for name, payments in (("in_free", []), ("in_paid", [{"payment": {"payment_intent": "pi_2"}}])):
        stripe_side.invoice(name, "", "cus_1", {}, 900, subscription="sub_2")
        stripe_side.invoices[name]["payments"]["data"] = payments
    stripe.end_subscription("sub_2")
    refunds = [form["payment_intent"] for _, path, form in stripe_side.requests if path == "/v1/refunds"]
    assert refunds == ["pi_2"]


@pytest.mark.parametrize(
    ("version", "readable"),
    [("2020-08-27", False), ("2024-12-18.acacia", False), ("2025-03-31.basil", True), (None, True)],
)
def test_events_of_an_old_api_version_are_refused_and_not_taken_for_somebody_elses(  # noqa: PLR0917 -- fixtures
    stripe, stripe_side, account, sign, version, readable
):
    def told(kind):
        body, _ = stripe_side.subscription("sub_1", "cus_1", {"account": account.pk, "product": "pro"})
        return sign(json.dumps(json.loads(body) | {"type": kind, "api_version": version}).encode())

    if readable:
        assert stripe.read_event(*told("customer.subscription.updated")).news.plan == "pro"
    else:
        with pytest.raises(UnreadableEventError, match=f"version {version}"):
            stripe.read_event(*told("customer.subscription.updated"))
    assert stripe.read_event(*told("customer.created")).news is None, "of no concern in any version"


@pytest.mark.parametrize("header", ["t=1,v1=é", "é", "", "t=x,v1=0"])
def test_a_signature_that_is_none_is_refused(stripe, sandbox, header):
    for provider, name in ((stripe, "Stripe-Signature"), (sandbox, "Sandbox-Signature")):
        with pytest.raises(BadSignatureError):
            provider.read_event(b"{}", {name: header})


@pytest.mark.parametrize(
    ("status", "intent", "credits"), [("paid", "pi_1", 500), ("no_payment_required", None, 500), ("unpaid", None, 0)]
)
def test_a_pack_that_a_coupon_paid_for_brings_its_credits_too(  # noqa: PLR0917 -- fixtures
    stripe, stripe_side, account, status, intent, credits
):
    session = {
        "id": "cs_1", "mode": "payment", "payment_status": status, "payment_intent": intent, "customer": None,
        "amount_total": 900 if intent else 0, "metadata": {"account": account.pk, "product": "pack-500"},
    }  # fmt: skip
    deliver(stripe, stripe_side.event("checkout.session.completed", session))
    assert ledger.balance(account).available == credits


def test_an_invoice_of_many_lines_is_read_to_its_end(stripe, stripe_side, account):
    """An event has ten of them at most; the rest is asked for."""
    metadata = {"account": account.pk, "product": "starter"}
    starter, pro = stripe_side.price_of("starter"), stripe_side.prices[stripe_side.price_of("pro")]
    changes = [stripe_side.line(starter, cents) for cents in (-90, 90) * 6]
    lines = [*changes, stripe_side.line(pro["id"], 2_900)]
    body, _ = stripe_side.invoice("in_1", "pi_1", "cus_1", metadata, 2_900, lines=lines)
    told = json.loads(body)["data"]["object"]
    told["lines"] |= {"has_more": True, "data": told["lines"]["data"][:10]}
    news = stripe.read_event(*stripe_side.event("invoice.paid", told)).news
    assert (news.product, news.credits) == ("pro", 5_000)


def test_a_portal_that_was_opened_before_it_was_set_up_has_its_rules_afterwards(stripe_side, stripe_connection):
    (rules,) = stripe_side.configurations
    known = stripe_side.configurations.pop(rules)
    assert portal_rules(stripe_connection) == ""
    stripe_side.configurations[rules] = known  # by another process: `manage.py stripe_setup`
    assert portal_rules(stripe_connection) == rules
    asked = len(stripe_side.requests)
    assert portal_rules(stripe_connection) == rules
    assert len(stripe_side.requests) == asked, "asked for once"


def test_a_plan_that_stripe_does_not_let_us_change_is_changed_by_hand(stripe, stripe_side, order):
    """One that ends, or whose next plan is chosen already: the portal says so, and has a button against it."""
    stripe_side.subscription("sub_1", "cus_1", {"account": order.account_id, "product": "starter"})
    stripe_side.fixed_subscriptions.add("sub_1")
    with capture_logs() as logs:
        assert stripe.switch("sub_1", order).endswith("/portal/cus_1")
    assert "managed by a subscription schedule" in logs[0]["problem"], "or the operator's setup is why"
