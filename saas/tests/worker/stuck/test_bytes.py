"""What cannot be deleted, read, or swept holds up nothing else, however much of it comes before."""

from datetime import timedelta

import pytest
from django.utils import timezone
from structlog.testing import capture_logs
from stuck_kit import AT_ONCE, ago, told

from picopt_saas.accounts.models import ConnectWish, OutgoingMail
from picopt_saas.dashboard.closing import close_account
from picopt_saas.jobs.models import PreviewOrder
from picopt_saas.jobs.upkeep.privacy import forget_closed
from picopt_saas.storage import sweeping as files_sweeping
from picopt_saas.storage.build import storage
from picopt_saas.storage.disk import DiskStorage
from picopt_saas.storage.keys import preview_key
from picopt_saas.storage.models import Original
from picopt_saas.storage.port import StorageUnavailable
from picopt_saas.worker import sweeping
from picopt_saas.worker.sweeping import sweep_objects, sweep_rows

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("shared_cache")]


def seal(key, tmp_path):
    """A file that nobody can delete: so is a folder in its place, also for root."""
    path = tmp_path / "storage" / key
    path.unlink(missing_ok=True)
    path.mkdir(parents=True)


def test_originals_of_others_go_behind_those_that_cannot(sites, make_pictures, tmp_path):
    for number, (site, picture) in enumerate(zip(sites, make_pictures(4), strict=True)):
        sha256 = site.upload(picture)
        Original.objects.filter(sha256=sha256).update(keep_until=ago(hours=9 - number))
        if number < AT_ONCE:
            seal(f"{site.account.pk}/originals/{sha256}", tmp_path)
    with capture_logs() as logs:
        sweep_rows()
    assert [Original.objects.filter(account=site.account).exists() for site in sites] == [True, True, False, False]
    assert [site.kept() for site in sites[AT_ONCE:]] == [[], []]
    assert [entry["number"] for entry in told(logs, "objects_not_deleted")] == [AT_ONCE]


def test_previews_of_others_go_behind_those_that_cannot(sites, tmp_path):
    for number, site in enumerate(sites):
        order = PreviewOrder.objects.create(account=site.account, api_key=site.key, sha256="0" * 64, settings={})
        for side in ("before", "after"):
            storage().write(preview_key(site.account.pk, order.pk, side), [b"x"])
        if number < AT_ONCE:
            seal(preview_key(site.account.pk, order.pk, "after"), tmp_path)
    PreviewOrder.objects.update(created_at=ago(hours=2))
    sweep_rows()
    left = [PreviewOrder.objects.filter(account=site.account).exists() for site in sites]
    assert left == [True, True, False, False]
    assert all(site.kept() == [] for site in sites), "also what is beside one that cannot go"


def test_a_kind_of_row_that_cannot_be_swept_holds_up_no_other_kind(site, monkeypatch):
    def broken(_now):
        raise RuntimeError("a bug of ours")

    monkeypatch.setattr(files_sweeping, "_uploads", broken)
    ConnectWish.objects.all().delete()
    OutgoingMail.objects.create(sender="a@example.com", recipients=["b@example.com"], message=b"")
    OutgoingMail.objects.update(created_at=ago(days=4))
    with pytest.raises(RuntimeError, match="a bug of ours"):  # so that it is told, and tried again
        sweep_rows()
    assert not OutgoingMail.objects.exists()


def test_each_app_whose_rows_cannot_be_swept_is_told(monkeypatch):
    def broken(*_):
        raise RuntimeError("a bug of ours")

    for app in (sweeping.files, sweeping.billing):
        monkeypatch.setattr(app, "sweep_rows", broken)
    with capture_logs() as logs, pytest.raises(RuntimeError, match="a bug of ours"):
        sweep_rows()
    names = [entry["what"] for entry in told(logs, "housekeeping_broke")]
    assert names == ["picopt_saas.storage.sweeping", "picopt_saas.billing.sweeping"]


def test_the_nightly_look_goes_on_behind_objects_that_cannot_go(sites, not_ours, monkeypatch):
    monkeypatch.setattr(sweeping, "_BATCH", AT_ONCE)
    for site in sites:
        for number in range(3):
            storage().write(f"{site.account.pk}/results/fil_{number}", [b"x"])
    not_ours(sites[0])
    in_two_days = timezone.now() + timedelta(days=2)
    monkeypatch.setattr("picopt_saas.worker.sweeping.timezone.now", lambda: in_two_days)
    with capture_logs() as logs:
        assert sweep_objects() == 9
    assert [len(site.kept()) for site in sites] == [3, 0, 0, 0]
    assert len(told(logs, "objects_not_deleted")) == 2


def test_the_nightly_look_goes_on_behind_an_account_that_cannot_be_read(sites, monkeypatch):
    for site in sites:
        storage().write(f"{site.account.pk}/results/fil_lost", [b"x"])
    whole, away = DiskStorage.list, {sites[0].account.pk, sites[1].account.pk}

    def partly(store, prefix, *, after=""):
        if prefix.strip("/") in away:
            raise PermissionError(13, "not ours")
        return whole(store, prefix, after=after)

    monkeypatch.setattr(DiskStorage, "list", partly)
    in_two_days = timezone.now() + timedelta(days=2)
    monkeypatch.setattr("picopt_saas.worker.sweeping.timezone.now", lambda: in_two_days)
    with capture_logs() as logs:
        assert sweep_objects() == 2
    assert {entry["account"] for entry in told(logs, "account_not_swept")} == away
    away |= {site.account.pk for site in sites}
    with pytest.raises(PermissionError):  # all of them: that is the store, and is tried again soon
        sweep_objects()
    away.clear()
    assert sweep_objects() == 2, "from the first that failed, and not in the next whole round"


def test_the_nightly_look_leaves_behind_what_stops_it_for_a_second_night(sites, monkeypatch):
    for site in sites:
        storage().write(f"{site.account.pk}/results/fil_lost", [b"x"])
    whole, broken = DiskStorage.list, {site.account.pk for site in sites[:3]}

    def partly(store, prefix, *, after=""):
        if prefix.strip("/") in broken:
            raise ValueError("a name that our code does not expect")
        return whole(store, prefix, after=after)

    monkeypatch.setattr(DiskStorage, "list", partly)
    in_two_days = timezone.now() + timedelta(days=2)
    monkeypatch.setattr("picopt_saas.worker.sweeping.timezone.now", lambda: in_two_days)
    for _ in range(2):
        with pytest.raises(ValueError, match="does not expect"), capture_logs() as logs:
            sweep_objects()
        assert {entry["account"] for entry in told(logs, "account_not_swept")} == broken
    monkeypatch.setattr(sweeping, "_SAME_NIGHT", 0.0)
    with pytest.raises(ValueError, match="does not expect"):
        sweep_objects()
    assert sweep_objects() == 1


def test_closed_accounts_are_forgotten_behind_those_that_cannot_be(sites, make_pictures, not_ours):
    for site, picture in zip(sites, make_pictures(4), strict=True):
        site.upload(picture)
        close_account(site.account)
    not_ours(*sites[:AT_ONCE])
    with pytest.raises(StorageUnavailable):  # so that it is told, and tried again
        forget_closed()
    assert [len(site.kept()) for site in sites] == [1, 1, 0, 0]
