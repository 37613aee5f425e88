from django.db import models


class Reconciliation(models.Model):
    """One comparison of all sums with all balances; the newest is what /metrics and its alert look at."""

    ran_at = models.DateTimeField(auto_now_add=True, db_index=True)
    accounts = models.PositiveIntegerField()
    faults = models.JSONField(default=list)  # sentences

    def __str__(self) -> str:
        return f"{self.ran_at:%Y-%m-%d %H:%M}: {len(self.faults)} faults"
