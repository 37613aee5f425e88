"""What stays of holds and transfers that went to the archive: each account's opening balances, and every reference."""

from django.db import models

from picopt_saas.accounts.models import Account


class Opening(models.Model):
    """What an account's archived holds of a month add up to: `used` credits went from available to used.

    Whatever was released or refunded is zero in every state, so that one number is the whole balance.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="openings")
    month = models.DateField()  # its first day
    used = models.BigIntegerField(default=0)
    holds = models.BigIntegerField(default=0)
    transfers = models.BigIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["account", "month"], name="opening_once_a_month"),
            models.CheckConstraint(
                condition=models.Q(used__gte=0, holds__gte=0, transfers__gte=0), name="opening_not_negative"
            ),
        )

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}: {self.used} used"


class ArchivedReference(models.Model):
    """A hold's reference that can never be used again. One table for all months, never partitioned, never emptied.

    `key` is `billing_reference_key(reference)`: half of its SHA-256, as 16 octets instead of forty.
    """

    key = models.UUIDField(primary_key=True, editable=False)

    def __str__(self) -> str:
        return str(self.key)
