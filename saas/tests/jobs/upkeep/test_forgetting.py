"""Deletion on demand and housekeeping that falls behind, without a worker."""

from datetime import timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from picopt_contract.values import ItemState
from picopt_saas.accounts.models import Account
from picopt_saas.billing import ledger
from picopt_saas.billing.models import Grant, Hold
from picopt_saas.jobs.models import IdempotencyRecord, Item, Job, PreviewOrder, Quote, ReceiptRecord
from picopt_saas.jobs.states import move
from picopt_saas.jobs.upkeep import privacy
from picopt_saas.jobs.upkeep.expiring import expire_holds, expire_results
from picopt_saas.jobs.upkeep.overdue import overdue
from picopt_saas.jobs.upkeep.privacy import forget_account
from picopt_saas.storage import direct
from picopt_saas.storage.build import storage
from picopt_saas.storage.models import DirectUpload, Original, Upload
from picopt_saas.storage.port import StorageUnavailable

pytestmark = pytest.mark.usefixtures("books")


def ago(**much):
    return timezone.now() - timedelta(**much)


def test_of_a_finished_image_nothing_is_left_but_its_books(site, order, make_files):
    (item,) = order(pipeline="export")
    make_files(item, "full", "thumbnail")
    ReceiptRecord.objects.create(item=item, outcome="applied", reason="Mine", files=["full"])
    forget_account(site.account)
    kept = Item.objects.get()
    assert (kept.picture, kept.reference, kept.state) == ({}, "-", "expired")
    assert set(kept.charges.values_list("state", flat=True)) == {"released"}
    receipt = ReceiptRecord.objects.get()
    assert (receipt.reason, receipt.files) == ("", [])
    assert site.kept() == []
    assert site.balance().available == 50


def test_what_had_expired_before_is_forgotten_too_and_so_is_what_was_ordered(site, order):
    (item,) = order(pipeline="export")
    Item.objects.filter(pk=item.pk).update(state="failed", picture={}, reason_message="C:/Bob/holiday.jpg is broken")
    ReceiptRecord.objects.create(item=item, outcome="not_applied", reason="Bob's laptop")
    Job.objects.update(settings={"analysis": {"brand": "Bob's"}}, batch="sit:holiday")
    forget_account(site.account)
    kept, job = Item.objects.get(), Job.objects.get()
    assert (kept.reference, kept.reason_message, kept.state) == ("-", "", "failed")
    assert (ReceiptRecord.objects.get().reason, job.settings, job.batch) == ("", {}, "")


def test_what_was_broken_off_is_finished_at_night_for_closed_accounts_alone(site, make_site, order, monkeypatch):
    order(2, pipeline="export")
    other = make_site("Bob", url="https://example.org")
    Account.objects.filter(pk=site.account.pk).update(closed_at=timezone.now())
    Original.objects.create(account=other.account, sha256="a" * 64, bytes=1, media_type="x", keep_until=ago(days=-1))
    monkeypatch.setattr(privacy, "storage", away)
    with pytest.raises(StorageUnavailable):
        forget_account(site.account)
    monkeypatch.undo()
    Original.objects.create(account=site.account, sha256="a" * 64, bytes=1, media_type="x", keep_until=ago(days=-1))
    assert [privacy.forget_closed(), privacy.forget_closed()] == [1, 0]
    assert site.kept() == []
    assert list(Original.objects.values_list("account", flat=True)) == [other.account.pk]


def away():
    raise StorageUnavailable("the store is away")


def test_an_image_that_had_ended_keeps_how_it_ended(site, order):
    (item,) = order(pipeline="export")
    Item.objects.filter(pk=item.pk).update(state=ItemState.DELIVERED)
    item.charges.update(state="captured")
    ledger.capture(item.charges.get().reference)
    forget_account(site.account)
    kept = Item.objects.get()
    assert (kept.picture, kept.reference, kept.state) == ({}, "-", "delivered")


@pytest.mark.parametrize("broken", [0, 1, 2])
def test_an_item_that_cannot_end_keeps_nothing_else(site, order, make_files, broken):
    items = order(3, pipeline="export")
    for item in items:
        make_files(item)
        ReceiptRecord.objects.create(item=item, outcome="applied", reason="Mine")
    Item.objects.filter(pk=items[broken].pk).update(state="odd")
    with pytest.raises(ValueError, match="odd"):  # so that it is told
        forget_account(site.account)
    kept = list(Item.objects.order_by("position").values_list("picture", "reference", "state"))
    assert kept == [({}, "-", "odd" if number == broken else "expired") for number in range(3)]
    assert set(ReceiptRecord.objects.values_list("reason", flat=True)) == {""}
    assert site.kept() == []
    assert not Original.objects.exists()
    assert site.balance().available == 50


def test_uploads_that_were_only_announced_go_with_their_bytes(site, make_site, order):
    order(pipeline="export")
    other = make_site("Bob", url="https://example.org")
    for account in (site.account, other.account):
        key = f"{account.pk}/parts/one"
        storage().write(key, [b"some"])
        DirectUpload.objects.create(account=account, sha256="a" * 64, total=4, parts=["b" * 64], key=key)
    forget_account(site.account)
    assert [upload.account_id for upload in DirectUpload.objects.all()] == [other.account.pk]
    assert (site.kept(), other.kept()) == ([], ["parts/one"])
    assert not Original.objects.exists()


def test_an_announced_upload_that_the_bucket_does_not_let_go_keeps_nothing_else(site, order, monkeypatch):
    order(pipeline="export")
    uploads = [
        DirectUpload.objects.create(account=site.account, sha256=letter * 64, total=4, parts=["b" * 64], key=letter)
        for letter in "ac"
    ]
    let_go = direct.discard

    def partly(upload):
        return away() if upload.sha256[0] == "a" else let_go(upload)

    monkeypatch.setattr(direct, "discard", partly)
    with pytest.raises(StorageUnavailable):  # so that it is told, and tried again
        forget_account(site.account)
    assert site.kept() == []
    assert not Original.objects.exists()
    assert list(DirectUpload.objects.all()) == uploads[:1]
    monkeypatch.undo()
    assert forget_account(site.account) == 1
    assert not DirectUpload.objects.exists()


def test_what_was_withdrawn_is_told_for_a_month(order, make_files):
    (item,) = order(pipeline="export")
    make_files(item, "full", "thumbnail", "medium")
    for name, days in (("full", 29), ("thumbnail", 30)):
        item.files.filter(name=name).update(withdrawn_at=ago(days=days))
    expire_results()
    assert set(item.files.values_list("name", flat=True)) == {"full", "medium"}


def test_an_account_is_forgotten_by_a_worker(site, order):
    order(pipeline="export")
    privacy.forget_soon(site.account)
    (entry,) = ProcrastinateJob.objects.filter(task_name="forget_account")
    assert (entry.queue_name, entry.args) == ("housekeeping", {"account_id": site.account.pk})
    assert Item.objects.exclude(picture={}).exists(), "not while somebody waits"


def test_nothing_is_overdue_where_everything_is_kept_up(site, order):
    order(2)
    assert set(overdue().values()) == {0.0}


@pytest.mark.parametrize(
    ("kind", "rows", "column"),
    [
        ("results", Item, "expires_at"),
        ("originals", Original, "keep_until"),
        ("answers", IdempotencyRecord, "expires_at"),
        ("holds", Hold, "expires_at"),
        ("grants", Grant, "expires_at"),
    ],
)
def test_what_is_due_is_counted_from_when_it_was_due(order, kind, rows, column):
    order(pipeline="export")
    rows.objects.update(**{column: ago(hours=5)})
    found = overdue()
    assert found.pop(kind) == pytest.approx(5 * 3600, abs=120)
    assert set(found.values()) == {0.0}


def test_a_preview_is_due_after_an_hour(site, order):
    (item,) = order(pipeline="export")
    PreviewOrder.objects.create(account=site.account, api_key=site.key, sha256=item.sha256, settings={})
    PreviewOrder.objects.update(created_at=ago(hours=6))
    found = overdue()
    assert found.pop("previews") == pytest.approx(5 * 3600, abs=120)
    assert set(found.values()) == {0.0}


def test_what_lies_there_by_right_for_a_while_is_not_overdue(site, order):
    (item,) = order(pipeline="export")
    PreviewOrder.objects.create(account=site.account, api_key=site.key, sha256=item.sha256, settings={})
    PreviewOrder.objects.update(created_at=ago(minutes=50))
    Quote.objects.update(expires_at=ago(minutes=5))
    Upload.objects.create(account=site.account, sha256="a" * 64, total=9)
    assert set(overdue().values()) == {0.0}


def test_a_hold_that_ends_takes_all_lines_of_its_item_and_its_files_along(site, order, make_files):
    first, second = order(2)
    make_files(first)
    Hold.objects.filter(reference__startswith=first.pk).update(expires_at=ago(seconds=1))
    assert expire_holds() == 2
    first.refresh_from_db()
    assert (first.state, first.reason_code) == ("expired", "hold_expired")
    assert set(first.charges.values_list("state", flat=True)) == {"released"}
    assert [name for name in site.kept() if name.startswith("results")] == []
    second.refresh_from_db()
    assert (second.state, site.balance().held) == ("queued", 2)


def test_a_hold_that_ends_alone_takes_the_other_lines_of_its_item_along(site, order):
    (item,) = order()
    Hold.objects.filter(reference__contains=":analysis:").update(expires_at=ago(seconds=1))
    assert expire_holds() == 1
    item.refresh_from_db()
    assert item.state == "expired"
    assert dict(item.charges.values_list("line", "state")) == {"analysis": "released", "export": "released"}
    assert (site.balance().held, site.balance().available) == (0, 50)


def test_a_text_that_was_paid_for_outlives_the_hold_of_its_files(site, order, write):
    (item,) = order()
    write(item, to=ItemState.REVIEW)
    site.job(item.job_id)  # reads the text, which pays for it
    Hold.objects.filter(state="held").update(expires_at=ago(seconds=1))
    assert expire_holds() == 1
    item.refresh_from_db()
    assert item.state == "expired"
    assert dict(item.charges.values_list("line", "state")) == {"analysis": "captured", "export": "released"}
    assert site.balance().used == 1


def test_an_item_that_has_ended_is_not_ended_again(site, order):
    (item,) = order(pipeline="export")
    move(item, ItemState.SKIPPED)
    Hold.objects.update(expires_at=ago(seconds=1))
    assert expire_holds() == 1
    item.refresh_from_db()
    assert (item.state, site.balance().available) == ("skipped", 50)
