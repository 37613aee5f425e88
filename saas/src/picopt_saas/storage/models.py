"""Originals that accounts uploaded, and uploads on their way."""

from django.db import models

from picopt_saas.accounts.ids import make_id
from picopt_saas.accounts.models import Account, ApiKey


def image_id() -> str:
    """A new original's id."""
    return make_id("img")


class Original(models.Model):
    """An original, whole and verified. Its bytes lie under `keys.original_key`."""

    id = models.CharField(primary_key=True, max_length=40, default=image_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="originals", db_index=False)
    sha256 = models.CharField(max_length=64)
    bytes = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    uploaded_at = models.DateTimeField(auto_now_add=True)
    # Moved on by every job that wants the picture; when it has passed, the bytes go.
    keep_until = models.DateTimeField(db_index=True)
    # What a worker saw when it first had the picture in hand, for estimates; {} where it cannot be looked at.
    look = models.JSONField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account", "sha256"], name="original_once_an_account"),)

    def __str__(self) -> str:
        return self.id


class Upload(models.Model):
    """An upload in parts that is not complete yet."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", db_index=False)
    sha256 = models.CharField(max_length=64)
    total = models.BigIntegerField()
    offset = models.BigIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)
    joining_until = models.DateTimeField(null=True)  # a request puts the parts together, until then at least

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account", "sha256"], name="upload_once_an_account"),)
        indexes = (models.Index(fields=["updated_at"], name="uploads_by_age"),)

    def __str__(self) -> str:
        return f"{self.sha256[:8]} {self.offset}/{self.total}"


class UploadPart(models.Model):
    """One part of an upload, kept as an object of its own until the last has come."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="parts", db_index=False)
    offset = models.BigIntegerField()
    bytes = models.BigIntegerField()
    key = models.CharField(max_length=200)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["upload", "offset"], name="part_once_an_upload"),)

    def __str__(self) -> str:
        return f"{self.offset}+{self.bytes}"


class DirectUpload(models.Model):
    """An original that a site sends straight into the bucket, under `key`; checked when it says that all is there."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    sha256 = models.CharField(max_length=64)
    total = models.BigIntegerField()
    parts = models.JSONField()  # the SHA-256 of each, in order
    key = models.CharField(max_length=200)
    multipart = models.CharField(max_length=500, blank=True)  # the bucket's name for an upload in several parts
    asked_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account", "sha256"], name="direct_upload_once_an_account"),)
        indexes = (models.Index(fields=["asked_at"], name="direct_uploads_by_age"),)

    def __str__(self) -> str:
        return f"{self.sha256[:8]} {self.total}"


class UploadedBytes(models.Model):
    """Bytes that a key sent on a day (UTC), for the plan's quota."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", db_index=False)
    api_key = models.ForeignKey(ApiKey, on_delete=models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()
    bytes = models.BigIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["api_key", "day"], name="uploaded_bytes_once_a_day"),)
        indexes = (models.Index(fields=["account", "day"], name="uploaded_by_account"),)

    def __str__(self) -> str:
        return f"{self.day} {self.bytes}"
