from django.db import models

from picopt_saas.jobs.models.jobs import Item


class ReceiptRecord(models.Model):
    """What the site said about an item's result, once."""

    class Refund(models.TextChoices):
        NONE = "none"  # nothing was asked for or nothing was charged
        DONE = "done"
        PENDING = "pending"  # beyond the automatic limit: staff decide
        REFUSED = "refused"

    item = models.OneToOneField(Item, on_delete=models.CASCADE, related_name="receipt")
    outcome = models.CharField(max_length=20)
    files = models.JSONField(default=list)
    reason = models.CharField(max_length=500, blank=True)
    refund = models.CharField(max_length=10, choices=Refund, default=Refund.NONE)
    refunded_credits = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=["refund", "created_at"], name="receipts_by_refund"),)

    def __str__(self) -> str:
        return f"{self.item_id} {self.outcome}"
