"""What /metrics says about money, and how the rows of the books name themselves to the staff."""

from datetime import UTC, datetime

import pytest

from picopt_saas.accounts.models import Account
from picopt_saas.billing import ledger
from picopt_saas.billing.gauges import BillingCollector
from picopt_saas.billing.models import Checkpoint, HoldPart, Payment, PlanCheckout, Purchase, Revocation, WebhookEvent
from picopt_saas.billing.plans import PACKS

pytestmark = pytest.mark.django_db


def gauges():
    return {family.name: family.samples[0].value for family in BillingCollector().collect()}


def test_empty_books_are_all_noughts():
    assert gauges() == {
        "picopt_credits_held": 0,
        "picopt_credits_owed": 0,
        "picopt_accounts_frozen": 0,
        "picopt_accounts_left_out": 0,
        "picopt_disputes_open": 0,
    }


def test_what_is_held_and_owed_and_disputed_is_counted(account, give, hold):
    give(account, 10, reference="sale")
    hold(account, "spent", "open", credits=3)
    ledger.capture("spent")
    ledger.revoke("sale", reference="refund")
    rich = Account.objects.create(name="Bob")
    ledger.grant(rich, 5, reference="other", expires_at=None)
    hold(rich, "waiting", credits=2)
    for number, dispute in enumerate(["", "open", "open", "won"]):
        Payment.objects.create(provider="stripe", payment=f"pi_{number}", dispute=dispute)
    assert gauges() == {
        "picopt_credits_held": 5,
        "picopt_credits_owed": 6,
        "picopt_accounts_frozen": 1,
        "picopt_accounts_left_out": 0,
        "picopt_disputes_open": 2,
    }


def test_collecting_asks_nothing_of_the_database_when_it_is_registered(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert BillingCollector().describe() == []


def test_rows_say_what_they_are():
    sale = Purchase(product="pack-500", reference="cs_1", provider="stripe")
    assert str(sale) == "pack-500 (cs_1)"
    assert sale.grant_reference == "stripe:cs_1"
    assert str(Payment(payment="pi_1", refunded_cents=450, dispute="open")) == "pi_1: 450 refunded open"
    assert str(PlanCheckout(account_id="acc_1", product="pro")) == "acc_1: pro"
    assert str(WebhookEvent(kind="invoice.paid", event_id="evt_1")) == "invoice.paid evt_1"
    assert str(Revocation(reference="refund", taken=3, owed=2)) == "refund: 3 taken, 2 owed"
    assert str(HoldPart(credits=4, grant_id=7)) == "4 of 7"
    assert str(Checkpoint(account_id="acc_1", upto=datetime(2026, 5, 1, 9, 30, tzinfo=UTC))) == (
        "acc_1 up to 2026-05-01 09:30"
    )


def test_a_pack_costs_less_a_credit_the_larger_it_is():
    each = [pack.cents / pack.credits for pack in sorted(PACKS.values(), key=lambda pack: pack.credits)]
    assert each == sorted(each, reverse=True)
