"""Originals, quotas, names of objects: whose they are, how long they stay, what is swept."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.http import UnreadablePostError
from django.utils import timezone

from picopt_saas.refusal import Refusal
from picopt_saas.storage import keys
from picopt_saas.storage.build import storage
from picopt_saas.storage.disk import DiskStorage
from picopt_saas.storage.models import Original, Upload, UploadedBytes, UploadPart
from picopt_saas.storage.originals import add_original, find_original, keep_at_least, touch
from picopt_saas.storage.port import StorageUnavailable
from picopt_saas.storage.quota import claimed, uploaded_bytes
from picopt_saas.storage.sniff import media_types, sniff
from picopt_saas.storage.sweeping import named_objects, sweep_rows

DAY = timedelta(days=1)
ONE, TWO = "1" * 64, "2" * 64


@pytest.fixture
def other(make_site):
    return make_site("Bob", url="https://example.org")


def original(site, sha256=ONE):
    return add_original(site.account, sha256, size=9, media_type="image/png")


def test_an_original_is_its_accounts_own(site, other):
    mine = original(site)
    assert find_original(site.account, ONE) == mine
    assert find_original(other.account, ONE) is None
    assert touch(other.account, ONE) is None
    assert keep_at_least(other.account, {ONE}, timezone.now()) == set()
    assert original(other).pk != mine.pk


def test_the_same_original_again_is_the_same(site):
    first = original(site)
    assert add_original(site.account, ONE, size=99, media_type="image/jpeg").pk == first.pk
    assert Original.objects.get().bytes == 9


def test_an_original_is_kept_for_a_day_or_as_long_as_somebody_wants_it(site):
    original(site)
    assert timedelta(hours=23) < Original.objects.get().keep_until - timezone.now() <= DAY
    long = timezone.now() + 30 * DAY
    assert keep_at_least(site.account, {ONE, TWO}, long) == {ONE}
    assert Original.objects.get().keep_until == long
    keep_at_least(site.account, {ONE}, timezone.now())
    touch(site.account, ONE)
    assert Original.objects.get().keep_until == long


def test_sweeping_takes_originals_that_nobody_wants_with_their_bytes(site):
    for sha256 in (ONE, TWO):
        original(site, sha256)
        storage().write(keys.original_key(site.account.pk, sha256), [b"x"])
    Original.objects.filter(sha256=ONE).update(keep_until=timezone.now())
    assert sweep_rows(timezone.now())["originals"] == 1
    assert site.kept() == [f"originals/{TWO}"]
    assert sweep_rows(timezone.now())["originals"] == 0


def test_sweeping_takes_uploads_that_were_given_up_with_their_parts(site):
    for age, sha256 in ((2, ONE), (0, TWO)):
        upload = Upload.objects.create(account=site.account, sha256=sha256, total=9, offset=1)
        key = keys.part_key(site.account.pk, sha256)
        UploadPart.objects.create(upload=upload, offset=0, bytes=1, key=key)
        storage().write(key, [b"x"])
        Upload.objects.filter(pk=upload.pk).update(updated_at=timezone.now() - age * DAY)
    assert sweep_rows(timezone.now())["uploads"] == 1
    assert [name.split("-")[0] for name in site.kept()] == [f"parts/{TWO}"]


def test_counts_of_uploads_are_kept_for_a_month(site):
    today = timezone.now().date()
    for days in (0, 31, 32):
        UploadedBytes.objects.create(account=site.account, api_key=site.key, day=today - days * DAY, bytes=1)
    assert sweep_rows(timezone.now())["counts"] == 1


def test_objects_that_a_row_names_are_told_from_those_that_none_does(site):
    original(site)
    key = keys.part_key(site.account.pk, ONE)
    upload = Upload.objects.create(account=site.account, sha256=ONE, total=9)
    UploadPart.objects.create(upload=upload, offset=0, bytes=1, key=key)
    known = keys.original_key(site.account.pk, ONE)
    assert known in named_objects("originals", {known: ONE, "x/originals/none": "none"})
    assert keys.original_key("acc_other", ONE) not in named_objects("originals", {known: ONE})
    assert named_objects("parts", {key: "", "x/parts/none": ""}) == {key}
    assert named_objects("results", {}) is None


def test_bytes_are_counted_as_they_came_by_key_and_account(site, other):
    with claimed(site.account, site.key, 100, quota=1000) as claim:
        assert uploaded_bytes(site.account) == 100
        claim.received = 60
    assert uploaded_bytes(site.account) == 60
    assert uploaded_bytes(site.account, site.key) == 60
    assert uploaded_bytes(other.account) == 0


def test_an_upload_that_breaks_counts_what_came(site):
    def upload():
        with claimed(site.account, site.key, 100, quota=1000) as claim:
            claim.received = 7
            raise ConnectionError

    with pytest.raises(ConnectionError):
        upload()
    assert uploaded_bytes(site.account) == 7


@pytest.mark.parametrize(
    ("used", "announced", "fits"), [(0, 1000, True), (0, 1001, False), (900, 100, True), (900, 101, False)]
)
def test_a_quota_is_used_up_to_the_last_byte(site, used, announced, fits):
    UploadedBytes.objects.create(account=site.account, api_key=site.key, day=timezone.now().date(), bytes=used)
    if fits:
        with claimed(site.account, site.key, announced, quota=1000):
            pass
    else:
        with (
            pytest.raises(Refusal, match=f"{used} are used") as refused,
            claimed(site.account, site.key, announced, 1000),
        ):
            pytest.fail("there is no room")
        assert refused.value.code == "byte_quota"
    assert uploaded_bytes(site.account) == used


@pytest.mark.parametrize(("days", "counts"), [(0, True), (29, True), (30, False), (31, False)])
def test_thirty_days_count(site, days, counts):
    day = timezone.now().date() - days * DAY
    UploadedBytes.objects.create(account=site.account, api_key=site.key, day=day, bytes=5)
    assert uploaded_bytes(site.account) == (5 if counts else 0)


def test_uploads_at_once_share_one_quota(site):
    with claimed(site.account, site.key, 600, quota=1000):
        with pytest.raises(Refusal), claimed(site.account, site.key, 600, quota=1000):
            pytest.fail("together they are too much")
        with claimed(site.account, site.key, 400, quota=1000):
            assert uploaded_bytes(site.account) == 1000


def test_names_of_objects_begin_with_their_account():
    named = [
        keys.original_key("acc_1", ONE),
        keys.part_key("acc_1", ONE),
        keys.result_key("acc_1", "fil_1"),
        keys.preview_key("acc_1", "pre_1", "after"),
    ]
    assert all(name.startswith(keys.account_prefix("acc_1")) for name in named)
    assert len({name.split("/")[1] for name in named}) == 4
    assert keys.part_key("acc_1", ONE) != keys.part_key("acc_1", ONE)


@pytest.mark.parametrize("key", ["../x", "a/../../x", "/etc/passwd", "a/.."])
def test_no_name_leaves_the_folder(tmp_path, key):
    store = DiskStorage(tmp_path / "store")
    for act in (lambda: store.write(key, [b"x"]), lambda: store.read(key), lambda: store.delete(key)):
        with pytest.raises(ValueError, match="not a storage key"):
            act()
    assert [path.name for path in tmp_path.rglob("*")] in ([], ["store"])


@pytest.mark.parametrize("root", ["/sys/picopt", "/proc/self/mem/picopt"])
def test_a_folder_that_cannot_be_used_is_a_store_that_is_away(root):
    """As on a file system that was made read-only after an error, or in the place of a shared one that is gone."""
    with pytest.raises(StorageUnavailable):
        DiskStorage(Path(root)).write("a/b", [b"x"])


def test_a_disk_that_does_not_read_is_a_store_that_is_away():
    with pytest.raises(StorageUnavailable):
        next(DiskStorage(Path("/proc/self")).read("mem", 0, 8))  # the first page is no memory: EIO


@pytest.mark.parametrize("fault", [ConnectionResetError(104, "reset"), UnreadablePostError("ended"), ValueError("no")])
def test_what_whoever_sends_breaks_is_no_fault_of_the_store(tmp_path, fault):
    def chunks():
        yield b"x"
        raise fault

    with pytest.raises(type(fault)) as raised:
        DiskStorage(tmp_path).write("a/b", chunks())
    assert raised.value is fault
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_folder_is_no_object(tmp_path):
    store = DiskStorage(tmp_path)
    store.write("a/b/c", [b"x"])
    with pytest.raises(LookupError):
        store.read("a/b")
    store.delete("a/none")
    assert [found.key for found in store.list("")] == ["a/b/c"]
    assert list(store.list("b/")) == []
    assert not list(Path(tmp_path).rglob(".unfinished-*"))


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"GIF87a", "image/gif"),
        (b"GIF88a", None),
        (b"\x00\x00\x00\x1cftypavis", "image/avif"),
        (b"\x00\x00\x00\x1cftypmif1\x00\x00\x00\x00miafavif", "image/avif"),
        (b"\x00\x00\x00\x1cftypmp42\x00\x00\x00\x00isom", None),
        (b"ftypavif", None),
        (b"RIFF\x00\x00\x00\x00WEBP", "image/webp"),
        (b"WEBP", None),
        (b"\xff\xd8", None),
        (b"%PDF-1.7", None),
        (b"\x00" * 32, None),
    ],
)
def test_kinds_at_their_edges(head, kind):
    assert sniff(head) == kind
    assert kind is None or kind in media_types(heic=False)
