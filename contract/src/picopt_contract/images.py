"""Uploaded originals."""

from datetime import datetime

from pydantic import Field

from picopt_contract.base import ImageId, MediaType, Model, Sha256


class Image(Model):
    """An original that this account has uploaded whole; answer of the last part of an upload."""

    id: ImageId
    sha256: Sha256
    bytes: int = Field(ge=1)
    media_type: MediaType
    uploaded_at: datetime


class UploadProgress(Model):
    """Answer of every part but the last (202)."""

    sha256: Sha256
    offset: int = Field(ge=0)
    """Bytes received; the next part starts here."""
    total: int = Field(ge=1)
