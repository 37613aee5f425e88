"""What the payment provider told us."""

from django.db import models

from picopt_saas.accounts.models import Account


class Subscription(models.Model):
    """An account's plan, as the provider's last word says."""

    account = models.OneToOneField(Account, on_delete=models.PROTECT, primary_key=True, related_name="subscription")
    plan = models.CharField(max_length=20)
    provider = models.CharField(max_length=20)
    provider_id = models.CharField(max_length=200, unique=True)
    active = models.BooleanField(default=True)
    period_ends_at = models.DateTimeField()
    told_at = models.DateTimeField()
    """When the provider made the statement that is stored; an older one never overwrites it."""

    def __str__(self) -> str:
        return f"{self.account_id}: {self.plan}"
