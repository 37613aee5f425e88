"""What only a bucket can do: uploads in parts that others send, copies and checksums without the bytes coming here."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, NamedTuple

from botocore.exceptions import ClientError

from picopt_saas.storage.port import ObjectMissing
from picopt_saas.storage.presigned import as_base64
from picopt_saas.storage.s3 import MISSING, S3Storage, code_of, translated

if TYPE_CHECKING:
    from types_boto3_s3.type_defs import CompletedPartTypeDef


class Stat(NamedTuple):
    """Length in bytes, and the SHA-256 (hexadecimal) where the bucket itself has checked it."""

    bytes: int
    sha256: str | None


class Bucket:
    """The bucket behind an `S3Storage`."""

    def __init__(self, storage: S3Storage) -> None:
        self._client, self._where = storage.client, storage.where

    @translated
    def begin(self, key: str) -> str:
        """Begin an upload in parts; the bucket's name for it."""
        answer = self._client.create_multipart_upload(**self._where(key), ChecksumAlgorithm="SHA256")
        return answer["UploadId"]

    @translated
    def arrived(self, key: str, upload: str) -> dict[int, str]:
        """The parts that are there, by their number, with the bucket's tag. Empty for an upload that has ended."""
        try:
            answer = self._client.list_parts(**self._where(key), UploadId=upload)
        except ClientError as error:
            if code_of(error) == "NoSuchUpload":
                return {}
            raise
        return {part["PartNumber"]: part["ETag"] for part in answer.get("Parts", [])}

    @translated
    def finish(self, key: str, upload: str, sha256s: list[str]) -> None:
        """Make the object of its parts, whose SHA-256 are given; nothing when another request has done it."""
        tags = self.arrived(key, upload)
        done: list[CompletedPartTypeDef] = [
            {"PartNumber": number, "ETag": tags[number], "ChecksumSHA256": as_base64(sha256)}
            for number, sha256 in enumerate(sha256s, start=1)
            if number in tags
        ]
        try:
            if done:
                self._client.complete_multipart_upload(
                    **self._where(key), UploadId=upload, MultipartUpload={"Parts": done}
                )
        except ClientError as error:
            if code_of(error) != "NoSuchUpload":
                raise

    @translated
    def give_up(self, key: str, upload: str) -> None:
        """Forget an upload in parts and what it has."""
        try:
            self._client.abort_multipart_upload(**self._where(key), UploadId=upload)
        except ClientError as error:
            if code_of(error) != "NoSuchUpload":
                raise

    @translated
    def stat(self, key: str) -> Stat:
        """What is known of an object. Raises `ObjectMissing`."""
        try:
            head: dict[str, Any] = dict(self._client.head_object(**self._where(key), ChecksumMode="ENABLED"))
        except ClientError as error:
            if code_of(error) in {MISSING, "404"}:  # an answer to HEAD has no body that could say which
                raise ObjectMissing(key) from None
            raise
        checked = head.get("ChecksumSHA256", "")
        whole = checked and "-" not in checked  # of an upload in parts it is the parts' checksum of checksums
        return Stat(head["ContentLength"], base64.b64decode(checked).hex() if whole else None)

    @translated
    def copy(self, source: str, target: str) -> None:
        """Copy an object inside the bucket."""
        found = self._where(source)
        self._client.copy_object(**self._where(target), CopySource={"Bucket": found["Bucket"], "Key": found["Key"]})
