"""How rows name themselves to the staff, what ids look like, and small rules that nothing else rests on."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from picopt_contract.reasons import ReasonCode
from picopt_contract.values import ItemState
from picopt_saas.jobs.models import (
    ArchiveObject,
    Charge,
    IdempotencyRecord,
    Item,
    Job,
    PaidWork,
    PreviewOrder,
    Quote,
    ReceiptRecord,
    Reconciliation,
    ResultFile,
    SiteImage,
)
from picopt_saas.jobs.running.attempts import begin_attempt
from picopt_saas.jobs.states import move
from picopt_saas.jobs.upkeep.archiving.months import begin_of, later, month_of, read_month
from picopt_saas.jobs.upkeep.archiving.objects import folder, pack, unpack
from picopt_saas.jobs.upkeep.archiving.returning import references_of
from picopt_saas.jobs.upkeep.reconciling import reconcile
from picopt_saas.storage.models import Original

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (ArchiveObject(key="archive/2024-03/x"), "archive/2024-03/x"),
        (Charge(item_id="itm_1", line="export", attempt=2), "itm_1:export:2"),
        (IdempotencyRecord(key="k-1"), "k-1"),
        (SiteImage(reference="7", site_id="sit_1"), "7 of sit_1"),
        (Job(id="job_1"), "job_1"),
        (Item(id="itm_1"), "itm_1"),
        (PaidWork(line="export", fingerprint="0123456789abcdef"), "export 01234567"),
        (PreviewOrder(id="pre_1"), "pre_1"),
        (Quote(id="quo_1"), "quo_1"),
        (ReceiptRecord(item_id="itm_1", outcome="applied"), "itm_1 applied"),
        (Reconciliation(ran_at=NOON, faults=["x", "y"]), "2026-05-01 12:00: 2 faults"),
        (ResultFile(id="fil_1"), "fil_1"),
    ],
    ids=lambda value: type(value).__name__ if not isinstance(value, str) else "",
)
def test_a_row_says_what_it_is(row, said):
    assert str(row) == said


@pytest.mark.parametrize(
    ("model", "begins"),
    [(Job, "job_"), (Item, "itm_"), (Quote, "quo_"), (PreviewOrder, "pre_"), (ResultFile, "fil_")],
)
def test_ids_say_what_they_are_of_and_are_never_the_same(model, begins):
    first, second = model(), model()
    assert first.pk.startswith(begins)
    assert second.pk.startswith(begins)
    assert first.pk != second.pk


@pytest.mark.parametrize(
    ("month", "by", "found"),
    [
        (date(2026, 5, 1), 0, date(2026, 5, 1)),
        (date(2026, 5, 1), 1, date(2026, 6, 1)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 1, 1), -1, date(2025, 12, 1)),
        (date(2026, 1, 1), -13, date(2024, 12, 1)),
        (date(2026, 11, 1), 14, date(2028, 1, 1)),
        (date(2026, 5, 1), -120, date(2016, 5, 1)),
    ],
)
def test_months_are_counted_over_years(month, by, found):
    assert later(month, by) == found


def test_a_month_is_that_of_greenwich_and_begins_at_its_first_moment():
    late = datetime.fromisoformat("2026-05-31T23:30:00-05:00")
    assert month_of(late) == date(2026, 6, 1)
    assert begin_of(date(2026, 6, 1)) == datetime(2026, 6, 1, tzinfo=UTC)
    assert read_month("2026-06") == date(2026, 6, 1)
    assert folder(date(2026, 6, 1)) == "archive/2026-06/"


def test_the_same_rows_are_the_same_bytes_whatever_their_order():
    rows = {"b": ['{"reference": "r-2"}', '{"reference": "r-1"}'], "a": ['{"x": 1}']}
    turned = {"a": ['{"x": 1}'], "b": ['{"reference": "r-1"}', '{"reference": "r-2"}']}
    assert pack(rows) == pack(turned)
    assert unpack(pack(rows)) == turned
    assert unpack(pack({})) == {}
    assert pack(rows)[4:8] == b"\0\0\0\0", "the moment at which they are packed is no part of them"


def test_references_are_those_of_the_holds():
    assert references_of({"billing_hold": ['{"reference": "itm_1:export:1"}'], "jobs_item": ['{"id": "x"}']}) == [
        "itm_1:export:1"
    ]
    assert references_of({}) == []


def test_a_reason_is_cut_to_what_its_column_holds(order):
    (item,) = order(pipeline="export")
    move(item, ItemState.FAILED, ReasonCode.CRASHED, "x" * 501)
    assert Item.objects.get().reason_message == "x" * 500


def test_whether_an_original_was_looked_at_before_is_known_at_the_start(order):
    (item,) = order(pipeline="export")
    assert begin_attempt(item.pk).is_first_look
    Original.objects.update(look={"format": "jpeg"})
    again = begin_attempt(item.pk)
    assert not again.is_first_look
    assert again.number == 2


def test_a_quarter_of_comparisons_is_kept_and_a_hundred_faults_of_each(order):
    (item,) = order(pipeline="export")
    for days in (89, 90):
        kept = Reconciliation.objects.create(accounts=days, faults=[])
        Reconciliation.objects.filter(pk=kept.pk).update(ran_at=timezone.now() - timedelta(days=days))
    without_hold = {"item": item, "account": item.account, "line": "analysis", "credits": 1, "state": "held"}
    Charge.objects.bulk_create(Charge(attempt=number, fingerprint="f", **without_hold) for number in range(1, 103))
    assert len(reconcile().faults) == 100
    assert sorted(Reconciliation.objects.values_list("accounts", flat=True)) == [1, 89]
