"""An item that is not as our code expects, or that somebody holds, keeps no other from its end or its worker."""

import pytest
from django.db import OperationalError, connection
from structlog.testing import capture_logs
from stuck_kit import AT_ONCE, ago, told

from picopt_saas.billing import ledger
from picopt_saas.billing.models import Hold
from picopt_saas.budget import Budget
from picopt_saas.jobs.models import Charge, Item
from picopt_saas.jobs.running import reviving
from picopt_saas.jobs.running.reviving import revive_items
from picopt_saas.jobs.upkeep.expiring import expire_holds, expire_results

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("shared_cache")]


def test_items_end_with_their_holds_behind_some_that_cannot(sites, broken_items):
    items = broken_items(state="odd")
    for number, site in enumerate(sites):
        Hold.objects.filter(account=site.account).update(expires_at=ago(hours=9 - number))
    with capture_logs() as logs:
        expire_holds()
    assert [Item.objects.get(pk=item.pk).state for item in items] == ["odd", "odd", "expired", "expired"]
    broken = {site.account.pk for site in sites[:AT_ONCE]}
    assert {entry["account"] for entry in told(logs, "account_left_out")} == broken
    assert len(told(logs, "housekeeping_broke")) == AT_ONCE, "with the traceback, as this is a fault of ours"
    assert [site.balance().held for site in sites] == [0, 0, 0, 0], (
        "the credits of the broken ones returned all the same"
    )


def test_lines_whose_process_died_are_ended_behind_some_that_cannot_be(broken_items):
    items = broken_items(state="odd")
    Hold.objects.update(expires_at=ago(hours=8))
    ledger.expire_holds()
    Charge.objects.update(created_at=ago(days=4))
    expire_holds()
    assert [Item.objects.get(pk=item.pk).state for item in items] == ["odd", "odd", "expired", "expired"]


def test_results_go_behind_some_that_cannot(sites, broken_items):
    items = broken_items(state="odd")
    for number, item in enumerate(items):
        Item.objects.filter(pk=item.pk).update(expires_at=ago(hours=9 - number))
    assert expire_results() == 2
    assert [Item.objects.get(pk=item.pk).state for item in items] == ["odd", "odd", "expired", "expired"]


def test_lost_items_are_revived_behind_some_that_cannot_be(lost, monkeypatch):
    monkeypatch.setattr(reviving, "_AT_MOST", 3)  # in no order: so many that a broken one is among them, and not all
    items = lost(picture={})
    with capture_logs() as logs:
        assert sorted(revive_items()) == sorted(items[AT_ONCE:])
    assert {entry["item"] for entry in told(logs, "item_not_revived")} == set(items[:AT_ONCE])


@pytest.fixture
def lost(broken_items):
    """Makes an item each, which the queue has lost; their ids."""

    def _lose(**broken):
        items = broken_items(**broken)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs")
        Item.objects.update(updated_at=ago(hours=1))
        return [item.pk for item in items]

    return _lose


@pytest.fixture
def hold_items(hold):
    return lambda *items: hold("SELECT FROM jobs_item WHERE id = ANY (%s) FOR UPDATE", [list(items)])


def test_lost_items_are_revived_behind_some_that_somebody_holds(lost, hold_items):
    items = lost()
    hold_items(*items[:AT_ONCE])
    with capture_logs() as logs:
        assert sorted(revive_items()) == sorted(items[AT_ONCE:])
    assert {entry["item"] for entry in told(logs, "item_locked")} == set(items[:AT_ONCE])
    assert not told(logs, "item_not_revived")


def test_where_many_items_are_held_it_is_what_all_need(lost, hold_items):
    hold_items(*lost())
    with pytest.raises(OperationalError), capture_logs() as logs:
        revive_items()
    assert len(told(logs, "item_locked")) == 3


def test_where_no_item_can_be_revived_it_is_our_fault(lost, monkeypatch):
    lost()
    Item.objects.update(picture={})
    monkeypatch.setattr(reviving, "_BROKEN", 2)
    with pytest.raises(KeyError, match="media_type"), capture_logs() as logs:
        revive_items()
    assert len(told(logs, "item_not_revived")) == 2


def test_no_round_of_reviving_takes_for_ever(lost, monkeypatch):
    items = lost()
    monkeypatch.setattr(reviving, "Budget", lambda: Budget(0))
    assert revive_items() == []
    monkeypatch.undo()
    assert sorted(revive_items()) == sorted(items)
