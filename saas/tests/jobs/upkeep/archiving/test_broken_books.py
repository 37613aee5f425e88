"""One account whose books do not agree keeps its rows, is named and counted; all others' leave."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from structlog.testing import capture_logs

from picopt_saas.billing.ledger import proof
from picopt_saas.billing.models import Hold, Opening, Transfer, Wallet
from picopt_saas.jobs.models import Item, Job
from picopt_saas.jobs.upkeep.archiving import archive, prove_archive
from picopt_saas.jobs.upkeep.reconciling import reconcile, reconcile_whole

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("shared_cache"),
    pytest.mark.acceptance("H2"),
]


@pytest.fixture
def three(make_site, make_pictures, make_files, age):
    """Three accounts, in the order of their ids, each with a job of the same month of long ago."""
    sites = [make_site(name, url=f"https://{name.lower()}.example") for name in ("Ann", "Bob", "Eve")]
    for site, picture in zip(sites, make_pictures(3), strict=True):
        site.order_pictures(picture, pipeline="export")
        file = make_files(Item.objects.get(account=site.account)).files.get()
        site.ask("GET", f"/v1/files/{file.pk}")
    age()
    return sorted(sites, key=lambda site: site.account.pk)


def write_over_hold(account):
    Hold.objects.filter(account=account).update(credits=2)


def write_over_wallet(account):
    wallet = Wallet.objects.get(pk=account.pk)
    Wallet.objects.filter(pk=account.pk).update(available=0, held=0, used=wallet.used + wallet.available)


def use_reference_again(account):
    """As if the archive had this account's hold already."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO billing_archivedreference "
            "SELECT billing_reference_key(reference) FROM billing_hold WHERE account_id = %s",
            [account.pk],
        )


@pytest.mark.parametrize("break_books", [write_over_hold, write_over_wallet, use_reference_again])
@pytest.mark.parametrize("place", range(3))
def test_the_jobs_of_the_others_leave(three, place, break_books):
    broken = three[place]
    break_books(broken.account)
    with capture_logs() as logs:
        assert archive()["jobs"] == 2
    assert list(Job.objects.values_list("account", flat=True)) == [broken.account.pk]
    assert Hold.objects.get().account_id == broken.account.pk
    assert Transfer.objects.filter(kind="capture").get().account_id == broken.account.pk
    assert not Opening.objects.filter(account=broken.account, holds__gt=0).exists()
    assert prove_archive() == []
    assert [entry["account"] for entry in logs if entry["event"] == "account_left_out"] == [broken.account.pk]
    assert "picopt_accounts_left_out 1.0" in broken.client.get("/metrics").content.decode()
    apart = [entry for entry in logs if entry["event"] == "batch_taken_apart"]
    assert [bool(entry["exc_info"]) for entry in apart] == [True] * (break_books is not write_over_wallet)


def test_one_whose_books_are_mended_follows(three):
    write_over_hold(three[1].account)
    archive()
    Hold.objects.update(credits=1)
    assert archive()["jobs"] == 1
    assert not Job.objects.exists()
    assert [*reconcile().faults, *reconcile_whole().faults, *prove_archive()] == []


def test_a_fault_that_stays_is_found_every_time_and_holds_up_no_checkpoint(three, monkeypatch):
    """Nothing leaves that is younger than the checkpoints: if they stood still, so would the archive a year later."""
    write_over_wallet(three[0].account)
    later = timezone.now() + timedelta(days=500)
    monkeypatch.setattr(timezone, "now", lambda: later)
    monkeypatch.setattr(proof, "_database_clock", lambda: later)
    for _ in range(2):
        faults = reconcile().faults
        assert [fault.partition(":")[0] for fault in faults] == [three[0].account.pk] * len(faults) != []
    assert archive()["jobs"] == 2
