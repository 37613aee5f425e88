"""Addresses in the bucket that hold for minutes, for one object and one method: nothing else can be done with them."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import boto3
from botocore.config import Config

from picopt_contract.limits import LIMITS

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client


@dataclass(frozen=True, kw_only=True)
class Signed:
    """Where to send bytes, and the headers that the signature covers: other bytes are refused by the bucket itself."""

    url: str
    headers: dict[str, str]


def as_base64(sha256: str) -> str:
    """A hexadecimal SHA-256 as S3 writes it."""
    return base64.b64encode(bytes.fromhex(sha256)).decode()


class Presigner:
    """Signs addresses of objects in `bucket` below `prefix`, as sites reach it at `public` (None: at Amazon's own)."""

    def __init__(self, bucket: str, prefix: str, *, public: str | None, region: str) -> None:
        self._bucket, self._prefix = bucket, prefix
        self._client: S3Client = boto3.session.Session().client(
            "s3",
            endpoint_url=public,
            region_name=region,
            config=Config(
                signature_version="s3v4",
                request_checksum_calculation="when_required",  # ours is the SHA-256 that we sign
                s3={"addressing_style": "path" if public else "virtual"},
            ),
        )
        self.host = urlsplit(self.get("x", "image/webp")).netloc

    def get(self, key: str, media_type: str) -> str:
        """Where to read an object."""
        return self._sign("get_object", key, ResponseContentType=media_type)

    def put(self, key: str, length: int, sha256: str) -> Signed:
        """Where to write an object of exactly these bytes."""
        return self._sign_bytes("put_object", key, length, sha256)

    def part(self, key: str, upload: str, number: int, length: int, sha256: str) -> Signed:
        """Where to write a part of an upload in parts; the first is number 1."""
        return self._sign_bytes("upload_part", key, length, sha256, UploadId=upload, PartNumber=number)

    def _sign_bytes(self, method: str, key: str, length: int, sha256: str, **more: Any) -> Signed:
        digest = as_base64(sha256)
        url = self._sign(method, key, ContentLength=length, ChecksumSHA256=digest, **more)
        return Signed(url=url, headers={"Content-Length": str(length), "x-amz-checksum-sha256": digest})

    def _sign(self, method: str, key: str, **more: Any) -> str:
        parameters = {"Bucket": self._bucket, "Key": self._prefix + key, **more}
        return str(self._client.generate_presigned_url(method, Params=parameters, ExpiresIn=LIMITS.direct_url_seconds))
