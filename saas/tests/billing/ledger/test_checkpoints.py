"""Checkpoints: what was added up once is not added up again, and what they hold can be proven."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F
from django.utils import timezone

from picopt_saas.accounts.models import Account
from picopt_saas.billing import ledger
from picopt_saas.billing.ledger import proof
from picopt_saas.billing.ledger.proof import advance, begin_again, checked_upto, prove_checkpoints, prove_recent
from picopt_saas.billing.models import Checkpoint
from picopt_saas.jobs.upkeep.reconciling import reconcile, reconcile_whole

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.acceptance("H2")]


@pytest.fixture(autouse=True)
def _at_once(monkeypatch):
    """Nobody else writes here, so that nothing needs to settle for an hour first."""
    monkeypatch.setattr(proof, "_SETTLED", timedelta(0))


@pytest.fixture
def account(transactional_db):
    account = Account.objects.create(name="Books")
    ledger.grant(account, 10, reference="books", expires_at=None)
    return account


def spend(account, name, end):
    ledger.reserve(account, [ledger.HoldRequest(reference=name, line="export", credits=1)])
    end(name)


def faults():
    return [fault for one in prove_recent() for fault in one.faults]


def test_the_books_agree_from_any_checkpoint_on(account):
    assert faults() == []
    for number in range(3):
        spend(account, f"itm_{number}:export:1", ledger.capture)
        spend(account, f"itm_{number}:export:2", ledger.release)
        advance()
        assert faults() == []
        ledger.reserve(account, [ledger.HoldRequest(reference=f"itm_{number}:open:1", line="export", credits=1)])
        assert faults() == []
    kept = Checkpoint.objects.get()
    assert (kept.granted, kept.used, kept.held, kept.available) == (10, 3, 2, 5)
    assert prove_checkpoints() == []


def test_moving_on_twice_counts_nothing_twice(account):
    spend(account, "itm_1:export:1", ledger.capture)
    first = advance()
    assert advance() >= first == min(first, checked_upto())
    assert Checkpoint.objects.get().used == 1
    assert faults() == []


def test_an_account_that_came_later_is_compared_too(account):
    advance()
    late = Account.objects.create(name="Late")
    ledger.grant(late, 3, reference="late", expires_at=None)
    assert faults() == []
    advance()
    assert Checkpoint.objects.get(account=late).granted == 3
    assert faults() == []


def test_a_checkpoint_that_was_changed_is_found(account):
    spend(account, "itm_1:export:1", ledger.capture)
    advance()
    Checkpoint.objects.update(used=F("used") + 1)
    assert faults() == ["used is 1, by transfers 2"]
    assert prove_checkpoints() == [account.pk]
    with pytest.raises(CommandError, match="checkpoints of 1 account"):
        call_command("ledger", "verify")


def set_clock_back(by):
    """What the database's clock was ahead by when these checkpoints were made."""
    Checkpoint.objects.update(upto=F("upto") + by)


def test_checkpoints_of_a_clock_that_was_ahead_are_added_up_anew(account):
    spend(account, "itm_1:export:1", ledger.capture)
    advance()
    set_clock_back(timedelta(days=365))
    spend(account, "itm_2:export:1", ledger.capture)
    assert faults() != [], "what is moved now lies before the checkpoint, and is not in it"
    assert begin_again()
    assert faults() == []
    assert prove_checkpoints() == []
    assert not begin_again()
    spend(account, "itm_3:export:1", ledger.capture)
    advance()
    assert Checkpoint.objects.get().used == 3
    assert (faults(), prove_checkpoints()) == ([], [])


def test_no_alarm_is_raised_over_a_clock_that_was_set(account):
    spend(account, "itm_1:export:1", ledger.capture)
    assert reconcile().faults == []
    set_clock_back(timedelta(hours=5))
    spend(account, "itm_2:export:1", ledger.capture)
    assert reconcile().faults == []
    assert reconcile_whole().faults == []


def test_a_worker_whose_clock_is_ahead_moves_no_checkpoint_into_the_future(account, monkeypatch):
    tomorrow = timezone.now() + timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    advance()
    monkeypatch.undo()
    spend(account, "itm_1:export:1", ledger.capture)
    assert faults() == []


def test_what_may_still_be_written_is_left_for_the_next_time(account, monkeypatch):
    monkeypatch.setattr(proof, "_SETTLED", timedelta(hours=1))
    spend(account, "itm_1:export:1", ledger.capture)
    advance()
    assert Checkpoint.objects.get().granted == 0
    assert faults() == []
