"""What a bucket does for itself, by a real S3 server: parts, copies, checksums, and addresses that others use."""

import base64
import hashlib
import random
from urllib.parse import parse_qs, urlsplit

import pytest
import urllib3
from botocore.exceptions import ClientError

from picopt_saas.checkup import check_up
from picopt_saas.findings import Verdict
from picopt_saas.storage.bucket import Bucket
from picopt_saas.storage.build import build_presigner, build_storage
from picopt_saas.storage.disk import DiskStorage
from picopt_saas.storage.port import ObjectMissing, StorageUnavailable
from picopt_saas.storage.presigned import as_base64
from picopt_saas.storage.s3 import S3Storage, key_prefix

PART = 5 * 1024 * 1024  # the least that a bucket takes, but for the last
EMPTY = hashlib.sha256(b"").hexdigest()
http = urllib3.PoolManager(retries=False)


@pytest.fixture
def bucket(s3_storage):
    return Bucket(s3_storage)


@pytest.fixture
def signs(s3_storage, s3_endpoint):
    """Signs addresses of the objects of `s3_storage`."""
    prefix = s3_storage.where("")["Key"]
    return build_presigner(f"s3://probe/{prefix}?endpoint={s3_endpoint}", s3_endpoint)


@pytest.fixture
def pieces():
    source = random.Random(7)  # noqa: S311 -- only that they differ matters
    return [source.randbytes(PART), source.randbytes(1000)]


def sha256_of(data):
    return hashlib.sha256(data).hexdigest()


def send(signs, upload, number, data):
    where = signs.part("a/whole", upload, number, len(data), sha256_of(data))
    return http.request("PUT", where.url, body=data, headers=where.headers).status


def test_parts_that_others_send_make_one_object(bucket, signs, s3_storage, pieces):
    upload = bucket.begin("a/whole")
    assert bucket.arrived("a/whole", upload) == {}
    assert send(signs, upload, 2, pieces[1]) == 200
    assert list(bucket.arrived("a/whole", upload)) == [2]
    assert send(signs, upload, 1, pieces[0]) == 200
    assert sorted(bucket.arrived("a/whole", upload)) == [1, 2]
    with pytest.raises(ObjectMissing):
        bucket.stat("a/whole")

    bucket.finish("a/whole", upload, [sha256_of(piece) for piece in pieces])
    assert b"".join(s3_storage.read("a/whole")) == b"".join(pieces)
    assert bucket.stat("a/whole").bytes == PART + 1000
    assert bucket.arrived("a/whole", upload) == {}


def test_finishing_twice_is_no_fault(bucket, signs, s3_storage, pieces):
    upload = bucket.begin("a/whole")
    for number, piece in enumerate(pieces, start=1):
        send(signs, upload, number, piece)
    for _ in range(2):
        bucket.finish("a/whole", upload, [sha256_of(piece) for piece in pieces])
    assert b"".join(s3_storage.read("a/whole")) == b"".join(pieces)


def test_an_upload_that_is_given_up_is_gone_and_cannot_be_sent_to(bucket, signs, pieces):
    upload = bucket.begin("a/whole")
    assert send(signs, upload, 1, pieces[0]) == 200
    for _ in range(2):
        bucket.give_up("a/whole", upload)
    assert bucket.arrived("a/whole", upload) == {}
    assert send(signs, upload, 2, pieces[1]) == 404
    bucket.finish("a/whole", upload, [sha256_of(piece) for piece in pieces])
    with pytest.raises(ObjectMissing):
        bucket.stat("a/whole")


def test_a_checksum_that_the_bucket_made_itself_is_told(bucket, signs, s3_storage):
    data = b"one small object"
    where = signs.put("a/one", len(data), sha256_of(data))
    assert http.request("PUT", where.url, body=data, headers=where.headers).status == 200
    assert bucket.stat("a/one") == (len(data), sha256_of(data))


def test_of_parts_the_bucket_knows_no_checksum_of_the_whole(bucket, signs, pieces):
    upload = bucket.begin("a/whole")
    for number, piece in enumerate(pieces, start=1):
        send(signs, upload, number, piece)
    bucket.finish("a/whole", upload, [sha256_of(piece) for piece in pieces])
    assert bucket.stat("a/whole").sha256 is None


def test_a_copy_has_the_bytes_and_leaves_its_source(bucket, s3_storage):
    s3_storage.write("a/one", [b"abc"])
    bucket.copy("a/one", "b/two")
    assert b"".join(s3_storage.read("b/two")) == b"".join(s3_storage.read("a/one")) == b"abc"
    with pytest.raises(StorageUnavailable):
        bucket.copy("a/none", "b/three")


@pytest.mark.parametrize(
    "act",
    [
        lambda bucket: bucket.begin("a/one"),
        lambda bucket: bucket.arrived("a/one", "upload"),
        lambda bucket: bucket.finish("a/one", "upload", [EMPTY]),
        lambda bucket: bucket.give_up("a/one", "upload"),
        lambda bucket: bucket.stat("a/one"),
        lambda bucket: bucket.copy("a/one", "a/two"),
    ],
    ids=["begin", "arrived", "finish", "give_up", "stat", "copy"],
)
def test_a_bucket_that_is_away_is_told_in_our_words(act, monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "x")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
    with pytest.raises(StorageUnavailable):
        act(Bucket(S3Storage("probe", endpoint="http://127.0.0.1:9")))


def test_what_is_read_comes_with_its_media_type(signs, s3_storage):
    s3_storage.write("a/one", [b"abc"])
    answer = http.request("GET", signs.get("a/one", "image/avif"))
    assert (answer.status, answer.data, answer.headers["Content-Type"]) == (200, b"abc", "image/avif")


@pytest.mark.parametrize("changed", ["a/two", "a/one/../two", "a%2Fone2"])
def test_an_address_is_for_one_object(signs, s3_storage, changed):
    for name in ("a/one", "a/two", "a/one2"):
        s3_storage.write(name, [b"abc"])
    address = signs.get("a/one", "image/webp")
    assert http.request("GET", address.replace("a/one", changed)).status in (403, 404)


def test_an_address_says_what_the_signature_covers(signs):
    where = signs.put("a/one", 7, EMPTY)
    query = parse_qs(urlsplit(where.url).query)
    assert query["X-Amz-Expires"] == ["300"]
    assert query["X-Amz-SignedHeaders"] == ["content-length;host;x-amz-checksum-sha256"]
    assert where.headers == {"Content-Length": "7", "x-amz-checksum-sha256": as_base64(EMPTY)}
    assert base64.b64decode(as_base64(EMPTY)).hex() == EMPTY


def test_sites_reach_amazons_own_buckets_by_their_host(monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "x")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
    signs = build_presigner("s3://shop/images?region=eu-central-1", "")
    assert signs.host == "shop.s3.eu-central-1.amazonaws.com"
    address = urlsplit(signs.get("a/one", "image/webp"))
    assert (address.scheme, address.path) == ("https", "/images/a/one")


def test_a_bucket_on_a_server_of_ones_own_needs_the_address_that_sites_reach(s3_endpoint):
    assert build_presigner(f"s3://probe?endpoint={s3_endpoint}", "") is None
    public = build_presigner(f"s3://probe/deep?endpoint={s3_endpoint}", "https://files.example")
    assert public.host == "files.example"
    assert urlsplit(public.get("a/one", "image/webp")).path == "/probe/deep/a/one"


def test_a_folder_has_no_addresses(tmp_path):
    assert build_presigner(f"file:{tmp_path}", "https://files.example") is None


@pytest.mark.parametrize("url", ["s3:///prefix", "s3:", "http://bucket", "", "/var/lib/picopt"])
def test_an_address_of_a_store_that_makes_no_sense_is_refused(url):
    with pytest.raises(ValueError, match=r"STORAGE_URL: expected file:/folder or s3://bucket/prefix"):
        build_storage(url)


@pytest.mark.parametrize("url", ["file:{}", "file://{}"])
def test_a_folder_is_named_with_and_without_slashes(tmp_path, url):
    store = build_storage(url.format(tmp_path / "objects"))
    assert isinstance(store, DiskStorage)
    store.write("a/one", [b"abc"])
    assert (tmp_path / "objects" / "a" / "one").read_bytes() == b"abc"


@pytest.mark.parametrize(("path", "prefix"), [("", ""), ("/", ""), ("/one", "one/"), ("one/two/", "one/two/")])
def test_what_keys_begin_with(path, prefix):
    assert key_prefix(path) == prefix


@pytest.fixture
def doctor(settings, s3_endpoint, s3_storage, monkeypatch):
    """What the doctor says of a bucket whose credentials may not do all that is asked of it."""
    prefix = s3_storage.where("")["Key"]
    url = f"s3://probe/{prefix}?endpoint={s3_endpoint}"
    settings.PICOPT = settings.PICOPT.model_copy(update={"storage_url": url, "storage_public_url": s3_endpoint})
    client = build_storage(url).client

    def _say(*refused):
        for name in refused:
            monkeypatch.setattr(client, name, _refuse(name))
        found = list(check_up(migrated=False))
        return next((one.verdict, one.says) for one in found if one.what == "storage")

    return _say


def _refuse(name):
    def refuse(*_, **__):
        raise ClientError({"Error": {"Code": "AccessDenied", "Message": "not allowed"}}, name)

    return refuse


def test_the_doctor_tries_all_that_is_asked_of_a_bucket(doctor):
    assert doctor() == (Verdict.OK, "writes, reads, lists and deletes")


@pytest.mark.parametrize(
    "refused", ["put_object", "get_object", "delete_objects", "get_paginator", "list_parts", "abort_multipart_upload"]
)
def test_the_doctor_names_what_a_bucket_refuses(doctor, refused):
    verdict, says = doctor(refused)
    assert verdict is Verdict.WRONG
    assert "AccessDenied" in says
