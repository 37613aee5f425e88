"""A store that is slower than the database has patience with a silent transaction (G7)."""

import hashlib
import threading
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from picopt_saas.storage import uploads
from picopt_saas.storage.disk import DiskStorage
from picopt_saas.storage.models import Original, Upload

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.acceptance("G7")]
SLOW = 0.6  # seconds an object; twice what the database allows


@pytest.fixture
def slow_store(monkeypatch):
    """The real folder, each of whose objects takes its time; a database that ends transactions which wait for it."""

    def late(method):
        def call(*args, **kwargs):
            time.sleep(SLOW)
            return method(*args, **kwargs)

        return call

    for name in ("read", "write", "delete"):
        monkeypatch.setattr(DiskStorage, name, late(getattr(DiskStorage, name)))
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", {"options": "-c idle_in_transaction_session_timeout=300"})
    connection.close()
    yield
    connection.close()


@pytest.fixture
def data(make_picture):
    return make_picture(900, 700)


def send(site, data, start):
    address = f"/v1/images/{hashlib.sha256(data).hexdigest()}"
    half = len(data) // 2
    first, last = (0, half - 1) if start == 0 else (half, len(data) - 1)
    stated = {"Content-Range": f"bytes {first}-{last}/{len(data)}"}
    return site.ask("PUT", address, data[first : last + 1], headers=stated)


@pytest.mark.usefixtures("slow_store")
def test_parts_are_put_together_however_long_the_store_takes(site, data):
    assert send(site, data, 0).status_code == 202
    assert send(site, data, 1).status_code == 201
    assert Original.objects.get().bytes == len(data)
    assert not Upload.objects.exists()


@pytest.mark.usefixtures("slow_store")
def test_who_asks_meanwhile_is_told_to_come_back_and_then_finds_it_done(site, data, monkeypatch):
    monkeypatch.setattr(uploads, "_PATIENCE", 0.1)
    send(site, data, 0)
    answers = []

    def last_part():
        try:
            answers.append(send(site, data, 1))
        finally:
            connection.close()

    threads = [threading.Thread(target=last_part) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    codes = sorted(answer.status_code for answer in answers)
    assert 201 in codes
    assert set(codes) <= {200, 201, 409, 503}
    assert all(answer.headers["Retry-After"] for answer in answers if answer.status_code == 503)
    assert send(site, data, 1).status_code == 200


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
