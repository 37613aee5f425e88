"""Receipts: the first word counts, credits go back within limits, staff decide beyond them."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from picopt_contract.jobs import AppliedFile, Receipt
from picopt_contract.values import ChargeState, ItemState
from picopt_saas.jobs.delivery import receipts
from picopt_saas.jobs.delivery.charges import deliver
from picopt_saas.jobs.delivery.files import charge_and_open_file
from picopt_saas.jobs.delivery.receipts import Refund, lock_item
from picopt_saas.jobs.models import Charge, Item, PaidWork, ReceiptRecord, SiteImage
from picopt_saas.refusal import Refusal

pytestmark = pytest.mark.usefixtures("books")
APPLIED = Receipt(outcome="applied", files=[AppliedFile(name="full", sha256="0" * 64)])
NOT_APPLIED = Receipt(outcome="not_applied", reason="The folder is read-only.")
REVERTED = Receipt(outcome="reverted")


@pytest.fixture
def fetched(order, make_files):
    """Exported pictures whose files were fetched, so that they are paid for."""

    def _fetched(count=1, **more):
        items = order(count, **{"pipeline": "export", **more})
        for item in items:
            charge_and_open_file(make_files(item).files.get(), 0, 4).close()
        return items

    return _fetched


def take_receipt(item, receipt):
    with transaction.atomic():
        return receipts.take_receipt(lock_item(item.account, item.pk), receipt)


def refused(item, receipt):
    with pytest.raises(Refusal) as caught:
        take_receipt(item, receipt)
    return caught.value


def test_an_applied_result_is_delivered_and_stays_paid(site, fetched):
    (item,) = fetched()
    assert take_receipt(item, APPLIED) == Refund()
    assert Item.objects.get(pk=item.pk).state == "delivered"
    record = ReceiptRecord.objects.get(item=item)
    assert (record.outcome, record.refund, record.files) == ("applied", "none", [{"name": "full", "sha256": "0" * 64}])
    assert site.balance().used == 1


def test_the_same_again_changes_nothing(site, fetched):
    (item,) = fetched()
    for _ in range(3):
        assert take_receipt(item, APPLIED) == Refund()
    assert ReceiptRecord.objects.count() == 1


def test_a_result_that_could_not_be_applied_is_refunded_once(site, fetched):
    (item,) = fetched()
    assert take_receipt(item, NOT_APPLIED) == Refund(credits=1)
    assert take_receipt(item, NOT_APPLIED) == Refund()
    failed = Item.objects.get(pk=item.pk)
    assert (failed.state, failed.reason_code, failed.reason_message) == (
        "failed",
        "not_applied",
        "The folder is read-only.",
    )
    assert (site.balance().used, site.balance().available) == (0, 50)
    assert not PaidWork.objects.exists()
    assert ReceiptRecord.objects.get().refunded_credits == 1
    assert ReceiptRecord.objects.get().refund == "done"


def test_a_result_that_was_never_fetched_has_nothing_to_refund(site, order, make_files):
    (item,) = order(pipeline="export")
    make_files(item)
    assert take_receipt(item, NOT_APPLIED) == Refund()
    assert ReceiptRecord.objects.get().refund == "none"
    assert site.balance().available == 50


def test_an_applied_result_may_still_be_sent_back(site, fetched):
    (item,) = fetched()
    take_receipt(item, APPLIED)
    assert take_receipt(item, NOT_APPLIED) == Refund(credits=1)
    assert ReceiptRecord.objects.get().outcome == "not_applied"


def test_what_was_sent_back_is_not_applied_after_all(fetched):
    (item,) = fetched()
    take_receipt(item, NOT_APPLIED)
    error = refused(item, APPLIED)
    assert error.code == "state_conflict"
    assert "says not_applied" in error.detail


@pytest.mark.parametrize("before", [[APPLIED], []], ids=["told before", "told only now"])
def test_what_was_reverted_stays_delivered_and_paid(site, fetched, before):
    (item,) = fetched()
    for receipt in [*before, REVERTED, REVERTED, APPLIED]:  # the last one was sent first, and comes late
        assert take_receipt(item, receipt) == Refund()
    assert Item.objects.get(pk=item.pk).state == "delivered"
    assert ReceiptRecord.objects.get().outcome == "reverted"
    assert (site.balance().used, site.balance().held) == (1, 0)
    assert PaidWork.objects.exists(), "ordered again, it is free"
    assert not SiteImage.objects.exists()


def test_what_was_reverted_cannot_be_sent_back_for_its_credits(site, fetched):
    (item,) = fetched()
    take_receipt(item, APPLIED)
    take_receipt(item, REVERTED)
    assert refused(item, NOT_APPLIED).code == "state_conflict"
    assert site.balance().used == 1


@pytest.mark.parametrize(
    "state", [ItemState.QUEUED, ItemState.EXPORTING, ItemState.REVIEW, ItemState.FAILED, ItemState.CANCELLED]
)
@pytest.mark.parametrize("receipt", [APPLIED, NOT_APPLIED, REVERTED], ids=lambda one: one.outcome)
def test_without_a_result_there_is_nothing_to_acknowledge(order, state, receipt):
    (item,) = order(pipeline="export")
    Item.objects.filter(pk=item.pk).update(state=state)
    error = refused(item, receipt)
    assert error.code == "state_conflict"
    assert f"The item is {state}" in error.detail
    assert not ReceiptRecord.objects.exists()


def test_ten_lines_in_thirty_days_come_back_by_themselves(site, fetched):
    items = fetched(11)
    given = [take_receipt(item, NOT_APPLIED) for item in items]
    assert given[:10] == [Refund(credits=1)] * 10
    assert given[10] == Refund(pending=True)
    assert take_receipt(items[10], NOT_APPLIED) == Refund(pending=True)
    assert (site.balance().used, site.balance().available) == (1, 49)
    assert ReceiptRecord.objects.get(item=items[10]).refund == "pending"
    for age, left in ((timedelta(days=29, hours=23), 0), (timedelta(days=30), 10)):
        Charge.objects.filter(state=ChargeState.REFUNDED).update(settled_at=timezone.now() - age)
        assert receipts._refunds_left(site.account) == left


@pytest.mark.parametrize(
    ("captured", "refunded", "left"),
    [(0, 0, 10), (499, 0, 10), (550, 0, 11), (999, 0, 19), (1000, 0, 20), (990, 10, 10), (0, 10, 0), (0, 12, -2)],
)
def test_large_accounts_have_two_of_a_hundred(order, site, captured, refunded, left):
    (item,) = order(pipeline="export")
    Charge.objects.bulk_create(
        Charge(
            item=item, account=site.account, line="export", attempt=number + 2, credits=1, fingerprint="f" * 64,
            state="refunded" if number < refunded else "captured", settled_at=timezone.now(),
        )
        for number in range(captured + refunded)
    )  # fmt: skip
    assert receipts._refunds_left(site.account) == left
    Charge.objects.filter(attempt__gt=1).delete()


def test_both_lines_of_an_item_count(site, fetched):
    (item,) = fetched(pipeline="analyze_export")
    deliver(item.charges.filter(line="analysis"))
    assert take_receipt(item, NOT_APPLIED) == Refund(credits=2)
    assert set(item.charges.values_list("state", flat=True)) == {"refunded"}


def test_work_that_another_item_has_for_free_was_of_use(site, picture, fetched, make_files):
    site.upload(picture)
    items = [
        Item.objects.get(job=site.order(site.item(picture, reference=f"1:{n}"), pipeline="export").json()["id"])
        for n in (1, 2)
    ]
    for item in items:
        charge_and_open_file(make_files(item).files.get(), 0, 4).close()
    paying, free = items
    assert take_receipt(paying, NOT_APPLIED) == Refund(pending=True)
    assert site.balance().used == 1
    assert take_receipt(free, NOT_APPLIED) == Refund()


@pytest.mark.parametrize("state", ["failed", "cancelled", "expired", "no_gain"])
def test_work_that_came_to_nothing_elsewhere_was_of_no_use(site, picture, make_files, state):
    site.upload(picture)
    items = [
        Item.objects.get(job=site.order(site.item(picture, reference=f"1:{n}"), pipeline="export").json()["id"])
        for n in (1, 2)
    ]
    for item in items:
        charge_and_open_file(make_files(item).files.get(), 0, 4).close()
    Item.objects.filter(pk=items[1].pk).update(state=state)
    assert take_receipt(items[0], NOT_APPLIED) == Refund(credits=1)


def test_refunding_what_was_refunded_gives_nothing(site, fetched):
    (item,) = fetched()
    charges = list(item.charges.all())
    assert receipts.refund_charges(charges) == 1
    assert receipts.refund_charges(charges) == 0
    assert site.balance().available == 50
