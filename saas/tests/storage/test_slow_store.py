"""A store that is slower than the database has patience with a silent transaction (G7)."""

import hashlib
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from psycopg.pq import TransactionStatus

from picopt_saas.storage import uploads
from picopt_saas.storage.disk import DiskStorage
from picopt_saas.storage.models import Original, Upload

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.acceptance("G7")]


@pytest.fixture
def waiting(monkeypatch):
    """What the asking connection to the database was in the middle of, each time that the store was at work."""
    seen = []

    def watched(method):
        def call(*args, **kwargs):
            seen.append(connection.connection.info.transaction_status)
            return method(*args, **kwargs)

        return call

    for name in ("read", "write", "delete"):
        monkeypatch.setattr(DiskStorage, name, watched(getattr(DiskStorage, name)))
    return seen


@pytest.fixture
def data(make_picture):
    return make_picture(900, 700)


def send(site, data, start):
    address = f"/v1/images/{hashlib.sha256(data).hexdigest()}"
    half = len(data) // 2
    first, last = (0, half - 1) if start == 0 else (half, len(data) - 1)
    stated = {"Content-Range": f"bytes {first}-{last}/{len(data)}"}
    return site.ask("PUT", address, data[first : last + 1], headers=stated)


def test_no_transaction_waits_for_the_store(site, data, waiting):
    assert send(site, data, 0).status_code == 202
    assert send(site, data, 1).status_code == 201
    assert Original.objects.get().bytes == len(data)
    assert not Upload.objects.exists()
    assert len(waiting) >= 5  # two parts are written, read, and deleted together after the whole was written
    assert set(waiting) == {TransactionStatus.IDLE}


def begin(target):
    """Run it beside this thread."""

    def run():
        try:
            target()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_who_asks_meanwhile_is_told_to_come_back_and_then_finds_it_done(site, data, monkeypatch):
    monkeypatch.setattr(uploads, "_PATIENCE", 0.1)
    joining, others_are_answered, answers, read = threading.Event(), threading.Event(), [], DiskStorage.read

    def read_late(*args):
        joining.set()
        assert others_are_answered.wait(60)
        return read(*args)

    monkeypatch.setattr(DiskStorage, "read", read_late)
    send(site, data, 0)
    first = begin(lambda: answers.append(send(site, data, 1)))
    assert joining.wait(60)
    meanwhile = send(site, data, 1)
    others_are_answered.set()
    first.join()
    assert (meanwhile.status_code, meanwhile.json()["code"]) == (503, "busy")
    assert meanwhile.headers["Retry-After"]
    assert answers[0].status_code == 201
    assert send(site, data, 1).status_code == 200


def test_those_who_send_the_last_part_at_once_make_one_original(site, data, monkeypatch):
    monkeypatch.setattr(uploads, "_PATIENCE", 60)
    send(site, data, 0)
    answers = []
    for thread in [begin(lambda: answers.append(send(site, data, 1))) for _ in range(3)]:
        thread.join()
    codes = {answer.status_code for answer in answers}
    assert 201 in codes
    assert codes <= {200, 201, 409}
    assert Original.objects.get().bytes == len(data)


def test_who_was_killed_over_it_keeps_nobody_from_it_for_long(site, data, monkeypatch):
    monkeypatch.setattr(uploads, "_PATIENCE", 0.1)
    send(site, data, 0)
    upload = Upload.objects.get()
    part = uploads.Part(start=len(data) // 2, length=len(data) - len(data) // 2, total=len(data))
    uploads._append(upload, part, [data[len(data) // 2 :]])
    Upload.objects.update(joining_until=timezone.now() + timedelta(minutes=1))
    assert send(site, data, 1).json()["code"] == "busy"
    Upload.objects.update(joining_until=timezone.now())
    assert send(site, data, 1).status_code == 201


def test_a_clock_that_was_an_hour_ahead_keeps_nobody_from_it(site, data, monkeypatch):
    monkeypatch.setattr(uploads, "_PATIENCE", 0.1)
    send(site, data, 0)
    Upload.objects.update(joining_until=timezone.now() + timedelta(hours=1, minutes=2))
    assert send(site, data, 1).status_code == 201
