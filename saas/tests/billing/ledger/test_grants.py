from dataclasses import asdict
from datetime import timedelta

import pytest
from django.utils import timezone

from picopt_saas.accounts.models import Account
from picopt_saas.billing import ledger
from picopt_saas.billing.ledger import AccountFrozenError, ReferenceConflictError
from picopt_saas.billing.models import Grant

pytestmark = pytest.mark.usefixtures("in_balance")


def end_now(grant):
    Grant.objects.filter(pk=grant.pk).update(expires_at=timezone.now() - timedelta(seconds=1))


def test_who_never_had_a_credit_has_none_of_any_kind(account):
    assert set(asdict(ledger.balance(account)).values()) == {0}
    assert ledger.expiring(account) == []


def test_a_grant_comes_once_a_reference(account, give):
    first, again = give(account, 10, reference="g"), give(account, 10, reference="g")
    assert first.pk == again.pk
    assert ledger.balance(account).granted == 10


def test_a_grant_with_another_amount_is_refused(account, give):
    give(account, 10, reference="g")
    with pytest.raises(ReferenceConflictError):
        give(account, 11, reference="g")


def test_the_reference_of_another_accounts_grant_is_refused(account, give):
    give(account, 10, reference="g")
    other = Account.objects.create(name="Bob")
    with pytest.raises(ReferenceConflictError):
        give(other, 10, reference="g")
    assert ledger.balance(other).granted == 0


def test_expire_moves_what_remains_and_only_once(account, give, hold):
    soon = give(account, 10)
    hold(account, "a", credits=4)
    end_now(soon)
    assert [ledger.expire(account), ledger.expire(account)] == [6, 0]
    after = ledger.balance(account)
    assert (after.available, after.held, after.expired) == (0, 4, 6)


def test_a_grant_can_run_out_twice(account, give, hold):
    soon = give(account, 10)
    hold(account, "a", credits=4)
    end_now(soon)
    ledger.expire(account)
    ledger.release("a")
    assert ledger.balance(account).expired == 10


def test_a_refund_after_the_grants_end_goes_to_expired(account, give, hold):
    soon = give(account, 10)
    hold(account, "a", credits=4)
    ledger.capture("a")
    end_now(soon)
    ledger.refund("a")
    assert ledger.balance(account).expired == 10


def test_revoke_takes_what_is_left_and_notes_what_was_spent(account, give, hold):
    give(account, 10, reference="buy")
    hold(account, "used", credits=3)
    hold(account, "held", credits=2)
    ledger.capture("used")
    record = ledger.revoke("buy", reference="dispute")
    assert (record.taken, record.owed) == (5, 5)
    after = ledger.balance(account)
    assert (after.available, after.revoked, after.held, after.used, after.debt) == (0, 5, 2, 3, 5)


def test_revoke_works_once_a_reference(account, give):
    give(account, 10, reference="buy")
    first, again = (ledger.revoke("buy", reference="dispute") for _ in range(2))
    assert (again, again.taken) == (first, 10)
    assert ledger.balance(account).revoked == 10


def test_two_revocations_never_claim_the_same_credit_twice(account, give, hold):
    give(account, 10, reference="buy")
    hold(account, "a", credits=6)
    ledger.capture("a")
    ledger.revoke("buy", reference="refund")
    ledger.revoke("buy", reference="dispute")
    assert (ledger.balance(account).revoked, ledger.balance(account).debt) == (4, 6)


def test_a_partial_refund_takes_only_its_part(account, give, hold):
    give(account, 10, reference="buy")
    hold(account, "a", credits=8)
    ledger.capture("a")
    ledger.revoke("buy", reference="refund", credits=3)
    after = ledger.balance(account)
    assert (after.revoked, after.debt, after.available) == (2, 1, 0)


def test_a_partial_refund_of_unspent_credits_leaves_the_rest(account, give):
    give(account, 10, reference="buy")
    ledger.revoke("buy", reference="refund", credits=3)
    after = ledger.balance(account)
    assert (after.revoked, after.debt, after.available) == (3, 0, 7)


def test_of_a_grant_that_ran_out_only_what_was_used_is_owed(account, give, hold):
    soon = give(account, 10, reference="buy")
    hold(account, "a", credits=4)
    ledger.capture("a")
    end_now(soon)
    ledger.expire(account)
    ledger.revoke("buy", reference="dispute")
    after = ledger.balance(account)
    assert (after.revoked, after.debt, after.expired) == (0, 4, 6)


def test_a_debt_freezes_the_account(account, give, hold):
    give(account, 10, reference="buy")
    hold(account, "a", credits=10)
    ledger.capture("a")
    ledger.revoke("buy", reference="dispute")
    with pytest.raises(AccountFrozenError) as refused:
        hold(account, "b")
    assert refused.value.debt == 10


def test_new_credits_pay_the_debt_and_unfreeze(account, give, hold):
    give(account, 10, reference="buy")
    hold(account, "a", credits=10)
    ledger.capture("a")
    ledger.revoke("buy", reference="dispute")
    give(account, 4)
    assert (ledger.balance(account).debt, ledger.balance(account).available) == (6, 0)
    give(account, 7)
    assert (ledger.balance(account).debt, ledger.balance(account).available) == (0, 1)
    hold(account, "b")


def test_credits_that_have_ended_pay_no_debt(account, give, hold):
    """Housekeeping has not called them expired yet; they are worth nothing all the same."""
    give(account, 10, reference="buy")
    hold(account, "a", credits=10)
    ledger.capture("a")
    give(account, 6, reference="old")
    ledger.revoke("buy", reference="dispute", credits=4)
    Grant.objects.filter(reference="old").update(expires_at=timezone.now())
    give(account, 3, reference="new")
    assert ledger.balance(account).debt == 1
    give(account, 9, days=-1, reference="late")
    assert ledger.balance(account).debt == 1
    give(account, 5, reference="newer")
    assert dict(Grant.objects.values_list("reference", "revoked")) == {
        "buy": 0, "old": 0, "new": 3, "late": 0, "newer": 1
    }  # fmt: skip
    assert ledger.expire(account) == 15
    assert (ledger.balance(account).debt, ledger.balance(account).available) == (0, 4)


def test_a_released_hold_of_a_revoked_grant_pays_the_debt(account, give, hold):
    give(account, 10, reference="buy")
    hold(account, "a", credits=10)
    ledger.revoke("buy", reference="dispute")
    ledger.release("a")
    after = ledger.balance(account)
    assert (after.debt, after.available, after.revoked, after.held) == (0, 0, 10, 0)


def test_of_what_returns_only_what_is_late_pays_no_debt(account, give, hold):
    """What else has ended meanwhile was never fresh, and takes nothing from what was."""
    give(account, 1, days=1, reference="ending")
    give(account, 10, reference="buy")
    hold(account, "a", credits=3)  # of both
    hold(account, "b", credits=3)
    ledger.capture("b")
    give(account, 5, days=60, reference="unused")
    ledger.revoke("buy", reference="dispute")
    assert ledger.balance(account).debt == 5
    Grant.objects.filter(reference__in=["ending", "unused"]).update(expires_at=timezone.now())
    ledger.release("a")
    after = ledger.balance(account)
    assert (after.debt, after.available, after.expired) == (3, 0, 6)


def test_other_credits_stay_untouched_until_the_debt_is_settled_with_them(account, give, hold):
    give(account, 10, days=1, reference="buy")
    hold(account, "a", credits=10)
    ledger.capture("a")
    give(account, 15)
    ledger.revoke("buy", reference="dispute")
    assert ledger.balance(account).available == 15
    with pytest.raises(AccountFrozenError):
        hold(account, "b")
    assert ledger.settle(account, reference="click") == 10
    assert (ledger.balance(account).available, ledger.balance(account).debt) == (5, 0)


def test_a_debt_is_paid_by_what_ends_first(account, give, hold):
    give(account, 10, reference="buy")
    hold(account, "a", credits=10)
    ledger.capture("a")
    give(account, 4, days=None, reference="lasting")
    give(account, 4, days=3, reference="soon")
    give(account, 4, days=30, reference="later")
    ledger.revoke("buy", reference="dispute", credits=5)
    assert ledger.settle(account, reference="click") == 5
    assert dict(Grant.objects.values_list("reference", "remaining")) == {"buy": 0, "lasting": 4, "soon": 0, "later": 3}


def test_what_returns_to_a_grant_that_has_ended_pays_no_debt(account, give, hold):
    give(account, 10, reference="buy")
    hold(account, "a", credits=10)
    ledger.capture("a")
    soon = give(account, 4, days=1)
    hold(account, "b", credits=4)
    give(account, 6, days=None)
    ledger.revoke("buy", reference="dispute")
    end_now(soon)
    ledger.release("b")
    after = ledger.balance(account)
    assert (after.debt, after.available, after.expired) == (10, 6, 4)


def test_expiring_lists_what_ends_when(account, give):
    give(account, 5, days=3)
    give(account, 7, days=None)
    ((moment, credits),) = ledger.expiring(account)
    assert credits == 5
    assert timedelta(days=2) < moment - timezone.now() < timedelta(days=4)


def test_a_button_that_is_pressed_twice_pays_once_also_when_there_is_more_to_pay(account, give, hold):
    give(account, 10, reference="sale")
    hold(account, "a", credits=10)
    ledger.capture("a")
    give(account, 4, reference="other")
    ledger.revoke("sale", reference="dispute")
    assert ledger.settle(account, reference="click") == 4
    give(account, 3, reference="later")  # pays three at once
    give(account, 8, reference="more")  # and the last three
    assert (ledger.balance(account).available, ledger.balance(account).debt) == (5, 0)
    ledger.revoke("later", reference="another dispute")
    assert ledger.balance(account).debt == 3
    assert ledger.settle(account, reference="click") == 0, "the page of before, sent again"
    assert ledger.settle(account, reference="another click") == 3
    assert (ledger.balance(account).available, ledger.balance(account).debt) == (2, 0)


def test_a_payment_that_settled_a_debt_and_went_back_leaves_the_debt(account, give, hold):
    give(account, 10, reference="first")
    hold(account, "work", credits=10)
    ledger.capture("work")
    ledger.revoke("first", reference="disputed")
    give(account, 25, reference="second")  # settles ten at once
    assert (ledger.balance(account).available, ledger.balance(account).debt) == (15, 0)
    record = ledger.revoke("second", reference="refunded")
    assert (record.taken, record.owed) == (15, 10)
    assert ledger.balance(account).debt == 10, "ten credits were used, and nothing is paid for"
    again = ledger.revoke("second", reference="refunded once more")
    assert (again.taken, again.owed) == (0, 0)


def test_what_returned_to_a_grant_and_paid_its_debt_is_owed_once(account, give, hold):
    give(account, 10, reference="buy")
    hold(account, "held", credits=4)
    ledger.revoke("buy", reference="half", credits=8)  # six taken, two owed
    ledger.release("held")
    assert (ledger.balance(account).available, ledger.balance(account).debt) == (2, 0)
    rest = ledger.revoke("buy", reference="rest", credits=2)
    assert (rest.taken, rest.owed, ledger.balance(account).available) == (2, 0, 0)
