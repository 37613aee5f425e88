"""What Stripe says of refunds and disputes, by the real SDK over HTTP against our fake of its endpoints."""

import json
import time
from dataclasses import replace

import pytest
from paying import deliver

from picopt_saas.billing import ledger

pytestmark = pytest.mark.usefixtures("in_balance")


def test_a_refunded_period_is_taken_back_by_its_own_payment(stripe, stripe_side, order, account):
    url = stripe.checkout(order).url
    events = stripe_side.pay(url)
    renewed = stripe_side.invoice(
        "in_renewed", "pi_renewed", account.pk, {"account": account.pk, "product": "pro"}, 2_900
    )
    deliver(stripe, *events, renewed, stripe_side.refund("pi_renewed", 2_900))
    assert ledger.balance(account).available == 5_000


def test_a_banks_inquiry_takes_no_money_and_so_no_credits(stripe, stripe_side, order, account):
    (completed,) = stripe_side.pay(stripe.checkout(replace(order, product="pack-500")).url)
    payment = json.loads(completed[0])["data"]["object"]["payment_intent"]
    deliver(stripe, completed, stripe_side.dispute(payment, "warning_needs_response"))
    assert ledger.balance(account).available == 500
    deliver(stripe, stripe_side.dispute(payment, "needs_response", kind="updated"))
    assert ledger.balance(account).available == 0
    deliver(stripe, stripe_side.dispute(payment, "warning_under_review", kind="updated"))
    assert ledger.balance(account).available == 0, "late"


@pytest.mark.parametrize(
    ("about", "left"),
    [({}, 0), ({"amount": 900, "currency": "eur"}, 0), ({"amount": 90, "currency": "eur"}, 450),
     ({"amount": 90, "currency": "usd"}, 0)],
)  # fmt: skip
def test_a_dispute_about_a_part_takes_that_part(stripe, stripe_side, order, account, about, left):  # noqa: PLR0917 -- fixtures
    (completed,) = stripe_side.pay(stripe.checkout(replace(order, product="pack-500")).url)
    payment = json.loads(completed[0])["data"]["object"]["payment_intent"]
    deliver(stripe, completed, stripe_side.dispute(payment, "needs_response", **about))
    assert ledger.balance(account).available == left
    deliver(stripe, stripe_side.refund(payment, 450))
    assert ledger.balance(account).available == max(0, left - 250)
    deliver(stripe, stripe_side.dispute(payment, "won", kind="closed", **about))
    assert ledger.balance(account).available == 250


@pytest.mark.parametrize(
    ("arrive", "left"), [("rf", 500), ("fr", 500), ("rfa", 250), ("arf", 250), ("afr", 250), ("fra", 250), ("far", 250)]
)
def test_a_refund_that_failed_is_none_and_can_be_made_again(stripe, stripe_side, order, account, arrive, left):  # noqa: PLR0917 -- fixtures
    now = int(time.time())
    (completed,) = stripe_side.pay(stripe.checkout(replace(order, product="pack-500")).url)
    payment = json.loads(completed[0])["data"]["object"]["payment_intent"]
    told = {"r": stripe_side.refund(payment, 900, created=now)}
    told["f"] = stripe_side.refund_failed(payment, 900, created=now + 5)
    if "a" in arrive:
        told["a"] = stripe_side.refund(payment, 450, created=now + 9)
    deliver(stripe, completed, *[told[one] for one in arrive])
    assert ledger.balance(account).available == left


@pytest.mark.parametrize(("paid", "total", "left"), [(900, 900, 0), (400, 900, 555), (900, None, 0), (900, 400, 0)])
def test_a_refund_takes_the_part_that_its_payment_had_in_the_price(stripe, stripe_side, account, paid, total, left):  # noqa: PLR0917 -- fixtures
    metadata = {"account": account.pk, "product": "starter"}
    line = stripe_side.line(stripe_side.price_of("starter"), 900)
    body, _ = stripe_side.invoice("in_1", "pi_1", "cus_1", metadata, paid, lines=[line])
    invoice = json.loads(body)["data"]["object"] | {"total": total}
    deliver(stripe, stripe_side.event("invoice.paid", invoice), stripe_side.refund("pi_1", paid))
    assert ledger.balance(account).available == left
