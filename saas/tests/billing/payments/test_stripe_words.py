"""What Stripe says, in our words: states of a subscription, prices, invoices."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest

from picopt_saas import checkup
from picopt_saas.billing.payments.port import PaymentError
from picopt_saas.billing.payments.products import PRODUCTS
from picopt_saas.billing.payments.stripe.connection import Connection
from picopt_saas.billing.payments.stripe.events import subscription_now
from picopt_saas.billing.payments.stripe.prices import Prices, product_of
from picopt_saas.findings import Verdict

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def told(status="active", kind="updated", **more):
    body = {
        "id": "sub_1", "customer": "cus_1", "status": status, "metadata": {"account": "acc_1", "product": "pro"},
        "items": {"data": [{"current_period_end": int(NOON.timestamp())}]}, **more,
    }  # fmt: skip
    return subscription_now(body, told_at=NOON, kind=kind)


@pytest.mark.parametrize(
    ("status", "active"),
    [
        ("active", True),
        ("trialing", True),
        ("past_due", True),
        ("unpaid", False),
        ("paused", False),
        ("canceled", False),
    ],
)
def test_a_plan_may_be_used_while_stripe_has_not_given_it_up(status, active):
    assert told(status).active is active
    assert told(status, kind="deleted").active is False, "whatever its state was when it was deleted"


@pytest.mark.parametrize("status", ["incomplete", "incomplete_expired"])
def test_what_nobody_has_paid_for_has_not_begun(status):
    assert told(status, kind="created") is None


@pytest.mark.parametrize(
    ("said", "renews"),
    [
        ({}, True),
        ({"cancel_at_period_end": False, "cancel_at": None}, True),
        ({"cancel_at_period_end": True}, False),
        ({"cancel_at": 1_780_000_000}, False),
    ],
)
def test_a_plan_that_was_canceled_runs_and_does_not_renew(said, renews):
    assert (told(**said).active, told(**said).renews) == (True, renews)


def test_of_one_second_an_end_counts_over_a_change_and_that_over_a_beginning():
    ranks = [told(kind=kind).rank for kind in ("created", "updated", "deleted")]
    assert ranks == sorted(set(ranks))


def test_a_subscription_says_whose_it_is_and_until_when():
    found = told()
    assert (found.subscription_id, found.account_id, found.customer_id) == ("sub_1", "acc_1", "cus_1")
    assert (found.plan, found.period_ends_at, found.told_at) == ("pro", NOON, NOON)
    assert told(metadata={"shop": "another"}) is None


@pytest.mark.parametrize(
    ("price", "product"),
    [
        ({"lookup_key": "picopt_pro"}, "pro"),
        ({"lookup_key": "picopt_pro", "metadata": {"product": "starter"}}, "pro"),
        ({"lookup_key": None, "metadata": {"product": "starter"}}, "starter"),
        ({"lookup_key": "pro", "metadata": None}, ""),
        ({"lookup_key": "picopt_yacht"}, ""),
        ({"metadata": {"product": "yacht"}}, ""),
        ({}, ""),
    ],
)
def test_a_price_names_its_product_by_its_key_or_else_by_what_it_was_made_for(price, product):
    assert product_of(price) == product


def test_what_has_no_price_at_stripe_is_named(stripe, stripe_side):
    assert stripe.missing_prices() == []
    for name in ("pro", "pack-500"):
        stripe_side.prices[stripe_side.price_of(name)]["lookup_key"] = None
    assert stripe.missing_prices() == ["pack-500", "pro"]


def test_prices_are_asked_for_once_and_again_only_for_what_was_not_there(stripe_side, stripe_connection):
    prices = Prices(stripe_connection)
    assert {prices.on_sale(name) for name in PRODUCTS} == {stripe_side.price_of(name) for name in PRODUCTS}
    assert [path for _, path, _ in stripe_side.requests] == ["/v1/prices"]
    with pytest.raises(PaymentError, match="price has not been set up"):
        prices.on_sale("yacht")
    assert len(stripe_side.requests) == 2


def test_who_asks_a_slow_stripe_for_prices_keeps_nobody_waiting(stripe_connection, monkeypatch):
    both, ask = Barrier(2, timeout=10), stripe_connection.ask
    monkeypatch.setattr(stripe_connection, "ask", lambda *asked: (both.wait(), ask(*asked))[1])
    prices = Prices(stripe_connection)
    with ThreadPoolExecutor() as threads:
        first, second = threads.map(prices.on_sale, ("pro", "starter"))
    assert first != second


def test_a_price_of_another_shop_is_none_of_ours_and_is_looked_up_once(stripe_side, stripe_connection):
    stripe_side.prices["price_x"] = {"id": "price_x", "object": "price", "unit_amount": 5, "lookup_key": None}
    prices = Prices(stripe_connection)
    assert [prices.known("price_x"), prices.known("price_x")] == [None, None]
    assert len(stripe_side.requests) == 1
    pro = prices.known(stripe_side.price_of("pro"))
    assert (pro.product, pro.cents) == ("pro", 2_900)


def test_a_broken_connection_is_an_error_that_people_can_read():
    prices = Prices(Connection(secret_key="sk_test_fake", api_base="http://127.0.0.1:9"))
    with pytest.raises(PaymentError, match="Nothing was charged"):
        prices.on_sale("pro")


def test_invoices_are_known_by_their_number_and_without_one_by_their_id(stripe, stripe_side):
    for name in ("in_1", "in_2"):
        stripe_side.invoice(name, f"pi_{name}", "cus_1", {}, 900, int(NOON.timestamp()))
    stripe_side.invoices["in_2"]["number"] = None
    stripe_side.invoices["in_2"]["invoice_pdf"] = None
    first, second = stripe.invoices("cus_1")
    assert (first.number, first.cents, first.paid_at) == ("IN_1", 900, NOON)
    assert first.url.endswith("/in_1.pdf")
    assert second.number == "in_2"
    assert second.url.endswith("/in_2")
    assert stripe.invoices("cus_2") == []


HERE = "https://us.example/webhooks/stripe"


def endpoint(**changed):
    return {
        "id": "we_1", "object": "webhook_endpoint", "url": HERE, "status": "enabled", "enabled_events": ["*"],
        "api_version": "2025-03-31.basil", **changed,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("endpoints", "said"),
    [
        ([endpoint()], []),
        ([endpoint(api_version=None)], []),
        ([endpoint(enabled_events=["invoice.paid"]), endpoint(enabled_events=["*"])], []),
        ([], ["no enabled webhook endpoint"]),
        ([endpoint(url="https://elsewhere.example/webhooks/stripe")], ["no enabled webhook endpoint"]),
        ([endpoint(status="disabled")], ["no enabled webhook endpoint"]),
        ([endpoint(api_version="2022-11-15")], ["2022-11-15"]),
    ],
)
def test_an_endpoint_that_would_not_tell_us_of_payments_is_named(stripe, stripe_side, endpoints, said):
    stripe_side.endpoints = endpoints
    found = stripe.webhook_faults(HERE)
    assert len(found) == len(said)
    assert all(words in fault for words, fault in zip(said, found, strict=True))


def test_the_events_that_docs_ask_for_are_those_that_are_read_and_one_that_is_missing_is_named(stripe, stripe_side):
    guide = (Path(__file__).parents[4] / "docs" / "billing.md").read_text(encoding="utf-8")
    told = set(re.findall(r"`((?:checkout|invoice|customer|charge|refund)\.[a-z_.]+)`", guide))
    stripe_side.endpoints = [endpoint(enabled_events=sorted(told))]
    assert stripe.webhook_faults(HERE) == []
    stripe_side.endpoints = [endpoint(enabled_events=sorted(told - {"charge.refunded"}))]
    (fault,) = stripe.webhook_faults(HERE)
    assert fault.endswith("is not sent charge.refunded")


def test_the_doctor_warns_of_it(stripe, stripe_side, monkeypatch):
    monkeypatch.setattr(checkup, "payment_provider", lambda: stripe)
    warned = [says for verdict, says in checkup._payments() if verdict is Verdict.WARNING]
    assert any("no enabled webhook endpoint" in says for says in warned)
    stripe_side.endpoints = None  # a key that may not look
    warned = [says for verdict, says in checkup._payments() if verdict is Verdict.WARNING]
    assert any("does not let this key see" in says for says in warned)


def test_the_doctor_says_when_tax_could_not_be_added(stripe, taxing, stripe_side, monkeypatch):
    for provider, status, wrong in ((taxing, "active", False), (taxing, "pending", True), (stripe, "pending", False)):
        stripe_side.tax_status = status
        monkeypatch.setattr(checkup, "payment_provider", lambda provider=provider: provider)
        said = [says for verdict, says in checkup._payments() if verdict is Verdict.WRONG]
        assert ["Stripe Tax" in one for one in said] == [True] * wrong


@pytest.mark.parametrize(("apart", "wrong"), [(0, False), (-60, True), (60, True)])
def test_the_doctor_tells_of_clocks_that_are_apart(db, monkeypatch, apart, wrong):
    now = datetime.now(UTC) + timedelta(seconds=apart)
    monkeypatch.setattr(checkup.timezone, "now", lambda: now)
    assert [verdict for verdict, _ in checkup._clock()] == ([Verdict.WRONG] if wrong else [])
