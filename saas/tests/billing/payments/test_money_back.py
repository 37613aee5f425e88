"""Refunds and disputes, whichever provider brings them: credits go, come back, and become no debt that is not one."""

from datetime import timedelta

import pytest
from django.utils import timezone
from paying import available, log_of

from picopt_saas.billing import ledger
from picopt_saas.billing.models import Grant, Payment, Purchase
from picopt_saas.billing.payments.port import MoneyBack

pytestmark = pytest.mark.usefixtures("in_balance")


def dispute(state, number=1):
    return MoneyBack(payment="pay-1", dispute=state, dispute_id=f"dp-{number}")


def test_refunds_take_their_share_rounded_up_and_are_logged(tell, sale, account):
    tell(sale(paid_at=timezone.now()), "evt-1")
    tell(MoneyBack(payment="pay-1", refunded_cents=1), "evt-2")
    assert available(account) == 499
    tell(MoneyBack(payment="pay-1", refunded_cents=450), "evt-3")
    assert available(account) == 250
    tell(MoneyBack(payment="pay-1", refunded_cents=300), "evt-4")  # an older word
    assert Payment.objects.get().refunded_cents == 450
    assert [entry for entry in log_of(account) if entry[0] == "money.back"] == [
        ("money.back", "sale-1", {"credits": 1}),
        ("money.back", "sale-1", {"credits": 249}),
    ]


def test_a_refund_is_only_of_its_own_providers_payment(tell, sale, account):
    tell(sale(paid_at=timezone.now()), "evt-1")
    tell(MoneyBack(payment="pay-1", refunded_cents=900), "evt-2", provider="purse")
    assert available(account) == 500


def test_a_dispute_that_is_won_says_why_the_credits_are_back(tell, sale, account):
    tell(sale(paid_at=timezone.now()), "evt-1")
    for number, word in enumerate(("open", "won", "open")):
        tell(MoneyBack(payment="pay-1", dispute=word), f"evt-dispute-{number}")
    assert available(account) == 500
    kept = Purchase.objects.get()
    assert (kept.revoked_credits, kept.returns, Payment.objects.get().dispute) == (0, 1, "won")
    first, returned = Grant.objects.order_by("pk")
    assert returned.reason == "Dispute decided in our favor"
    assert returned.expires_at == first.expires_at
    assert [action for action, *_ in log_of(account)] == ["money.paid", "money.back", "money.kept"]


@pytest.mark.parametrize("spent", [0, 120, 500])
def test_a_dispute_that_is_won_after_the_credits_would_have_ended_leaves_no_debt(tell, sale, account, hold, spent):
    """A month's dispute is decided when the month is long over."""
    tell(sale(ends_at=timezone.now() + timedelta(days=1)), "evt-1")
    if spent:
        hold(account, "itm_1:export:1", credits=spent)
        ledger.capture("itm_1:export:1")
    tell(MoneyBack(payment="pay-1", dispute="open"), "evt-2")
    assert ledger.balance(account).debt == spent
    Grant.objects.update(expires_at=timezone.now() - timedelta(days=1))
    tell(MoneyBack(payment="pay-1", dispute="won"), "evt-3")
    balance = ledger.balance(account)
    assert (balance.debt, balance.available, balance.expired) == (0, 0, 500 - spent)


def test_what_came_back_after_a_dispute_goes_with_a_refund(tell, sale, account):
    tell(sale(paid_at=timezone.now()), "evt-1")
    for number, dispute in enumerate(("open", "won"), start=2):
        tell(MoneyBack(payment="pay-1", dispute=dispute), f"evt-{number}")
    assert available(account) == 500
    tell(MoneyBack(payment="pay-1", refunded_cents=450), "evt-4")
    assert available(account) == 250
    tell(MoneyBack(payment="pay-1", refunded_cents=900), "evt-5")
    assert (available(account), ledger.balance(account).debt) == (0, 0)


@pytest.mark.parametrize("spent", [0, 400, 500])
def test_what_was_taken_back_twice_is_not_looked_for_a_third_time_where_it_was(tell, sale, account, hold, spent):
    """Two disputes about a part are won, then all of the payment is refunded."""
    tell(sale(paid_at=timezone.now()), "evt-1")
    if spent:
        hold(account, "itm_1:export:1", credits=spent)
        ledger.capture("itm_1:export:1")
    for number in (1, 2):
        for word in ("open", "won"):
            part = MoneyBack(payment="pay-1", dispute=word, dispute_id=f"dp-{number}", disputed_cents=450)
            tell(part, f"evt-{number}-{word}")
    assert (available(account), ledger.balance(account).debt) == (500 - spent, 0)
    tell(MoneyBack(payment="pay-1", refunded_cents=900), "evt-9")
    assert (available(account), ledger.balance(account).debt) == (0, spent)


def test_a_payment_that_is_disputed_again_is_taken_back_again(tell, sale, account):
    tell(sale(paid_at=timezone.now()), "evt-1")
    seen = []
    told = [dispute("open"), dispute("won"), dispute("open"), dispute("open", 2), dispute("lost", 2), dispute("won")]
    for number, news in enumerate(told, start=2):
        tell(news, f"evt-{number}")
        seen.append(available(account))
    assert seen == [0, 500, 500, 0, 0, 0], "the first inquiry was closed; the second one was lost"
    assert Payment.objects.filter(dispute="open").count() == 0


def test_a_dispute_of_which_an_earlier_version_knew_goes_on(tell, sale, account):
    tell(sale(paid_at=timezone.now()), "evt-1")
    tell(MoneyBack(payment="pay-1", dispute="open"), "evt-2")  # as it was told without an id
    assert available(account) == 0
    tell(dispute("won"), "evt-3")
    assert available(account) == 500


def test_a_dispute_that_comes_before_its_sale_and_beside_a_refund_counts_once(tell, sale, account):
    tell(dispute("open"), "evt-1")
    tell(MoneyBack(payment="pay-1", refunded_cents=450), "evt-2")
    tell(sale(paid_at=timezone.now()), "evt-3")
    assert (available(account), ledger.balance(account).debt) == (0, 0)
    tell(dispute("won"), "evt-4")
    assert available(account) == 250
