"""What left for the archive stays in the sums, and coming back it leaves them again."""

from datetime import date

import pytest
from django.db import connection

from picopt_saas.billing import ledger
from picopt_saas.billing.ledger import HoldRequest
from picopt_saas.billing.ledger.archived import NotAtRestError, put_back, take_out
from picopt_saas.billing.ledger.proof import prove, prove_openings
from picopt_saas.billing.ledger.values import ReferenceConflictError
from picopt_saas.billing.models import Hold, HoldPart, Opening, Transfer

MAY = date(2026, 5, 1)


@pytest.fixture
def at_rest(account, give, hold):
    """An account of twenty credits with a hold of three that was captured and one of two that was released."""
    give(account, 20)
    hold(account, "spent", credits=3)
    hold(account, "kept", credits=2)
    ledger.capture("spent")
    ledger.release("kept")
    return account


def opening(account):
    return Opening.objects.values("used", "holds", "transfers").get(account=account, month=MAY)


def kept_rows():
    return [sorted(model.objects.values_list("pk", flat=True)) for model in (Hold, HoldPart, Transfer)]


def test_nothing_that_was_archived_is_missed_in_the_books(at_rest):
    before = ledger.balance(at_rest)
    take_out(["spent", "kept"], MAY)
    assert not Hold.objects.exists()
    assert not HoldPart.objects.exists()
    assert set(Transfer.objects.values_list("kind", flat=True)) == {"grant"}
    assert opening(at_rest) == {"used": 3, "holds": 2, "transfers": 4}
    assert ledger.balance(at_rest) == before
    assert [proof.faults for proof in prove()] == [()]
    assert prove_openings() == []


def test_what_comes_back_leaves_the_opening_balances_again(at_rest):
    before, balance = kept_rows(), ledger.balance(at_rest)
    rows = take_out(["spent", "kept"], MAY)
    put_back(["spent", "kept"], rows, MAY)
    assert kept_rows() == before
    assert opening(at_rest) == {"used": 0, "holds": 0, "transfers": 0}
    assert ledger.balance(at_rest) == balance
    assert [proof.faults for proof in prove()] == [()]
    assert prove_openings() == []


def test_one_can_come_back_and_the_other_stay(at_rest):
    rows = {"spent": take_out(["spent"], MAY), "kept": take_out(["kept"], MAY)}
    put_back(["spent"], rows["spent"], MAY)
    assert list(Hold.objects.values_list("reference", flat=True)) == ["spent"]
    assert opening(at_rest) == {"used": 0, "holds": 1, "transfers": 2}
    assert [proof.faults for proof in prove()] == [()]


def test_an_archived_reference_is_never_used_again(at_rest):
    take_out(["spent"], MAY)
    with pytest.raises(ReferenceConflictError, match="The reference spent was used for another transfer"):
        ledger.reserve(at_rest, [HoldRequest(reference="spent", line="export", credits=3)])


def test_a_hold_that_is_still_open_does_not_leave(at_rest, hold):
    hold(at_rest, "open", credits=1)
    with pytest.raises(NotAtRestError, match=at_rest.pk):
        take_out(["open", "spent"], MAY)


def test_a_reference_that_was_lost_is_found(at_rest):
    take_out(["spent", "kept"], MAY)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM billing_archivedreference WHERE key = billing_reference_key('kept')")
    assert prove_openings() == ["1 references are kept, the opening balances count 2 holds"]
