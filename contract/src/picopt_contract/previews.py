"""Previews: one image, one size, free, never a file to keep."""

from pydantic import Field

from picopt_contract.base import ImageType, Model, Sha256
from picopt_contract.settings import ExportSettings


class PreviewRequest(Model):
    """One uploaded image with export settings."""

    sha256: Sha256
    settings: ExportSettings = Field(default_factory=ExportSettings)


class Preview(Model):
    """Before and after at one size of at most 1024 px."""

    width: int
    height: int
    before_bytes: int
    after_bytes: int
    score: float
    media_type: ImageType
    data: str
    """The image, base64."""
    before_data: str
    """The same size of the original as lossless WebP, base64."""
