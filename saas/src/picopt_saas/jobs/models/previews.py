from django.db import models

from picopt_saas.accounts.ids import make_id
from picopt_saas.accounts.models import Account, ApiKey


def preview_id() -> str:
    """A new preview's id; never leaves the service."""
    return make_id("pre")


class PreviewOrder(models.Model):
    """A preview that somebody waits for. Deleted an hour later; until then it counts toward the limit."""

    id = models.CharField(primary_key=True, max_length=40, default=preview_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    api_key = models.ForeignKey(ApiKey, on_delete=models.CASCADE, related_name="+")
    sha256 = models.CharField(max_length=64)
    settings = models.JSONField()
    result = models.JSONField(null=True)  # contract.Preview without the pictures
    failure = models.JSONField(null=True)  # {"code": …, "message": …}
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (
            models.Index(fields=["account", "created_at"], name="previews_by_account"),
            models.Index(fields=["created_at"], name="previews_by_age"),
        )

    def __str__(self) -> str:
        return self.id
