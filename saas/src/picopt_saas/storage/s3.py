"""Storage in a bucket of any server that speaks S3. Keys to it come from the environment, as boto3 documents."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from urllib3.exceptions import HTTPError

from picopt_saas.storage.port import CHUNK_BYTES, Chunks, NotDeleted, ObjectMissing, StorageUnavailable, Stored

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from types_boto3_s3 import S3Client
    from types_boto3_s3.type_defs import CompletedPartTypeDef

_PART_BYTES = 8 * 1024 * 1024  # S3 wants at least 5 MiB in every part but the last; this much memory a write
_DELETE_AT_ONCE = 1000  # the API's own limit
# What a server that does not know how to delete many objects at once answers: that it cannot, that the checksum which
# boto3 sends with it is a header that it does not take, or that it wants another one (MD5).
_NOT_AT_ONCE = frozenset({400, 405, 501})
_KEPT = frozenset({403, 405, 409, 412, 423})  # one object that stays: not allowed, locked, held
# ReadTimeoutError and the like of urllib3 come through while a body is read.
_ERRORS = (BotoCoreError, ClientError, HTTPError)
MISSING = "NoSuchKey"  # no other 404: a bucket that is not there is the operator's to put right, and worth waiting for


P = ParamSpec("P")
T = TypeVar("T")


def translated(method: Callable[P, T]) -> Callable[P, T]:
    """Raise the port's exception where boto3 raises one of its own."""

    @functools.wraps(method)
    def call(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return method(*args, **kwargs)
        except _ERRORS as error:
            raise StorageUnavailable(str(error)) from error

    return call


def code_of(error: ClientError) -> str:
    """What the server calls it."""
    return str(error.response.get("Error", {}).get("Code", ""))


def _status(error: ClientError) -> int:
    return error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)


def _told(pieces: Iterator[T]) -> Iterator[T]:
    """The same pieces; an error on the way is the port's."""
    try:
        yield from pieces
    except _ERRORS as error:
        raise StorageUnavailable(str(error)) from error


def key_prefix(path: str) -> str:
    """What all keys below a path begin with."""
    return f"{path.strip('/')}/" if path.strip("/") else ""


class S3Storage:
    """Objects in `bucket` below `prefix`. An object appears only when its write is complete."""

    def __init__(
        self, bucket: str, prefix: str = "", *, endpoint: str | None = None, region: str = "us-east-1"
    ) -> None:
        self._bucket = bucket
        self._prefix = key_prefix(prefix)
        self.client: S3Client = boto3.session.Session().client(
            "s3",
            endpoint_url=endpoint,
            region_name=region,
            config=Config(
                retries={"mode": "standard", "max_attempts": 2},
                connect_timeout=5,
                read_timeout=45,  # a store that needs half a minute for an object is slow, and not away
                max_pool_connections=32,
                # Amazon's own headers for checksums are refused by other servers; what we keep has its SHA-256.
                request_checksum_calculation="when_required" if endpoint else "when_supported",
                response_checksum_validation="when_required" if endpoint else "when_supported",
                s3={"addressing_style": "path" if endpoint else "auto"},
            ),
        )

    def where(self, key: str) -> dict[str, Any]:
        """An object's bucket and name, as the client's methods take them."""
        return {"Bucket": self._bucket, "Key": self._prefix + key}

    @translated
    def write(self, key: str, chunks: Iterable[bytes]) -> int:
        """See `Storage.write`. What fits into one part is one request; more is a multipart upload."""
        parts = _regroup(chunks, _PART_BYTES)
        first = next(parts, b"")
        second = next(parts, None)
        if second is None:
            self.client.put_object(**self.where(key), Body=first)
            return len(first)
        return self._write_parts(key, first, second, parts)

    @translated
    def read(self, key: str, start: int = 0, length: int | None = None) -> Chunks:
        """See `Storage.read`."""
        if length == 0:
            return Chunks(iter(()), _nothing)
        end = "" if length is None else str(start + length - 1)
        options: dict[str, Any] = {"Range": f"bytes={start}-{end}"} if start or length else {}
        try:
            answer = self.client.get_object(**self.where(key), **options)
        except ClientError as error:
            if code_of(error) == MISSING:
                raise ObjectMissing(key) from None
            if code_of(error) == "InvalidRange":
                return Chunks(iter(()), _nothing)  # as a file does when one seeks beyond its end
            raise
        body = answer["Body"]
        return Chunks(_told(body.iter_chunks(CHUNK_BYTES)), body.close)

    @translated
    def delete(self, *keys: str) -> None:
        """See `Storage.delete`."""
        failed: dict[str, object] = {}
        for start in range(0, len(keys), _DELETE_AT_ONCE):
            some = keys[start : start + _DELETE_AT_ONCE]
            try:
                failed |= self._delete_at_once(some)
            except ClientError as error:
                if _status(error) not in _NOT_AT_ONCE:
                    raise
                failed |= self._delete_one_by_one(some)
        if failed:
            raise NotDeleted(failed, next(iter(failed.values())))

    def _delete_at_once(self, keys: Sequence[str]) -> dict[str, object]:
        """Why objects are still there, by their keys."""
        answer = self.client.delete_objects(
            Bucket=self._bucket,
            Delete={"Objects": [{"Key": self._prefix + key} for key in keys], "Quiet": True},
        )
        return {error["Key"].removeprefix(self._prefix): error for error in answer.get("Errors", [])}

    def _delete_one_by_one(self, keys: Sequence[str]) -> dict[str, object]:
        """The same. Raises what is not about one object, such as keys to the bucket that have expired."""
        failed: dict[str, object] = {}
        for key in keys:
            try:
                self.client.delete_object(**self.where(key))
            except ClientError as error:
                if code_of(error) == MISSING:  # Google says so; others are silent
                    continue
                if _status(error) not in _KEPT:
                    raise
                failed[key] = error
        return failed

    def list(self, prefix: str, *, after: str = "") -> Iterator[Stored]:
        """See `Storage.list`."""
        pages = self.client.get_paginator("list_objects_v2").paginate(
            Bucket=self._bucket, Prefix=self._prefix + prefix, StartAfter=self._prefix + after if after else ""
        )
        for page in _told(iter(pages)):
            for found in page.get("Contents", []):
                yield Stored(found["Key"].removeprefix(self._prefix), found["LastModified"])

    def _write_parts(self, key: str, first: bytes, second: bytes, rest: Iterator[bytes]) -> int:
        where = self.where(key)
        upload = self.client.create_multipart_upload(**where)["UploadId"]
        done: list[CompletedPartTypeDef] = []
        size = 0
        try:
            for number, part in enumerate(_then(first, second, rest), start=1):
                answer = self.client.upload_part(**where, UploadId=upload, PartNumber=number, Body=part)
                done.append({"ETag": answer["ETag"], "PartNumber": number})
                size += len(part)
            self.client.complete_multipart_upload(**where, UploadId=upload, MultipartUpload={"Parts": done})
        except BaseException:
            self.client.abort_multipart_upload(**where, UploadId=upload)
            raise
        return size


def _nothing() -> None:
    """Nothing is open, so nothing is closed."""


def _then(first: bytes, second: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield second
    yield from rest


def _regroup(chunks: Iterable[bytes], size: int) -> Iterator[bytes]:
    """The same bytes in pieces of exactly `size` but the last; nothing for nothing."""
    buffer = bytearray()
    for chunk in chunks:
        buffer += chunk
        while len(buffer) >= size:
            yield bytes(buffer[:size])
            del buffer[:size]
    if buffer:
        yield bytes(buffer)
