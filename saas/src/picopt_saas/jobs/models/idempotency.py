from datetime import timedelta

from django.db import models
from django.db.models.functions import Now

from picopt_saas.accounts.models import Account


class IdempotencyRecord(models.Model):
    """The first answer to a request with an Idempotency-Key, written in the transaction of its effect.

    `answer` is the body, or what the body is made of again where the route can do that.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=200)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    answer = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(db_index=True, db_default=Now() + timedelta(days=1))

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account", "key"], name="idempotency_key_once_an_account"),)

    def __str__(self) -> str:
        return self.key
