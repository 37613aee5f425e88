"""What the worker does by the clock: sweeps, old queue entries, the alarm of the books."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from asgiref.sync import async_to_sync
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.manager import JobManager
from structlog.testing import capture_logs

from picopt_saas.accounts.models import ConnectWish, GuessCount, OutgoingMail
from picopt_saas.billing.models import WebhookEvent
from picopt_saas.budget import BATCH, Budget
from picopt_saas.dashboard.closing import close_account
from picopt_saas.jobs.models import Charge, IdempotencyRecord, Item, Quote
from picopt_saas.storage.build import storage
from picopt_saas.storage.models import Original, Upload
from picopt_saas.worker.housekeeping import compare_books, remove_old_entries
from picopt_saas.worker.sweeping import sweep_objects, sweep_rows

pytestmark = pytest.mark.django_db(transaction=True)


def an_instant_ago():
    return timezone.now() - timedelta(seconds=1)


def test_an_original_without_a_job_goes_after_a_day(site, picture):
    site.upload(picture)
    assert sweep_rows()["originals"] == 0
    Original.objects.update(keep_until=an_instant_ago())
    assert sweep_rows()["originals"] == 1
    assert site.kept() == []


def test_an_upload_that_nobody_finishes_goes_after_a_day(site, picture):
    site.ask("PUT", f"/v1/images/{'0' * 64}", picture[:500], headers={"Content-Range": "bytes 0-499/9999"})
    assert len(site.kept()) == 1
    Upload.objects.update(updated_at=timezone.now() - timedelta(hours=25))
    assert sweep_rows()["uploads"] == 1
    assert site.kept() == []


def test_what_a_closed_account_had_goes_with_the_next_entry(site, picture, run_worker):
    site.order_pictures(picture, pipeline="export")
    close_account(site.account)
    assert site.kept() != []
    run_worker()
    assert site.kept() == []
    assert not Original.objects.exists()
    assert (Item.objects.get().reference, site.balance().held) == ("-", 0)


def test_mails_that_nobody_took_go_after_three_days(db):
    OutgoingMail.objects.create(sender="a@example.com", recipients=["b@example.com"], message=b"")
    assert sweep_rows()["mails"] == 0
    OutgoingMail.objects.update(created_at=timezone.now() - timedelta(days=4))
    assert sweep_rows()["mails"] == 1


def test_old_answers_and_quotes_go(site, picture):
    site.order_pictures(picture)
    IdempotencyRecord.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    Quote.objects.update(expires_at=timezone.now() - timedelta(days=2))
    swept = sweep_rows()
    assert swept["answers"] == 2
    assert not Quote.objects.exists()
    assert Item.objects.exists()


def test_old_sessions_codes_and_webhooks_go_and_young_ones_stay(site):
    now = timezone.now()
    for days in (-2, 2):
        Session.objects.create(session_key=f"session{days}", session_data="", expire_date=now + timedelta(days=days))
        expires_at = now + timedelta(days=days)
        ConnectWish.objects.create(sha256=f"{days}", user_code=f"{days}", site_url="", expires_at=expires_at)
        GuessCount.objects.create(name=f"{days}", taken=1, ends_at=expires_at)
    for age in (89, 91):
        event = WebhookEvent.objects.create(provider="stripe", event_id=f"evt_{age}", kind="x", applied=True)
        WebhookEvent.objects.filter(pk=event.pk).update(received_at=now - timedelta(days=age))
    swept = sweep_rows()
    assert (swept["sessions"], swept["codes"], swept["guesses"], swept["events"]) == (1, 1, 1, 1)
    assert Session.objects.get().session_key == "session2"
    assert ConnectWish.objects.get().sha256 == "2"
    assert WebhookEvent.objects.get().event_id == "evt_89"


@pytest.mark.parametrize(("status", "stays"), [("failed", 0), ("cancelled", 0), ("aborted", 0), ("todo", 1)])
def test_queue_entries_that_ended_long_ago_go(site, picture, status, stays):
    site.order_pictures(picture, pipeline="export")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE procrastinate_jobs DISABLE TRIGGER USER")
        cursor.execute("UPDATE procrastinate_jobs SET status = %s", [status])
        cursor.execute(
            "UPDATE procrastinate_events SET type = %s, at = now() - interval '8 days'",
            ["deferred" if status == "todo" else status],
        )
        cursor.execute("ALTER TABLE procrastinate_jobs ENABLE TRIGGER USER")
    async_to_sync(remove_old_entries)(
        SimpleNamespace(app=SimpleNamespace(job_manager=JobManager(DjangoConnector()))), 0
    )
    assert ProcrastinateJob.objects.count() == stays


def test_bytes_that_no_row_names_go_and_others_stay(site, exported, tmp_path, monkeypatch):
    mine = site.kept()
    account = site.account.pk
    for orphan in ("originals/" + "1" * 64, "results/fil_lost", "parts/x-1", "previews/pre_x-before", "odd/thing"):
        storage().write(f"{account}/{orphan}", [b"x"])
    assert sweep_objects() == 0  # too young: perhaps their rows are being written
    in_two_days = timezone.now() + timedelta(days=2)
    monkeypatch.setattr("picopt_saas.worker.sweeping.timezone.now", lambda: in_two_days)
    assert sweep_objects() == 5
    assert site.kept() == mine


def test_books_that_disagree_raise_the_alarm_in_the_log_and_on_the_metrics(site, picture):
    site.order_pictures(picture, pipeline="export")
    with capture_logs() as quiet:
        assert compare_books() == 0
    Charge.objects.update(state="captured")
    with capture_logs() as loud:
        assert compare_books() == 1
    assert [entry for entry in quiet if entry["log_level"] == "error"] == []
    (alarm,) = [entry for entry in loud if entry["event"] == "ledger_out_of_balance"]
    assert (alarm["log_level"], len(alarm["faults"])) == ("error", 1)
    assert "picopt_ledger_faults 1.0" in site.client.get("/metrics").content.decode()


@pytest.mark.acceptance("H2")
def test_a_run_takes_all_that_is_due_not_only_a_batch(site):
    due = [
        IdempotencyRecord(account=site.account, key=f"old-{number}", request_hash="x", expires_at=an_instant_ago())
        for number in range(2 * BATCH + 1)
    ]
    IdempotencyRecord.objects.bulk_create(due)
    assert sweep_rows()["answers"] == 2 * BATCH + 1
    assert not IdempotencyRecord.objects.exists()


def test_the_nightly_look_goes_on_where_it_had_to_stop(make_site, monkeypatch):
    sites = [make_site(str(number), url=f"https://site-{number}.example") for number in range(3)]
    for site in sites:
        storage().write(f"{site.account.pk}/results/fil_lost", [b"x"])
    in_two_days = timezone.now() + timedelta(days=2)
    monkeypatch.setattr("picopt_saas.worker.sweeping.timezone.now", lambda: in_two_days)
    assert [sweep_objects(Budget(0)) for _ in sites] == [1, 1, 1]
    assert all(site.kept() == [] for site in sites)
    assert sweep_objects() == 0


@pytest.mark.acceptance("H2")
def test_an_account_with_many_objects_is_looked_at_in_parts(site, monkeypatch):
    for number in range(5):
        storage().write(f"{site.account.pk}/results/fil_{number}", [b"x"])
    in_two_days = timezone.now() + timedelta(days=2)
    monkeypatch.setattr("picopt_saas.worker.sweeping.timezone.now", lambda: in_two_days)
    monkeypatch.setattr("picopt_saas.worker.sweeping._BATCH", 2)
    assert [sweep_objects(Budget(0)) for _ in range(4)] == [2, 2, 1, 0]
    assert site.kept() == []
