"""Events with Stripe's signature that make no sense, or that no column holds: told apart from those that concern us."""

import json

import pytest

from picopt_saas.billing.payments.port import UnreadableEventError


@pytest.mark.parametrize(
    "body",
    [
        b"no json",
        b"[]",
        b"{}",
        b'{"id": "evt_1", "type": "invoice.paid"}',
        b'{"id": "evt_1", "type": "invoice.paid", "created": 1, "data": {"object": {"parent": 5}}}',
        b'{"id": "evt_1", "type": "charge.refunded", "created": "x", "data": {"object": {}}}',
        b'{"id": "evt_1", "data": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    ],
    ids=lambda body: body[:60].decode(),
)
def test_what_is_signed_and_makes_no_sense_is_told_apart(stripe, sign, body):
    with pytest.raises(UnreadableEventError):
        stripe.read_event(*sign(body))


_REFUND = {"payment_intent": "pi_1", "amount_refunded": 9}


@pytest.mark.parametrize(
    ("changes", "refund"),
    [
        ({"created": 10**20}, {}),  # no date
        ({"created": 253_402_300_799}, {}),  # the last second of the last year: a day more is no date
        ({"created": -1}, {}),
        ({"id": "e" * 201}, {}),
        ({"id": "evt\0"}, {}),
        ({"id": "evt\ud800"}, {}),
        ({"id": 5}, {}),
        ({}, {"amount_refunded": 2**31}),
        ({}, {"amount_refunded": -1}),
        ({}, {"amount_refunded": None}),
        ({}, {"amount_refunded": 0.5}),
        ({}, {"payment_intent": "p" * 201}),
        ({}, {"payment_intent": ["pi_1"]}),
    ],
)
def test_what_is_signed_and_fits_into_no_column_is_unreadable(stripe, sign, changes, refund):
    told = {"id": "evt_1", "type": "charge.refunded", "created": 1_800_000_000, "data": {"object": _REFUND}}
    assert stripe.read_event(*sign(json.dumps(told).encode())).news.refunded_cents == 9
    told |= {"data": {"object": _REFUND | refund}} | changes
    with pytest.raises(UnreadableEventError):
        stripe.read_event(*sign(json.dumps(told).encode()))


@pytest.mark.parametrize(
    "amount", [10**400, -(10**400), float("inf"), float("nan")], ids=("large", "small", "endless", "none")
)
def test_an_amount_that_no_number_holds_is_unreadable(stripe, stripe_side, account, amount):
    metadata = {"account": account.pk, "product": "pro"}
    line = stripe_side.line(stripe_side.price_of("pro"), amount)
    with pytest.raises(UnreadableEventError):
        stripe.read_event(*stripe_side.invoice("in_1", "pi_1", "c", metadata, 2_900, lines=[line]))
