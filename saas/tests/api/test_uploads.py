"""`PUT` and `HEAD /v1/images/{sha256}`: whole, in parts, resumed, wrong."""

import errno
import hashlib
import io
import itertools
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from picopt_contract.limits import LIMITS
from picopt_saas.api.capabilities import capabilities
from picopt_saas.billing.plans import PLANS
from picopt_saas.storage import uploads
from picopt_saas.storage.build import storage
from picopt_saas.storage.models import Original, Upload, UploadedBytes, UploadPart

pytestmark = pytest.mark.django_db

HEIC = Path(__file__).parents[3] / "imaging" / "tests" / "data" / "coffee.heic"
JPEG = b"\xff\xd8\xff\xe0" + os.urandom(300_000)


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def put(site, data, *, start=None, total=None, address=None, **headers):
    if start is not None:
        headers["Content-Range"] = f"bytes {start}-{start + len(data) - 1}/{total}"
    return site.ask("PUT", f"/v1/images/{address or sha256(data)}", data, headers=headers)


def send_in_parts(site, data, size):
    address = sha256(data)
    return [
        put(site, data[start : start + size], start=start, total=len(data), address=address)
        for start in range(0, len(data), size)
    ]


def head(site, address):
    return site.ask("HEAD", f"/v1/images/{address}")


def stored(site, data):
    return b"".join(storage().read(f"{site.account.pk}/originals/{sha256(data)}"))


def keys():
    return [found.key for found in storage().list("")]


def test_a_whole_picture_is_kept_once(site):
    first, second = put(site, JPEG), put(site, JPEG)

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert first.json()["media_type"] == "image/jpeg"
    assert stored(site, JPEG) == JPEG
    assert head(site, sha256(JPEG)).status_code == 200


def test_parts_make_the_same_picture(site):
    *parts, last = send_in_parts(site, JPEG, 70_000)

    assert [answer.status_code for answer in parts] == [202] * 4
    assert parts[0].json() == {"sha256": sha256(JPEG), "offset": 70_000, "total": len(JPEG)}
    assert last.status_code == 201
    assert stored(site, JPEG) == JPEG
    assert len(keys()) == 1
    assert not Upload.objects.exists()


def test_an_upload_goes_on_where_it_stopped(site):
    address, total = sha256(JPEG), len(JPEG)
    assert head(site, address).status_code == 404
    put(site, JPEG[:100_000], start=0, total=total, address=address)

    answer = head(site, address)
    assert (answer.status_code, answer["Upload-Offset"]) == (204, "100000")

    wrong = put(site, JPEG[200_000:], start=200_000, total=total, address=address)
    assert (wrong.status_code, wrong.json()["code"], wrong.json()["offset"]) == (409, "upload_offset", 100_000)
    assert put(site, JPEG[100_000:], start=100_000, total=total, address=address).status_code == 201


def test_a_part_sent_twice_is_taken_once(site):
    address, total = sha256(JPEG), len(JPEG)
    put(site, JPEG[:100_000], start=0, total=total, address=address)
    again = put(site, JPEG[:100_000], start=0, total=total, address=address)

    assert (again.status_code, again.json()["offset"]) == (409, 100_000)
    assert UploadPart.objects.count() == 1
    assert len(keys()) == 1


def test_an_upload_that_starts_over_with_another_length_begins_afresh(site):
    address = sha256(JPEG)
    put(site, JPEG[:1000], start=0, total=5000, address=address)
    put(site, JPEG[:100_000], start=0, total=len(JPEG), address=address)
    assert put(site, JPEG[100_000:], start=100_000, total=len(JPEG), address=address).status_code == 201


def test_wrong_bytes_are_refused_and_leave_nothing(site):
    answer = put(site, JPEG, address=sha256(b"something else"))
    assert (answer.status_code, answer.json()["code"]) == (422, "hash_mismatch")
    assert answer.json()["retryable"] is True

    put(site, JPEG[:200_000], start=0, total=len(JPEG), address=sha256(JPEG))
    wrong = put(site, JPEG[200_001:] + b"x", start=200_000, total=len(JPEG), address=sha256(JPEG))
    assert wrong.json()["code"] == "hash_mismatch"
    assert keys() == []
    assert head(site, sha256(JPEG)).status_code == 404


@pytest.mark.parametrize("data", [b"<svg onload='alert(1)'/>", b"plain text that is no picture at all", b"\x00" * 64])
def test_what_is_no_picture_is_refused_whole_or_in_its_first_part(site, data):
    answer = put(site, data)
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media")
    part = put(site, data, start=0, total=10_000, address=sha256(b"x"))
    assert part.json()["code"] == "unsupported_media"
    assert keys() == []


def test_heic_is_taken_and_named_where_the_setting_says_so(site, settings):
    heic = HEIC.read_bytes()
    assert put(site, heic).json()["code"] == "unsupported_media"
    assert "image/heic" not in capabilities().input_media_types
    settings.PICOPT = settings.PICOPT.model_copy(update={"accept_heic": True})
    answer = put(site, heic)
    assert (answer.status_code, answer.json()["media_type"]) == (201, "image/heic")
    assert "image/heic" in capabilities().input_media_types


@pytest.mark.parametrize("stated", ["text/html", "image/png", "nonsense"])
def test_the_bytes_tell_the_kind_and_not_the_content_type(site, stated):
    headers = {"Authorization": f"Bearer {site.token()}"}
    address = f"/internal/v1/images/{sha256(JPEG)}"
    answer = site.client.put(address, JPEG, content_type=stated, headers=headers)
    assert (answer.status_code, answer.json()["media_type"]) == (201, "image/jpeg")
    page = b"<!doctype html><script>alert(1)</script>"
    answer = site.client.put(f"/internal/v1/images/{sha256(page)}", page, content_type="image/jpeg", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media")


@pytest.mark.parametrize("start", [None, 0])
def test_a_full_disk_is_told_keeps_nothing_and_a_later_try_works(site, monkeypatch, start):
    def no_room(_handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    total = None if start is None else len(JPEG)
    data = JPEG if start is None else JPEG[:200_000]
    with monkeypatch.context() as full:
        full.setattr(os, "fsync", no_room)
        answer = put(site, data, start=start, total=total, address=sha256(JPEG))
        assert (answer.status_code, answer.json()["code"]) == (503, "busy")
        assert (answer.json()["retryable"], bool(answer["Retry-After"])) == (True, True)
        assert "room" in answer.json()["detail"]
    assert keys() == []
    assert not Original.objects.exists()
    assert not UploadPart.objects.exists()
    assert put(site, data, start=start, total=total, address=sha256(JPEG)).status_code == (
        201 if total is None else 202
    )


def test_a_disk_that_is_full_while_parts_are_joined_loses_none_of_them(site, monkeypatch):
    address, total = sha256(JPEG), len(JPEG)
    put(site, JPEG[:200_000], start=0, total=total, address=address)
    calls = itertools.count()
    real = os.fsync

    def no_room_for_the_whole(handle):
        if next(calls) >= 2:  # the part and its folder still fit
            raise OSError(errno.ENOSPC, "No space left on device")
        real(handle)

    with monkeypatch.context() as full:
        full.setattr(os, "fsync", no_room_for_the_whole)
        assert put(site, JPEG[200_000:], start=200_000, total=total, address=address).status_code == 503
    assert not Original.objects.exists()
    answer = head(site, address)
    assert (answer.status_code, answer["Upload-Offset"]) == (204, "200000")
    last = put(site, JPEG[200_000:], start=200_000, total=total, address=address)
    assert last.status_code == 201
    assert stored(site, JPEG) == JPEG
    assert len(keys()) == 1


@pytest.mark.django_db(transaction=True)
def test_the_last_part_sent_by_two_at_once_makes_one_original(site):
    address, total = sha256(JPEG), len(JPEG)
    put(site, JPEG[:200_000], start=0, total=total, address=address)

    def send(_number):
        try:
            return put(site, JPEG[200_000:], start=200_000, total=total, address=address)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(send, range(4)))
    assert {answer.status_code for answer in answers} <= {200, 201, 409}
    assert any(answer.status_code == 201 for answer in answers)
    assert {answer.json()["offset"] for answer in answers if answer.status_code == 409} <= {200_000}
    assert stored(site, JPEG) == JPEG
    assert len(keys()) == 1


@pytest.mark.parametrize("looks_before", [True, False])
def test_a_last_part_that_comes_while_another_request_ends_the_upload_finds_the_original(
    site, monkeypatch, looks_before
):
    address, total = sha256(JPEG), len(JPEG)
    put(site, JPEG[:200_000], start=0, total=total, address=address)
    expect = uploads._expect

    def slowly(account, sha256, part):
        """Another request puts the parts together, after this one has seen that all are here, or before it looks."""
        monkeypatch.undo()
        found = expect(account, sha256, part) if looks_before else None
        assert put(site, JPEG[200_000:], start=200_000, total=total, address=address).status_code == 201
        if found is None:
            return expect(account, sha256, part)
        found.offset = total
        return found

    monkeypatch.setattr(uploads, "_expect", slowly)
    answer = put(site, JPEG[200_000:], start=200_000, total=total, address=address)
    assert (answer.status_code, answer.json()["bytes"]) == (201, total)
    assert stored(site, JPEG) == JPEG
    assert not Upload.objects.exists()


def test_a_part_whose_upload_another_request_ends_right_behind_it_finds_the_original(site, monkeypatch):
    address, total = sha256(JPEG), len(JPEG)
    put(site, JPEG[:200_000], start=0, total=total, address=address)
    append = uploads._append

    def then_another(upload, part, body):
        monkeypatch.undo()
        append(upload, part, body)
        assert put(site, JPEG[200_000:], start=200_000, total=total, address=address).status_code == 201

    monkeypatch.setattr(uploads, "_append", then_another)
    answer = put(site, JPEG[200_000:], start=200_000, total=total, address=address)
    assert (answer.status_code, answer.json()["bytes"]) == (201, total)
    assert not Upload.objects.exists()


def test_a_later_part_begins_nothing(site):
    answer = put(site, JPEG[200_000:], start=200_000, total=len(JPEG), address=sha256(JPEG))
    assert (answer.status_code, answer.json()["code"], answer.json()["offset"]) == (409, "upload_offset", 0)
    assert not Upload.objects.exists()
    assert keys() == []


def test_too_large_is_refused_before_a_byte_is_read(site):
    total = LIMITS.upload_bytes + 1
    answer = put(site, JPEG, start=0, total=total)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    part = site.ask("PUT", f"/v1/images/{sha256(JPEG)}", b"x" * (LIMITS.upload_part_bytes + 1),
                    headers={"Content-Range": f"bytes 0-{LIMITS.upload_part_bytes}/{LIMITS.upload_bytes}"})  # fmt: skip
    assert part.status_code == 413


@pytest.mark.parametrize(
    "stated", ["bytes 0-10/5", "bytes 5-4/10", "bytes */10", "0-1/2", "bytes 0-1/2, 3-4/5", "bytes 0-99999/300004"]
)
def test_a_content_range_that_does_not_fit_is_named(site, stated):
    answer = site.ask("PUT", f"/v1/images/{sha256(JPEG)}", JPEG, headers={"Content-Range": stated})
    assert (answer.status_code, answer.json()["field"]) == (422, "Content-Range")


def test_an_address_that_is_no_sha256_is_named(site):
    answer = site.ask("PUT", "/v1/images/XYZ", JPEG)
    assert (answer.status_code, answer.json()["field"]) == (422, "sha256")


def test_fewer_bytes_than_announced_are_told(site):
    address = f"/internal/v1/images/{sha256(JPEG)}"
    answer = site.client.put(
        address,
        headers={"Authorization": f"Bearer {site.token()}"},
        **{"wsgi.input": io.BytesIO(JPEG[:50]), "CONTENT_LENGTH": "99"},
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "upload_offset")
    assert keys() == []


def test_the_plans_quota_of_bytes_holds_and_wrong_bytes_count_too(site):
    quota = PLANS["free"].upload_bytes_per_30_days
    put(site, JPEG, address=sha256(b"wrong"))
    assert site.ask("GET", "/v1/account").json()["usage"]["upload_bytes_30_days"] == len(JPEG)
    UploadedBytes.objects.update(bytes=quota - len(JPEG) + 1)

    answer = put(site, JPEG)
    assert (answer.status_code, answer.json()["code"]) == (429, "byte_quota")
    assert answer["Retry-After"]

    UploadedBytes.objects.update(day=timezone.now().date() - timedelta(days=31))
    assert put(site, JPEG).status_code == 201


@pytest.mark.django_db(transaction=True)
def test_many_uploads_at_once_never_exceed_the_quota_together(site):
    quota = PLANS["free"].upload_bytes_per_30_days
    pictures = [JPEG + bytes([number]) for number in range(6)]
    put(site, JPEG)
    UploadedBytes.objects.update(bytes=quota - len(pictures[0]))

    def send(data):
        try:
            return put(site, data).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as threads:
        statuses = list(threads.map(send, pictures))
    assert statuses.count(201) <= 1
    assert set(statuses) <= {201, 429}
    assert UploadedBytes.objects.get().bytes <= quota
    if 201 not in statuses:  # they were in each other's way: one alone passes
        assert put(site, pictures[0]).status_code == 201


def test_what_is_known_costs_no_quota(site):
    put(site, JPEG)
    UploadedBytes.objects.update(bytes=PLANS["free"].upload_bytes_per_30_days)
    assert put(site, JPEG).status_code == 200


def test_an_original_is_kept_a_day_and_longer_when_it_is_asked_for_again(site):
    put(site, JPEG)
    Original.objects.update(keep_until=timezone.now() + timedelta(minutes=1))
    put(site, JPEG)
    assert Original.objects.get().keep_until > timezone.now() + timedelta(hours=23)
