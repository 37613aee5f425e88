"""Bytes straight between a site and the bucket."""

import base64
import hashlib
import random
import uuid
from datetime import timedelta
from types import SimpleNamespace
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
import urllib3
from django.db.models.signals import post_init
from django.utils import timezone
from waiting import wait_until

from picopt_contract.limits import LIMITS
from picopt_saas.billing.ledger.proof import prove
from picopt_saas.jobs.models import Item
from picopt_saas.storage import direct, presigned
from picopt_saas.storage.build import storage
from picopt_saas.storage.models import DirectUpload, Original, UploadedBytes
from picopt_saas.storage.port import StorageUnavailable
from picopt_saas.worker.sweeping import sweep_rows
from picopt_standalone.processes import free_port

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.acceptance("H3")]
PART = 8 * 1024 * 1024
http = urllib3.PoolManager(retries=False)


@pytest.fixture
def bucket(settings, s3_endpoint):
    """The platform with a bucket that sites can reach."""
    url = f"s3://probe/{uuid.uuid4().hex}?endpoint={s3_endpoint}"
    settings.PICOPT = settings.PICOPT.model_copy(update={"storage_url": url, "storage_public_url": s3_endpoint})
    return s3_endpoint


def sha256_of(data):
    return hashlib.sha256(data).hexdigest()


def announce(site, data, *, sha256=None):
    parts = [sha256_of(data[start : start + PART]) for start in range(0, len(data), PART)]
    body = {"bytes": len(data), "parts": parts}
    return site.ask("POST", f"/v1/images/{sha256 or sha256_of(data)}/upload", body)


def send(part, data):
    piece = data[part["offset"] : part["offset"] + part["bytes"]]
    return http.request("PUT", part["url"], body=piece, headers=part["headers"]).status


def done(site, data, *, sha256=None):
    return site.ask("POST", f"/v1/images/{sha256 or sha256_of(data)}/uploaded")


def upload(site, data):
    for part in announce(site, data).json()["parts"]:
        assert send(part, data) == 200
    answer = done(site, data)
    assert answer.status_code == 201, answer.content
    return answer.json()


@pytest.fixture
def large():
    """What begins like a JPEG and needs two parts."""
    return b"\xff\xd8\xff\xe0" + random.Random(5).randbytes(PART + 1000)  # noqa: S311 -- only its size matters


@pytest.fixture
def made(site, picture, run_worker):
    """A picture that was sent straight, and exported; its item."""

    def _made():
        upload(site, picture)
        job = site.order(site.item(picture), pipeline="export").json()
        run_worker()
        return site.job(job["id"])["items"][0]

    return _made


def locate(site, item):
    return site.ask("GET", f"/v1/items/{item['id']}/downloads")


def test_an_image_goes_there_and_back_without_the_service_between(bucket, site, made):
    item = made()
    assert (site.balance().held, site.balance().used) == (1, 0)
    answer = locate(site, item)
    assert answer.status_code == 200
    assert (site.balance().held, site.balance().used) == (0, 1)
    for found, file in zip(answer.json()["files"], item["export"]["files"], strict=True):
        assert urlsplit(found["url"]).netloc == urlsplit(bucket).netloc
        given = http.request("GET", found["url"])
        assert (given.status, given.headers["Content-Type"]) == (200, file["media_type"])
        assert (len(given.data), sha256_of(given.data)) == (file["bytes"], file["sha256"])
    assert locate(site, item).status_code == 200
    assert site.balance().used == 1
    assert not [proof.faults for proof in prove() if proof.faults]


def test_the_host_is_announced(bucket, site):
    hosts = site.ask("GET", "/v1/capabilities").json()["direct_hosts"]
    assert hosts == [urlsplit(bucket).netloc]


def test_an_address_takes_exactly_the_bytes_that_were_announced_and_nothing_else(bucket, site, picture):
    (part,) = announce(site, picture).json()["parts"]
    assert part["headers"]["x-amz-checksum-sha256"] == base64.b64encode(hashlib.sha256(picture).digest()).decode()

    other = bytes(len(picture))
    assert send(part, other) == 400
    longer = {**part["headers"], "Content-Length": str(len(picture) + 1)}
    assert http.request("PUT", part["url"], body=picture + b"x", headers=longer).status == 403
    assert http.request("PUT", part["url"], body=other, headers={"Content-Length": str(len(other))}).status == 403
    assert http.request("GET", part["url"]).status == 403
    assert http.request("DELETE", part["url"]).status == 403
    assert http.request("GET", part["url"].split("/probe/")[0] + "/probe?" + urlsplit(part["url"]).query).status == 403
    assert done(site, picture).json()["code"] == "upload_offset"
    assert not Original.objects.exists()


def test_addresses_end_after_five_minutes(bucket, site, picture, made):
    (part,) = announce(site, picture).json()["parts"]
    assert "X-Amz-Expires=300&" in part["url"]
    (found,) = locate(site, made()).json()["files"]
    assert "X-Amz-Expires=300&" in found["url"]


def bent(url):
    """The address with one thing changed, each in turn."""
    path, query = url.split("?")
    signed = dict(parse_qsl(query))
    longer = {**signed, "X-Amz-Expires": "604800"}
    later = {**signed, "X-Amz-Date": "20300101T000000Z"}
    other = {**signed, "response-content-type": "text/html"}
    unsigned = {name: value for name, value in signed.items() if name != "X-Amz-Signature"}
    yield from (f"{path}?{urlencode(changed)}" for changed in (longer, later, other, unsigned))
    yield f"{path[:-1]}{'y' if path.endswith('x') else 'x'}?{query}"
    yield f"{path}/../other?{query}"
    yield f"{path}?{query}&versionId=1"
    yield path


@pytest.mark.acceptance("G2")
def test_an_address_with_anything_changed_opens_nothing(bucket, site, picture, made):
    (found,) = locate(site, made()).json()["files"]
    assert http.request("GET", found["url"]).status == 200
    assert {http.request("GET", url).status for url in bent(found["url"])} <= {400, 403, 404}
    assert {http.request(method, found["url"]).status for method in ("PUT", "POST", "DELETE")} <= {403, 405}
    assert http.request("GET", found["url"]).status == 200


def test_an_address_that_is_used_again_changes_nothing(bucket, site, picture, large):
    for data in (picture, large):
        targets = announce(site, data).json()["parts"]
        for part in targets:
            assert send(part, data) == 200
        known = done(site, data).json()
        for part in targets:
            assert send(part, data) in (200, 403, 404)
            assert send(part, bytes(len(data))) in (400, 403, 404)
        assert done(site, data).json() == known
        assert Original.objects.get(sha256=sha256_of(data)).bytes == len(data)
    assert UploadedBytes.objects.get().bytes == len(picture) + len(large)


def test_an_address_is_dead_when_its_time_is_over(bucket, site, picture, made, monkeypatch):
    item = made()
    monkeypatch.setattr(presigned, "LIMITS", LIMITS.model_copy(update={"direct_url_seconds": 1}))
    (part,) = announce(site, picture[:-1]).json()["parts"]
    addresses = [found["url"] for found in locate(site, item).json()["files"]]
    wait_until(lambda: {http.request("GET", url).status for url in addresses} == {403}, "the addresses still open")
    assert send(part, picture[:-1]) == 403


def test_the_quota_is_looked_at_before_an_address_is_given(bucket, site, picture):
    left = len(picture) - 1
    used = 5 * 1024**3 - left
    UploadedBytes.objects.create(account=site.account, api_key=site.key, day=timezone.now().date(), bytes=used)
    refused = announce(site, picture)
    assert (refused.status_code, refused.json()["code"]) == (429, "byte_quota")
    assert not DirectUpload.objects.exists()
    assert UploadedBytes.objects.get().bytes == used
    assert announce(site, picture[:left]).status_code == 201
    assert announce(site, picture[:left]).status_code == 201  # the same once more costs nothing more
    assert UploadedBytes.objects.get().bytes == 5 * 1024**3


def test_an_upload_in_parts_goes_on_where_it_was_left(bucket, site, large):
    first, second = announce(site, large).json()["parts"]
    assert send(first, large) == 200
    missing = done(site, large)
    assert (missing.status_code, missing.json()["code"], missing.json()["offset"]) == (409, "upload_offset", PART)
    (again,) = announce(site, large).json()["parts"]
    assert again["offset"] == second["offset"] == PART
    assert send(again, large) == 200
    assert done(site, large).json()["bytes"] == len(large)
    assert done(site, large).status_code in (200, 201)
    assert announce(site, large).status_code == 200
    assert site.kept() == [f"originals/{sha256_of(large)}"]


def test_parts_that_make_up_another_file_leave_nothing_behind(bucket, site, large):
    for part in announce(site, large, sha256="0" * 64).json()["parts"]:
        assert send(part, large) == 200
    answer = done(site, large, sha256="0" * 64)
    assert (answer.status_code, answer.json()["code"]) == (422, "hash_mismatch")
    assert site.kept() == []
    assert done(site, large, sha256="0" * 64).status_code == 404


def test_what_is_no_image_leaves_nothing_behind(bucket, site):
    data = b"<html>" * 500
    (part,) = announce(site, data).json()["parts"]
    assert send(part, data) == 200
    assert done(site, data).json()["code"] == "unsupported_media"
    assert site.kept() == []


def test_as_many_hashes_as_parts(bucket, site, picture):
    body = {"bytes": len(picture), "parts": [sha256_of(picture)] * 2}
    answer = site.ask("POST", f"/v1/images/{sha256_of(picture)}/upload", body)
    assert (answer.status_code, answer.json()["field"]) == (422, "parts")


def test_an_upload_that_nobody_finishes_is_swept(bucket, site, picture, large):
    for data in (picture, large):
        assert send(announce(site, data).json()["parts"][0], data) == 200
    DirectUpload.objects.update(asked_at=timezone.now() - timedelta(hours=25))
    assert sweep_rows()["direct_uploads"] == 2
    assert site.kept() == []
    assert not DirectUpload.objects.exists()


@pytest.fixture
def keeps(monkeypatch):
    """The bucket refuses to give up these uploads; how often it was asked to."""
    let_go, kept, asked = direct.discard, set(), []

    def partly(upload):
        asked.append(upload.sha256)
        if upload.sha256 in kept:
            raise StorageUnavailable("AccessDenied")
        let_go(upload)

    monkeypatch.setattr(direct, "discard", partly)
    return kept, asked


def test_uploads_of_others_are_swept_behind_one_that_the_bucket_keeps(bucket, site, picture, large, keeps):
    kept, _asked = keeps
    for data in (large, picture):
        assert send(announce(site, data).json()["parts"][0], data) == 200
    DirectUpload.objects.update(asked_at=timezone.now() - timedelta(hours=25))
    kept.add(sha256_of(large))
    sweep_rows()
    assert [upload.sha256 for upload in DirectUpload.objects.all()] == [sha256_of(large)]
    kept.clear()
    sweep_rows()
    assert not DirectUpload.objects.exists()


def test_a_bucket_that_keeps_all_is_away_and_not_asked_for_each(bucket, site, keeps):
    kept, asked = keeps
    for number in range(9):
        data = b"\xff\xd8\xff\xe0" + bytes([number])
        announce(site, data)
        kept.add(sha256_of(data))
    DirectUpload.objects.update(asked_at=timezone.now() - timedelta(hours=25))
    with pytest.raises(StorageUnavailable):
        sweep_rows()
    assert len(asked) == 3


def test_an_original_is_known_though_the_bucket_keeps_what_is_left_of_its_upload(bucket, site, picture, keeps):
    keeps[0].add(sha256_of(picture))
    upload(site, picture)
    assert Original.objects.filter(account=site.account).exists()
    assert done(site, picture).status_code == 201, "asked again, the same"


def test_a_refund_comes_after_the_bytes_are_gone(bucket, site, made):
    item = made()
    addresses = [found["url"] for found in locate(site, item).json()["files"]]
    body = {"outcome": "not_applied", "reason": "no room"}
    assert site.ask("POST", f"/v1/items/{item['id']}/receipt", body).json()["refunded"] == 1
    assert {http.request("GET", address).status for address in addresses} == {404}
    assert locate(site, item).status_code == 410


def test_no_refund_while_the_bytes_cannot_be_withdrawn(bucket, site, made, settings):
    item = made()
    address = locate(site, item).json()["files"][0]["url"]
    reachable = settings.PICOPT
    away = f"s3://probe/x?endpoint=http://127.0.0.1:{free_port()}"
    settings.PICOPT = reachable.model_copy(update={"storage_url": away})
    body = {"outcome": "not_applied", "reason": "no room"}
    refused = site.ask("POST", f"/v1/items/{item['id']}/receipt", body)
    assert (refused.status_code, refused.json()["retryable"]) == (503, True)
    assert site.balance().used == 1
    assert Item.objects.get().state == "ready"
    settings.PICOPT = reachable
    assert http.request("GET", address).status == 200
    assert site.ask("POST", f"/v1/items/{item['id']}/receipt", body).json()["refunded"] == 1


def test_two_that_announce_the_same_at_once_leave_one_upload_behind(bucket, site, large, monkeypatch):
    """The second one finds the row of the first just after it has begun an upload of its own."""
    parts = direct.bucket()
    other = DirectUpload(account=site.account, sha256=sha256_of(large), total=len(large), key="parts/first")
    other.parts = [sha256_of(large[:PART]), sha256_of(large[PART:])]

    def begin(key):
        other.multipart = parts.begin(other.key)
        other.save(force_insert=True)
        return parts.begin(key)

    monkeypatch.setattr(direct, "bucket", lambda: SimpleNamespace(
        begin=begin, give_up=parts.give_up, stat=parts.stat, arrived=parts.arrived
    ))  # fmt: skip
    answer = announce(site, large)
    assert answer.status_code == 201, answer.content
    assert all("/parts/first?" in part["url"] for part in answer.json()["parts"])
    begun = storage().client.list_multipart_uploads(Bucket="probe")["Uploads"]
    assert [one["UploadId"] for one in begun if one["Key"].startswith(storage().where("")["Key"])] == [other.multipart]
    assert not UploadedBytes.objects.filter(bytes__gt=0).exists(), "the first one has counted them"


@pytest.fixture
def finished_meanwhile():
    """Another request finishes each upload as soon as this one has found its row."""

    def finish(instance, **_):
        DirectUpload.objects.filter(pk=instance.pk)._raw_delete("default")

    post_init.connect(finish, sender=DirectUpload)
    yield
    post_init.disconnect(finish, sender=DirectUpload)


def test_who_announces_again_what_is_finished_just_then_is_asked_to_come_again(bucket, site, picture, request):
    announce(site, picture)
    request.getfixturevalue("finished_meanwhile")
    answer = announce(site, picture)
    assert (answer.status_code, answer.json()["code"]) == (503, "busy")
