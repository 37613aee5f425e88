"""One set of rules, kept by the disk and by a real S3 server."""

import hashlib
import os
import threading

import pytest

from picopt_saas.storage.build import build_storage
from picopt_saas.storage.disk import DiskStorage
from picopt_saas.storage.port import NotDeleted, ObjectMissing, StorageFull, StorageUnavailable

MEBIBYTE = 1024 * 1024


class StorageRules:
    """What every storage does. A subclass gives the fixture `storage`."""

    def test_what_is_written_is_read(self, storage):
        assert storage.write("a/one", [b"abc", b"def"]) == 6
        assert b"".join(storage.read("a/one")) == b"abcdef"

    def test_nothing_at_all_is_an_object_too(self, storage):
        assert storage.write("a/empty", []) == 0
        assert b"".join(storage.read("a/empty")) == b""

    def test_a_second_write_replaces_the_first(self, storage):
        storage.write("a/one", [b"long before"])
        storage.write("a/one", [b"now"])
        assert b"".join(storage.read("a/one")) == b"now"

    @pytest.mark.parametrize(
        ("start", "length", "expected"),
        [(0, 3, b"abc"), (2, 3, b"cde"), (4, None, b"ef"), (4, 100, b"ef"), (6, None, b""), (9, 2, b""), (1, 0, b"")],
    )
    def test_a_range(self, storage, start, length, expected):
        storage.write("a/one", [b"abcdef"])
        assert b"".join(storage.read("a/one", start, length)) == expected

    def test_a_missing_object_is_told_at_once(self, storage):
        with pytest.raises(ObjectMissing):
            storage.read("a/none")

    def test_large_objects_come_back_byte_for_byte(self, storage):
        piece = os.urandom(MEBIBYTE)
        assert storage.write("a/large", (piece for _ in range(21))) == 21 * MEBIBYTE
        digest = hashlib.sha256()
        for chunk in storage.read("a/large"):
            digest.update(chunk)
        assert digest.hexdigest() == hashlib.sha256(piece * 21).hexdigest()

    def test_a_list_goes_on_behind_any_of_its_keys(self, storage):
        for key in ("acc_1/results/b", "acc_1/results/a", "acc_1/originals/z", "acc_1/x-1/c", "acc_1/x/d", "acc_2/e"):
            storage.write(key, [b"x"])
        whole = [found.key for found in storage.list("acc_1/")]
        assert len(whole) == len(set(whole)) == 5
        for place, key in enumerate(whole):
            assert [found.key for found in storage.list("acc_1/", after=key)] == whole[place + 1 :]
        assert [found.key for found in storage.list("acc_3/", after="")] == []

    @pytest.mark.parametrize("mebibytes", [0, 20])
    def test_a_write_that_breaks_off_leaves_what_was_there(self, storage, mebibytes):
        storage.write("a/one", [b"before"])

        def broken():
            yield b"x" * (mebibytes * MEBIBYTE)
            raise ConnectionError

        with pytest.raises(ConnectionError):
            storage.write("a/one", broken())
        assert b"".join(storage.read("a/one")) == b"before"
        assert [found.key for found in storage.list("")] == ["a/one"]

    def test_delete_takes_many_and_minds_no_missing_one(self, storage):
        for name in ("a/one", "a/two", "b/one"):
            storage.write(name, [b"1"])
        storage.delete("a/one", "a/two", "a/never-was")
        storage.delete()
        assert [found.key for found in storage.list("")] == ["b/one"]

    def test_list_keeps_to_its_prefix(self, storage):
        for name in ("acc_1/x/one", "acc_1/two", "acc_10/three"):
            storage.write(name, [b"1"])
        assert sorted(found.key for found in storage.list("acc_1/")) == ["acc_1/two", "acc_1/x/one"]

    def test_writers_of_one_key_at_once_leave_one_whole_object(self, storage):
        pieces = [bytes([letter]) * 300_000 for letter in range(65, 71)]
        threads = [threading.Thread(target=storage.write, args=("a/one", [piece])) for piece in pieces]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert b"".join(storage.read("a/one")) in pieces


class TestDisk(StorageRules):
    @pytest.fixture
    def storage(self, disk_storage):
        return disk_storage

    @pytest.mark.parametrize("key", ["../outside", "a/../../outside", "/etc/passwd"])
    def test_a_key_never_leaves_the_folder(self, storage, key):
        with pytest.raises(ValueError, match="not a storage key"):
            storage.write(key, [b"1"])

    def test_a_full_disk_says_so_and_leaves_nothing(self, storage, monkeypatch):
        def no_room(_handle):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync", no_room)
        with pytest.raises(StorageFull):
            storage.write("a/one", [b"abc"])
        assert list(storage.list("")) == []

    def test_what_cannot_be_deleted_holds_up_nothing_else(self, storage, tmp_path):
        for name in ("a/one", "b/one"):
            storage.write(name, [b"1"])
        (tmp_path / "objects" / "a" / "two" / "a-file-that-is-in-the-way").mkdir(parents=True)
        with pytest.raises(NotDeleted) as told:
            storage.delete("a/two", "a/one", "b/one")
        assert told.value.keys == {"a/two"}
        assert list(storage.list("")) == []

    def test_what_a_killed_process_left_is_listed_for_the_sweep(self, storage, tmp_path):
        storage.write("a/one", [b"1"])
        (tmp_path / "objects" / "a" / ".unfinished-x").write_bytes(b"half")
        assert sorted(found.key for found in storage.list("")) == ["a/.unfinished-x", "a/one"]


class TestS3(StorageRules):
    @pytest.fixture
    def storage(self, s3_storage):
        return s3_storage

    def test_a_wrong_key_is_refused(self, s3_endpoint, monkeypatch):
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wrong")
        stranger = build_storage(f"s3://probe/elsewhere?endpoint={s3_endpoint}&region=eu-west-1")
        with pytest.raises(StorageUnavailable, match="SignatureDoesNotMatch"):
            stranger.write("a/one", [b"1"])

    def test_what_the_bucket_has_to_keep_holds_up_nothing_else(self, storage, monkeypatch):
        """A legal hold, as S3 tells of it; the server of the tests knows none."""
        names = [f"a/{number}" for number in range(1500)]  # more than one request may name
        for name in (names[0], names[-1]):
            storage.write(name, [b"1"])
        delete = storage.client.delete_objects

        def held(*, Bucket, Delete):  # noqa: N803 -- boto3's names
            answer = delete(Bucket=Bucket, Delete=Delete)
            first = Delete["Objects"][0]["Key"]
            return {**answer, "Errors": [{"Key": first, "Code": "AccessDenied"}]} if first.endswith("a/0") else answer

        monkeypatch.setattr(storage.client, "delete_objects", held)
        with pytest.raises(NotDeleted, match="AccessDenied") as told:
            storage.delete(*names)
        assert told.value.keys == {"a/0"}
        assert list(storage.list("")) == [], "also what the second request named"


def test_a_server_that_is_away_is_told_in_our_words(monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "x")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
    away = build_storage("s3://bucket?endpoint=http://127.0.0.1:9")
    with pytest.raises(StorageUnavailable):
        away.read("a/one")


def test_the_address_tells_the_kind(tmp_path):
    assert isinstance(build_storage(f"file:{tmp_path}"), DiskStorage)
    with pytest.raises(ValueError, match="STORAGE_URL"):
        build_storage("ftp://somewhere")
