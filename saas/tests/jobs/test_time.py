"""What time ends, and what it leaves: holds, results, quotes, answers, previews, lost items, accounts that go."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from picopt_contract.values import ItemState
from picopt_saas.billing import ledger
from picopt_saas.billing.models import Hold
from picopt_saas.jobs.delivery.charges import deliver
from picopt_saas.jobs.models import (
    Charge,
    IdempotencyRecord,
    Item,
    PaidWork,
    PreviewOrder,
    Quote,
    ReceiptRecord,
    Reconciliation,
    ResultFile,
)
from picopt_saas.jobs.running import queue
from picopt_saas.jobs.running.attempts import begin_attempt
from picopt_saas.jobs.running.reviving import revive_items
from picopt_saas.jobs.upkeep.expiring import expire_holds, expire_results
from picopt_saas.jobs.upkeep.privacy import forget_account
from picopt_saas.jobs.upkeep.reconciling import reconcile
from picopt_saas.jobs.upkeep.sweeping import named_objects, sweep_rows
from picopt_saas.storage.build import storage
from picopt_saas.storage.keys import preview_key, result_key
from picopt_saas.storage.models import Original

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def stored(item):
    return Item.objects.get(pk=item.pk)


def age_holds(by):
    Hold.objects.update(expires_at=timezone.now() - by)


@pytest.mark.usefixtures("books")
def test_an_order_that_nobody_worked_on_ends_after_three_days(site, order):
    (item,) = order()
    assert expire_holds() == 0
    age_holds(HOUR)
    assert expire_holds() == 2
    assert (stored(item).state, stored(item).reason_code) == ("expired", "hold_expired")
    assert (site.balance().held, site.balance().available) == (0, 50)
    assert expire_holds() == 0


@pytest.mark.usefixtures("books")
def test_a_text_that_was_paid_for_stays_readable_when_its_item_expires(site, order, write):
    (item,) = order(review=True)
    deliver(write(item).charges.filter(line="analysis"))
    attempt = Charge(item=item, account=site.account, line="export", credits=1, state="held", fingerprint="f" * 64)
    attempt.save()
    ledger.reserve(site.account, [ledger.HoldRequest(reference=attempt.reference, line="export", credits=1)])
    age_holds(HOUR)
    assert expire_holds() == 1
    assert stored(item).state == "expired"
    assert stored(item).analysis["alt"] == "A red barn"
    assert site.balance().used == 1


@pytest.mark.usefixtures("books")
def test_a_result_whose_hold_has_ended_loses_its_files(site, order, make_files):
    (item,) = order(pipeline="export")
    file = make_files(item).files.get()
    age_holds(HOUR)
    assert expire_holds() == 1
    assert stored(item).state == "expired"
    assert ResultFile.objects.get(pk=file.pk).withdrawn_at
    assert not any(name.startswith("results/") for name in site.kept())


@pytest.mark.usefixtures("books")
def test_a_line_whose_hold_was_ended_by_a_process_that_died_is_ended_too(site, order):
    (item,) = order(pipeline="export")
    ledger.release(item.charges.get().reference)
    assert expire_holds() == 0  # for an hour it may be that process that is still at work
    Charge.objects.update(created_at=timezone.now() - 3 * DAY - 2 * HOUR)
    assert expire_holds() == 1
    assert (item.charges.get().state, stored(item).state) == ("released", "expired")


def test_a_hold_of_an_item_that_is_gone_ends_quietly(site):
    ledger.reserve(site.account, [ledger.HoldRequest(reference="itm_gone:export:1", line="export", credits=1)])
    age_holds(HOUR)
    assert expire_holds() == 1
    assert site.balance().held == 0


@pytest.mark.usefixtures("books")
def test_what_is_delivered_loses_its_content_and_keeps_its_state(site, order, make_files):
    (item,) = order()
    deliver(make_files(item).charges.all())
    Item.objects.filter(pk=item.pk).update(expires_at=timezone.now(), state="delivered", wish="shorter")
    assert expire_results() == 1
    gone = stored(item)
    assert (gone.state, gone.analysis, gone.export, gone.picture, gone.wish) == ("delivered", None, None, {}, "")
    assert gone.expires_at is None
    assert site.balance().used == 2
    assert expire_results() == 0


@pytest.mark.usefixtures("books")
def test_what_nobody_fetched_in_time_expires_and_costs_nothing(site, order, make_files):
    (item,) = order(pipeline="export")
    make_files(item)
    Item.objects.filter(pk=item.pk).update(expires_at=timezone.now() + HOUR)
    assert expire_results() == 0
    Item.objects.filter(pk=item.pk).update(expires_at=timezone.now())
    assert expire_results() == 1
    assert (stored(item).state, stored(item).reason_code) == ("expired", "result_expired")
    assert site.balance().available == 50


@pytest.mark.usefixtures("books")
def test_payment_is_forgotten_with_the_result(order):
    (item,) = order(pipeline="export")
    deliver(item.charges.all())
    expire_results()
    assert PaidWork.objects.count() == 1
    PaidWork.objects.update(expires_at=timezone.now())
    expire_results()
    assert PaidWork.objects.count() == 0


def test_sweeping_takes_what_is_due_and_nothing_else(site, picture):
    site.upload(picture)
    now = timezone.now()
    for age in (30, 90):
        made = PreviewOrder.objects.create(account=site.account, api_key=site.key, sha256="0" * 64, settings={})
        PreviewOrder.objects.filter(pk=made.pk).update(created_at=now - timedelta(minutes=age))
        storage().write(preview_key(site.account.pk, made.pk, "after"), [b"x"])
        IdempotencyRecord.objects.create(
            account=site.account, key=f"key-{age}", expires_at=now - timedelta(minutes=age - 60)
        )
        Quote.objects.create(
            account=site.account,
            api_key=site.key,
            order_hash="",
            prices=[],
            expires_at=now - timedelta(minutes=16 * age),
        )
    assert sweep_rows(now) == {"previews": 1, "answers": 1, "quotes": 1}
    assert [PreviewOrder.objects.count(), IdempotencyRecord.objects.count(), Quote.objects.count()] == [1, 1, 1]
    assert sum(name.startswith("previews/") for name in site.kept()) == 1
    assert sweep_rows(now) == {"previews": 0, "answers": 0, "quotes": 0}


def test_objects_that_a_row_names_are_kept(site, order, make_files):
    (item,) = order(pipeline="export")
    make_files(item, "full", "thumbnail")
    kept, withdrawn = item.files.order_by("position")
    ResultFile.objects.filter(pk=withdrawn.pk).update(withdrawn_at=timezone.now())
    preview = PreviewOrder.objects.create(account=site.account, api_key=site.key, sha256="0" * 64, settings={})
    results = {f"a/results/{name}": name for name in (kept.pk, withdrawn.pk, "fil_nobody")}
    previews = {
        f"a/previews/{name}": name for name in (f"{preview.pk}-before", f"{preview.pk}-middle", "pre_nobody-after")
    }
    assert named_objects("results", results) == {f"a/results/{kept.pk}"}
    assert named_objects("previews", previews) == {f"a/previews/{preview.pk}-before"}
    assert named_objects("originals", results) is None


def queued():
    with connection.cursor() as cursor:
        cursor.execute("SELECT args->>'item_id', queue_name, priority FROM procrastinate_jobs ORDER BY id")
        return cursor.fetchall()


def forget_queue():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def test_one_image_goes_before_many_and_later_ones_of_one_account_behind(order):
    first = order(1, pipeline="export")
    many = order(3, pipeline="export")
    assert queued() == [
        (first[0].pk, "interactive", 1000),
        (many[0].pk, "bulk", -1),
        (many[1].pk, "bulk", -2),
        (many[2].pk, "bulk", -3),
    ]


def test_a_preview_goes_before_everything(db):
    queue.enqueue_preview("pre_1", already=3)
    assert queued() == [(None, "preview", 1997)]


def test_an_item_that_nothing_in_the_queue_names_is_queued_again(order):
    items = order(3, pipeline="export")
    forget_queue()
    assert revive_items() == []  # it may be on its way
    Item.objects.update(updated_at=timezone.now() - timedelta(seconds=30))
    Item.objects.filter(pk=items[2].pk).update(state=ItemState.READY)
    assert sorted(revive_items()) == sorted(item.pk for item in items[:2])
    assert {(name, kind) for name, kind, _ in queued()} == {(item.pk, "bulk") for item in items[:2]}
    assert revive_items() == []


def test_an_item_that_a_dead_worker_had_is_revived_too(order):
    (item,) = order(pipeline="export")
    begin_attempt(item.pk)
    forget_queue()
    Item.objects.update(updated_at=timezone.now() - timedelta(seconds=30))
    assert revive_items() == [item.pk]


def test_books_that_agree_have_no_faults(order):
    order(2)
    done = reconcile()
    assert (done.faults, done.accounts) == ([], 1)


@pytest.mark.parametrize("state", ["captured", "refunded"])
def test_a_line_that_says_otherwise_than_its_hold_is_a_fault(order, state):
    (item,) = order(pipeline="export")
    Charge.objects.update(state=state)
    assert reconcile().faults == [f"{item.pk}:export:1: line {state}, hold held"]


def test_a_line_without_its_hold_is_a_fault(order):
    (item,) = order(pipeline="export")
    Charge.objects.create(
        item=item, account=item.account, line="analysis", credits=1, state="held", fingerprint="f" * 64
    )
    assert reconcile().faults == [f"{item.pk}:analysis:1: line held, hold None"]


def test_a_hold_that_has_just_ended_by_time_may_be_ahead_of_its_line(order):
    (item,) = order(pipeline="export")
    ledger.release(item.charges.get().reference)
    assert reconcile().faults == []
    Hold.objects.update(ended_at=timezone.now() - 2 * HOUR)
    assert reconcile().faults == [f"{item.pk}:export:1: line held, hold released"]


def test_reconciliations_are_kept_for_a_quarter(db):
    Reconciliation.objects.create(accounts=0, faults=[])
    Reconciliation.objects.update(ran_at=timezone.now() - 91 * DAY)
    reconcile()
    assert Reconciliation.objects.count() == 1


@pytest.mark.usefixtures("books")
def test_an_account_that_goes_takes_everything_but_its_ledger(site, order, make_files, make_site):
    other = make_site("Bob", url="https://example.org")
    done, waiting = order(2, pipeline="export")
    deliver(make_files(done).charges.all())
    ReceiptRecord.objects.create(item=done, outcome="applied", reason="Bob's laptop", files=[{"name": "full"}])
    kept_elsewhere = result_key(other.account.pk, "fil_1")
    storage().write(kept_elsewhere, [b"x"])
    forget_account(site.account)
    assert [stored(item).state for item in (done, waiting)] == ["expired", "expired"]
    for item in (done, waiting):
        assert (stored(item).reference, stored(item).picture, stored(item).export) == ("-", {}, None)
    assert (ReceiptRecord.objects.get().reason, ReceiptRecord.objects.get().files) == ("", [])
    for rows in (Original, PaidWork, IdempotencyRecord):
        assert not rows.objects.filter(account=site.account).exists()
    assert site.kept() == []
    assert [found.key for found in storage().list(f"{other.account.pk}/")] == [kept_elsewhere]
    assert (site.balance().used, site.balance().held, site.balance().available) == (1, 0, 49)


@pytest.mark.usefixtures("books")
def test_forgetting_twice_is_forgetting_once(site, order):
    order(pipeline="export")
    forget_account(site.account)
    forget_account(site.account)
    assert site.balance().available == 50
