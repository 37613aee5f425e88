from django.db import models

from picopt_saas.accounts.ids import make_id
from picopt_saas.accounts.models import Account
from picopt_saas.jobs.models.jobs import Item


def file_id() -> str:
    """A new file's id."""
    return make_id("fil")


class ResultFile(models.Model):
    """One file of an item's export. Its bytes lie under `keys.result_key` until they are withdrawn."""

    id = models.CharField(primary_key=True, max_length=40, default=file_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", db_index=False)
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="files", db_index=False)
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=100)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    bytes = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    media_type = models.CharField(max_length=100)
    extension = models.CharField(max_length=10)
    quality = models.PositiveSmallIntegerField(null=True)
    score = models.FloatField(null=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["item", "name"], name="file_name_once_an_item"),)
        indexes = (
            models.Index(
                fields=["withdrawn_at"], condition=models.Q(withdrawn_at__isnull=False), name="files_withdrawn"
            ),
        )

    def __str__(self) -> str:
        return self.id
