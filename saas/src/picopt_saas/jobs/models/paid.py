from django.db import models

from picopt_contract.values import ChargeLine
from picopt_saas.accounts.models import Account
from picopt_saas.jobs.models.charges import Charge


class PaidWork(models.Model):
    """Smart processing: this work was paid for, and is given again without charge while it is retained.

    Computed but never captured is not known here. Engine and prompt versions are no part of the fingerprint.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", db_index=False)
    line = models.CharField(max_length=10, choices=[(one, one) for one in ChargeLine])
    fingerprint = models.CharField(max_length=64)
    charge = models.ForeignKey(Charge, on_delete=models.CASCADE, related_name="+")  # the one that paid
    analysis = models.JSONField(null=True, blank=True)  # the text, to be given again
    analysis_engine = models.CharField(max_length=100, blank=True)
    free_text_used = models.BooleanField(default=False)  # its one regeneration without charge
    paid_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["account", "line", "fingerprint"], name="paid_work_once_an_account"),
        )

    def __str__(self) -> str:
        return f"{self.line} {self.fingerprint[:8]}"
