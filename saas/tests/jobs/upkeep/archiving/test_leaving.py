"""Jobs past their time leave for the archive with their money, whole or not at all; the books agree all the while."""

import hashlib
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from picopt_saas.billing import ledger
from picopt_saas.billing.ledger.apart import Apart
from picopt_saas.billing.ledger.archived import NotAtRestError, take_out
from picopt_saas.billing.models import ArchivedReference, Checkpoint, Hold, Opening, Transfer
from picopt_saas.jobs.models import ArchiveObject, Charge, Item, Job, ReceiptRecord, SiteImage
from picopt_saas.jobs.upkeep.archiving import archive, prove_archive
from picopt_saas.jobs.upkeep.archiving.leaving import archive_some
from picopt_saas.jobs.upkeep.archiving.objects import DamagedError, read
from picopt_saas.jobs.upkeep.overdue import overdue
from picopt_saas.jobs.upkeep.reconciling import reconcile, reconcile_whole
from picopt_saas.storage import disk
from picopt_saas.storage.build import archive_storage
from picopt_saas.storage.disk import DiskStorage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.acceptance("H2")]
MARCH = date(2024, 3, 1)


def books_agree():
    call_command("ledger", "verify")
    return [*reconcile().faults, *reconcile_whole().faults, *prove_archive()] == []


def test_what_is_old_leaves_and_the_books_still_agree(site, old_job, rows):
    before, balance = rows(), site.balance()
    assert archive()["jobs"] == 1
    assert not Job.objects.exists()
    assert not Hold.objects.exists()
    assert set(Transfer.objects.values_list("kind", flat=True)) == {"grant"}
    opening = Opening.objects.get()
    assert (opening.month, opening.used, opening.holds, opening.transfers) == (MARCH, 1, 3, 7)
    assert ArchivedReference.objects.count() == 3
    assert site.balance() == balance
    assert books_agree()
    made = ArchiveObject.objects.get()
    assert made.rows == {table: len(some) for table, some in before.items() if table != "billing_transfer"} | {
        "billing_transfer": 7
    }
    data = b"".join(archive_storage().read(made.key))
    assert (hashlib.sha256(data).hexdigest(), len(data)) == (made.sha256, made.bytes)
    assert made.key == f"archive/2024-03/{made.sha256}.jsonl.gz"
    assert archive()["jobs"] == 0


def test_an_archive_says_nothing_about_a_site_or_an_image(old_job):
    Job.objects.update(batch="sit_1:summer-holiday")
    archive()
    told = "".join(row for some in read(ArchiveObject.objects.get()).values() for row in some)
    for content in ("no room", r"(?<!\d)1:0(?!\d)", "file_name", "metadata", "summer-holiday"):
        assert not re.search(content, told)


def revert(site, item_id, key=None):
    answer = site.ask("POST", f"/v1/items/{item_id}/receipt", {"outcome": "reverted"}, key=key)
    return answer.status_code, answer.headers["Content-Type"]


def test_a_revert_is_noted_after_its_item_has_left_too(site, old_job):
    item_id = SiteImage.objects.get().item_id
    archive()
    assert not Item.objects.exists()
    for key in ("the-same-key", "the-same-key", "another-key"):
        assert revert(site, item_id, key) == (404, "application/problem+json")
        assert not SiteImage.objects.exists()
    assert books_agree()


def test_a_revert_that_comes_while_its_item_leaves_is_noted_once(site, old_job):
    item_id, balance = SiteImage.objects.get().item_id, site.balance()
    with ThreadPoolExecutor(2) as pool:
        left, (status, _) = pool.submit(closing(archive)), pool.submit(closing(revert), site, item_id).result()
        left.result()
    assert status in (200, 404)
    assert not SiteImage.objects.exists()
    archive()
    assert (site.balance(), Item.objects.exists()) == (balance, False)
    assert books_agree()


def closing(act):
    """The same, for a thread of its own."""

    def run(*arguments):
        try:
            return act(*arguments)
        finally:
            connection.close()

    return run


def test_an_archived_reference_is_never_used_again(site, old_job):
    references = list(Hold.objects.values_list("reference", flat=True))
    archive()
    for reference in references:
        with pytest.raises(ledger.ReferenceConflictError):
            ledger.reserve(site.account, [ledger.HoldRequest(reference=reference, line="export", credits=1)])
        assert not ledger.capture(reference)
        assert not ledger.refund(reference)
    assert books_agree()


def test_a_transfer_can_be_deleted_by_nobody_else(site, old_job):
    for kind in ("capture", "grant"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            Transfer.objects.filter(kind=kind).delete()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Transfer.objects.update(amount=5)


@pytest.mark.parametrize(
    "change",
    [
        lambda: Item.objects.filter(position=0).update(state="ready"),
        lambda: Item.objects.filter(position=0).update(expires_at=timezone.now() + timedelta(days=1)),
        lambda: ReceiptRecord.objects.filter(outcome="not_applied").update(refund="pending"),
        lambda: Charge.objects.filter(item__position=0).update(settled_at=timezone.now()),
        lambda: Hold.objects.filter(state="captured").update(ended_at=timezone.now()),
        lambda: Job.objects.update(created_at=timezone.now() - timedelta(days=370)),
        lambda: Checkpoint.objects.update(upto=datetime(2024, 1, 1, tzinfo=UTC)),
    ],
    ids=["not ended", "results kept", "staff decide", "settled lately", "refunded lately", "young", "not compared"],
)
def test_what_is_not_at_rest_stays(old_job, change, rows):
    change()
    before = rows()
    assert archive()["jobs"] == 0
    assert rows() == before


def test_nothing_leaves_when_it_does_not_add_up(old_job, rows):
    Hold.objects.filter(state="captured").update(credits=2)
    before = rows()
    assert archive_some(Apart()) == 0
    assert rows() == before
    assert not ArchivedReference.objects.exists()


def test_an_open_hold_never_leaves(site):
    ledger.reserve(site.account, [ledger.HoldRequest(reference="itm_x:export:1", line="export", credits=1)])
    with pytest.raises(NotAtRestError), transaction.atomic():
        take_out(["itm_x:export:1"], MARCH)
    assert Hold.objects.get().state == "held"


class Lying(DiskStorage):
    """A store that keeps something else than it was given."""

    def write(self, key, chunks):
        return super().write(key, [b"".join(chunks)[:-1], b"x"])


def test_nothing_is_deleted_that_does_not_read_back(old_job, rows, monkeypatch, tmp_path):
    before = rows()
    monkeypatch.setattr("picopt_saas.jobs.upkeep.archiving.objects.archive_storage", lambda: Lying(tmp_path / "lies"))
    with pytest.raises(DamagedError, match="not what was written"):
        archive()
    assert rows() == before
    assert not ArchiveObject.objects.exists()
    assert not Opening.objects.filter(used__gt=0).exists()


def test_months_are_objects_of_their_own_and_large_ones_several(order, make_files, age):
    for moment in (datetime(2024, 3, 31, 23, 59, tzinfo=UTC), datetime(2024, 4, 1, 0, 1, tzinfo=UTC)):
        for _ in range(2):
            for item in order(2, pipeline="export"):
                make_files(item)
        age(moment)
    assert [archive_some(Apart(), items=3) for _ in range(5)] == [1, 1, 1, 1, 0]
    months = list(ArchiveObject.objects.order_by("pk").values_list("month", flat=True))
    assert months == [MARCH, MARCH, date(2024, 4, 1), date(2024, 4, 1)]
    assert books_agree()


def test_one_run_takes_all_that_is_due(order, make_files, age):
    for month in (3, 4, 5):
        make_files(*order(1, pipeline="export"))
        age(datetime(2024, month, 15, tzinfo=UTC))
    assert archive() == {"jobs": 3, "objects_ended": 0}
    assert not Job.objects.exists()


def test_a_job_larger_than_an_object_should_be_leaves_too(old_job):
    assert archive_some(Apart(), items=1) == 1


def test_the_archive_may_be_a_place_of_its_own_or_switched_off(old_job, settings, tmp_path):
    settings.PICOPT = settings.PICOPT.model_copy(update={"archive_after_months": 0})
    assert archive() == {"jobs": 0, "objects_ended": 0}
    assert overdue()["archive"] == 0
    settings.PICOPT = settings.PICOPT.model_copy(
        update={"archive_after_months": 13, "archive_url": f"file:{tmp_path / 'elsewhere'}"}
    )
    assert archive()["jobs"] == 1
    assert (tmp_path / "elsewhere" / ArchiveObject.objects.get().key).is_file()


def test_what_should_have_left_is_told_by_its_age(old_job):
    since = datetime(2025, 6, 1, tzinfo=UTC)  # after thirteen whole months, and one to leave
    assert overdue()["archive"] == pytest.approx((timezone.now() - since).total_seconds(), abs=5)
    archive()
    assert overdue()["archive"] == 0


def test_after_the_laws_time_a_month_ends_and_its_sums_stay(site, old_job, settings, monkeypatch):
    archive()
    key = ArchiveObject.objects.get().key
    archive_storage().write("archive/2024-03/left-by-a-killed-run.jsonl.gz", [b"x"])
    assert archive()["objects_ended"] == 0
    monkeypatch.setattr(
        "picopt_saas.jobs.upkeep.archiving.leaving.timezone.now", lambda: datetime(2034, 4, 2, tzinfo=UTC)
    )
    assert archive()["objects_ended"] == 1
    assert list(archive_storage().list("archive/")) == []
    assert key
    assert books_agree()
    assert site.balance().used == 1


def test_a_month_of_which_the_store_has_to_keep_something_is_tried_again(old_job, monkeypatch):
    archive()
    archive_storage().write("archive/2024-03/held.jsonl.gz", [b"x"])
    monkeypatch.setattr(
        "picopt_saas.jobs.upkeep.archiving.leaving.timezone.now", lambda: datetime(2034, 4, 2, tzinfo=UTC)
    )
    with monkeypatch.context() as held:
        held.setattr(disk, "_unlink", lambda path: PermissionError(1, "kept") if path.name[:4] == "held" else None)
        assert archive() == {"jobs": 0, "objects_ended": 0}
    assert ArchiveObject.objects.count() == 1
    assert archive()["objects_ended"] == 1
    assert list(archive_storage().list("archive/")) == []


def test_a_damaged_object_hides_nothing_of_the_others(order, make_files, age):
    for _ in range(2):
        make_files(*order(1, pipeline="export"))
        age()
        archive_some(Apart(), items=1)
    first = ArchiveObject.objects.order_by("pk")[0]
    archive_storage().delete(first.key)
    account = Opening.objects.get().account_id
    damaged, holds, *_others = prove_archive()
    assert first.key in damaged
    assert holds == f"{account}: the opening balance of 2024-03 says 2 holds, the archive 1"


def test_an_opening_that_is_gone_is_found(old_job):
    archive()
    account = Opening.objects.get().account_id
    Opening.objects.all().delete()
    says = f"{account}: the opening balance of 2024-03 says 0"
    assert prove_archive() == [f"{says} holds, the archive 3", f"{says} transfers, the archive 7",
                               f"{says} used, the archive 1"]  # fmt: skip


def test_openings_that_were_changed_are_found(old_job):
    archive()
    Opening.objects.update(used=2)
    with pytest.raises(CommandError, match="checkpoints of 1 accounts"):
        call_command("ledger", "verify")
    assert "says 2 used, the archive 1" in prove_archive()[0]
    Opening.objects.update(used=1)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM billing_archivedreference WHERE key = (TABLE billing_archivedreference LIMIT 1)")
    with pytest.raises(CommandError, match="2 references are kept, the opening balances count 3 holds"):
        call_command("ledger", "verify")
    assert "1 of its holds" in prove_archive()[0]
    assert "2 references" in reconcile_whole().faults[0]
