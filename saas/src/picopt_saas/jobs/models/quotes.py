from django.db import models

from picopt_saas.accounts.ids import make_id
from picopt_saas.accounts.models import Account, ApiKey


def quote_id() -> str:
    """A new quote's id."""
    return make_id("quo")


class Quote(models.Model):
    """A binding price. `prices` holds, in the order of the pictures, the credits a line."""

    id = models.CharField(primary_key=True, max_length=40, default=quote_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    api_key = models.ForeignKey(ApiKey, on_delete=models.CASCADE, related_name="+")
    order_hash = models.CharField(max_length=64)  # of pipeline, settings and pictures: a job must order the same
    prices = models.JSONField()  # [{"analysis": 1, "export": 0}, …]
    # What else the answer said, so that it can be given again without being stored:
    # {"available": 50, "items": [[paid_before, uploaded, estimated_bytes], …]}
    shown = models.JSONField(default=dict, db_default={})
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["expires_at"], name="quotes_to_expire"),)

    def __str__(self) -> str:
        return self.id
