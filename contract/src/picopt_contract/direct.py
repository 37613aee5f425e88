"""Bytes straight between a site and the bucket: addresses that hold for minutes, for exactly these bytes."""

from datetime import datetime

from pydantic import Field

from picopt_contract.base import FileId, Model, Sha256
from picopt_contract.limits import LIMITS

PARTS_AT_MOST = -(-LIMITS.upload_bytes // LIMITS.upload_part_bytes)


class FileDownload(Model):
    """Where one result file is, until `expires_at`.

    `url` is an address at one of `Capabilities.direct_hosts`, to be asked without the key; or a path of this service
    (it begins with a slash), to be asked with it. Length and SHA-256 are those of the item's `ResultFile`.
    """

    id: FileId
    url: str
    expires_at: datetime


class Downloads(Model):
    """All result files of an item. Getting their addresses is delivery: the export line is captured."""

    files: list[FileDownload]


class DirectUploadRequest(Model):
    """Announces an original that is to go straight into the bucket, in parts of `LIMITS.upload_part_bytes`."""

    bytes: int = Field(ge=1, le=LIMITS.upload_bytes)
    parts: list[Sha256] = Field(min_length=1, max_length=PARTS_AT_MOST)
    """The SHA-256 of each part, in order; only the last one may be shorter."""


class UploadTarget(Model):
    """Where to send one part: PUT, with exactly these headers, bytes `offset` to `offset + bytes`."""

    offset: int = Field(ge=0)
    bytes: int = Field(ge=1)
    url: str
    """At one of `Capabilities.direct_hosts`; to be asked without the key, and no redirect is to be followed."""
    headers: dict[str, str]


class DirectUpload(Model):
    """Parts that are still missing. When all are there, tell it with `POST /v1/images/{sha256}/uploaded`."""

    parts: list[UploadTarget]
    expires_at: datetime
