"""What housekeeping cannot do to one row, object, or account holds up none of the others, however many come before."""

from datetime import timedelta

import psycopg
import pytest
from django.core import mail
from django.db import OperationalError, connection
from django.utils import timezone
from structlog.testing import capture_logs

from picopt_saas.accounts.members import create_verified_user
from picopt_saas.accounts.models import ConnectWish, Membership, OutgoingMail, Site, User
from picopt_saas.billing import ledger, telling
from picopt_saas.billing.models import Grant, Hold, Wallet
from picopt_saas.budget import Budget, in_batches
from picopt_saas.dashboard.closing import close_account
from picopt_saas.jobs.models import Charge, Item, PreviewOrder
from picopt_saas.jobs.running import reviving
from picopt_saas.jobs.running.reviving import revive_items
from picopt_saas.jobs.upkeep import expiring
from picopt_saas.jobs.upkeep import sweeping as jobs_sweeping
from picopt_saas.jobs.upkeep.expiring import expire_holds, expire_results
from picopt_saas.jobs.upkeep.privacy import forget_closed
from picopt_saas.storage import disk
from picopt_saas.storage import sweeping as files_sweeping
from picopt_saas.storage.build import storage
from picopt_saas.storage.disk import DiskStorage
from picopt_saas.storage.keys import preview_key
from picopt_saas.storage.models import Original
from picopt_saas.storage.port import StorageUnavailable
from picopt_saas.worker import sweeping
from picopt_saas.worker.housekeeping import expire_grants
from picopt_saas.worker.sweeping import sweep_objects, sweep_rows

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("shared_cache")]
AT_ONCE = 2


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch):
    """What is broken fills a whole batch."""
    monkeypatch.setitem(in_batches.__kwdefaults__, "size", AT_ONCE)
    for module in (expiring, files_sweeping, jobs_sweeping):
        monkeypatch.setattr(module, "BATCH", AT_ONCE)
    monkeypatch.setattr(telling, "_AT_MOST", AT_ONCE)


@pytest.fixture
def sites(make_site):
    """Four accounts, in the order in which housekeeping meets them; the first two are the broken ones."""
    made = [make_site(name, url=f"https://{name.lower()}.example") for name in ("Ann", "Bob", "Eve", "Tom")]
    return sorted(made, key=lambda site: site.account.pk)


def ago(**time):
    return timezone.now() - timedelta(**time)


def seal(key, tmp_path):
    """A file that nobody can delete: so is a folder in its place, also for root."""
    path = tmp_path / "storage" / key
    path.unlink(missing_ok=True)
    path.mkdir(parents=True)


@pytest.fixture
def not_ours(monkeypatch):
    """Lets accounts' files be in a folder of another user, as far as deleting goes."""
    theirs, unlink = set(), disk._unlink

    def partly(path):
        return PermissionError(1, "not ours") if theirs & set(path.parts) else unlink(path)

    monkeypatch.setattr(disk, "_unlink", partly)
    return lambda *sites: theirs.update(site.account.pk for site in sites)


def told(logs, event):
    return [entry for entry in logs if entry["event"] == event]


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


def broken_items(sites, make_pictures, **broken):
    """An item each; the first two accounts' are not as our code expects."""
    for site, picture in zip(sites, make_pictures(4), strict=True):
        site.order_pictures(picture, pipeline="export")
    if broken:
        Item.objects.filter(account__in=[site.account for site in sites[:AT_ONCE]]).update(**broken)
    return [Item.objects.get(account=site.account) for site in sites]


def test_items_end_with_their_holds_behind_some_that_cannot(sites, make_pictures):
    items = broken_items(sites, make_pictures, state="odd")
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


def test_lines_whose_process_died_are_ended_behind_some_that_cannot_be(sites, make_pictures):
    items = broken_items(sites, make_pictures, state="odd")
    Hold.objects.update(expires_at=ago(hours=8))
    ledger.expire_holds()
    Charge.objects.update(created_at=ago(days=4))
    expire_holds()
    assert [Item.objects.get(pk=item.pk).state for item in items] == ["odd", "odd", "expired", "expired"]


def test_results_go_behind_some_that_cannot(sites, make_pictures):
    items = broken_items(sites, make_pictures, state="odd")
    for number, item in enumerate(items):
        Item.objects.filter(pk=item.pk).update(expires_at=ago(hours=9 - number))
    assert expire_results() == 2
    assert [Item.objects.get(pk=item.pk).state for item in items] == ["odd", "odd", "expired", "expired"]


def test_lost_items_are_revived_behind_some_that_cannot_be(sites, make_pictures, monkeypatch):
    monkeypatch.setattr(reviving, "_AT_MOST", 3)  # in no order: so many that a broken one is among them, and not all
    items = broken_items(sites, make_pictures, picture={})
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    Item.objects.update(updated_at=ago(hours=1))
    with capture_logs() as logs:
        assert sorted(revive_items()) == sorted(item.pk for item in items[AT_ONCE:])
    assert {entry["item"] for entry in told(logs, "item_not_revived")} == {item.pk for item in items[:AT_ONCE]}


def lose(sites, make_pictures):
    """An item each, which the queue has lost."""
    items = broken_items(sites, make_pictures)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    Item.objects.update(updated_at=ago(hours=1))
    return [item.pk for item in items]


@pytest.fixture
def hold_items(database_url):
    """Somebody's transaction that goes on and on holds items; nobody waits for long."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '300ms'")
    with psycopg.connect(database_url) as other:
        yield lambda *items: other.execute("SELECT FROM jobs_item WHERE id = ANY (%s) FOR UPDATE", [list(items)])
    connection.close()


def test_lost_items_are_revived_behind_some_that_somebody_holds(sites, make_pictures, hold_items):
    items = lose(sites, make_pictures)
    hold_items(*items[:AT_ONCE])
    with capture_logs() as logs:
        assert sorted(revive_items()) == sorted(items[AT_ONCE:])
    assert {entry["item"] for entry in told(logs, "item_locked")} == set(items[:AT_ONCE])
    assert not told(logs, "item_not_revived")


def test_where_many_items_are_held_it_is_what_all_need(sites, make_pictures, hold_items):
    hold_items(*lose(sites, make_pictures))
    with pytest.raises(OperationalError), capture_logs() as logs:
        revive_items()
    assert len(told(logs, "item_locked")) == 3


def test_where_no_item_can_be_revived_it_is_our_fault(sites, make_pictures, monkeypatch):
    lose(sites, make_pictures)
    Item.objects.update(picture={})
    monkeypatch.setattr(reviving, "_BROKEN", 2)
    with pytest.raises(KeyError, match="media_type"), capture_logs() as logs:
        revive_items()
    assert len(told(logs, "item_not_revived")) == 2


def test_no_round_of_reviving_takes_for_ever(sites, make_pictures, monkeypatch):
    items = lose(sites, make_pictures)
    monkeypatch.setattr(reviving, "Budget", lambda: Budget(0))
    assert revive_items() == []
    monkeypatch.undo()
    assert sorted(revive_items()) == sorted(items)


@pytest.fixture
def locked(database_url):
    """Somebody's transaction that goes on and on holds the wallets of accounts; nobody waits for long."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '300ms'")
    with psycopg.connect(database_url) as other:
        yield lambda *sites: other.execute(
            "SELECT FROM billing_wallet WHERE account_id = ANY (%s) FOR UPDATE", [[site.account.pk for site in sites]]
        )
    connection.close()


@pytest.mark.parametrize(
    ("run", "of_another"), [(expire_holds, "released"), (expire_results, "released"), (expire_grants, "held")]
)
def test_an_account_that_somebody_holds_keeps_no_other_waiting(sites, make_pictures, locked, run, of_another):
    for site, picture in zip(sites, make_pictures(4), strict=True):
        site.order_pictures(picture, pipeline="export")
    for rows in (Hold, Grant, Item):
        rows.objects.update(expires_at=ago(hours=1))
    locked(sites[0])
    with capture_logs() as logs:
        run()
    states = [Hold.objects.get(account=site.account).state for site in sites]
    assert states == ["held", of_another, of_another, of_another]
    assert [entry["account"] for entry in told(logs, "account_locked")] == [sites[0].account.pk]
    assert not told(logs, "account_left_out")
    if run is expire_grants:
        assert [site.balance().expired for site in sites] == [49] * 4  # by their time; as moved:
        assert sorted(Wallet.objects.values_list("expired", flat=True)) == [0, 49, 49, 49]


def test_where_more_than_one_is_held_it_is_what_all_need(sites, locked):
    Grant.objects.update(expires_at=ago(hours=1))
    locked(*sites)
    with pytest.raises(OperationalError):
        expire_grants()


@pytest.mark.parametrize("look", [telling.low_balances, telling.budgets])
def test_owners_are_told_behind_some_whom_no_mail_can_be_written_to(sites, look):
    for number, site in enumerate(sites):
        owner = create_verified_user(f"owner-{number}@example.com", "a-long-password-1")
        if number < AT_ONCE:
            User.objects.filter(pk=owner.pk).update(email=f"no\naddress-{number}@example.com")
        Membership.objects.create(account=site.account, user=owner, role=Membership.Role.OWNER)
        ledger.reserve(
            site.account,
            [ledger.HoldRequest(reference=f"itm_{number}:export:1", line="export", credits=50)],
            api_key=site.key,
        )
    Site.objects.update(monthly_budget=50)
    ledger.capture_all([f"itm_{number}:export:1" for number in range(4)])
    assert look() == 2
    assert sorted(letter.to[0] for letter in mail.outbox) == ["owner-2@example.com", "owner-3@example.com"]


def test_an_arrear_of_one_kind_leaves_the_next_kinds_their_turn():
    batches = iter([AT_ONCE] * 9)
    assert in_batches(lambda: next(batches), Budget(0)) == AT_ONCE
