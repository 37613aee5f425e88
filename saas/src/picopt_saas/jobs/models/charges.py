from django.contrib.postgres.indexes import BrinIndex
from django.db import models

from picopt_contract.values import ChargeLine, ChargeState
from picopt_saas.accounts.models import Account
from picopt_saas.jobs.models.jobs import Item


class Charge(models.Model):
    """One charge line of an item. Its hold in the ledger has the same `reference`.

    A second text that costs is a second line `analysis` with the next `attempt`.
    """

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="charges", db_index=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", db_index=False)
    line = models.CharField(max_length=10, choices=[(one, one) for one in ChargeLine])
    attempt = models.PositiveSmallIntegerField(default=1)
    credits = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=[(one, one) for one in ChargeState])
    fingerprint = models.CharField(max_length=64, db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["item", "line", "attempt"], name="charge_once"),
            # What costs nothing never has a hold, and a hold is never for nothing.
            models.CheckConstraint(
                name="charge_free_or_held",
                condition=models.Q(state=ChargeState.FREE) | models.Q(credits__gt=0),
            ),
        )
        indexes = (
            models.Index(fields=["account", "state", "created_at"], name="charges_by_account"),
            models.Index(fields=["created_at"], condition=models.Q(state="held"), name="charges_held"),
            models.Index(fields=["settled_at"], condition=models.Q(settled_at__isnull=False), name="charges_settled"),
            BrinIndex(fields=["created_at"], name="charges_by_time", pages_per_range=16),
        )

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """The ledger's reference: item, line, attempt."""
        return f"{self.item_id}:{self.line}:{self.attempt}"
