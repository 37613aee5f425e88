"""What the payment provider told us."""

from django.db import models
from django.db.models import F, Q

from picopt_saas.accounts.models import Account


class Customer(models.Model):
    """Who the account is at the provider."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="customers")
    provider = models.CharField(max_length=20)
    customer_id = models.CharField(max_length=200)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account", "provider"], name="customer_once_a_provider"),)

    def __str__(self) -> str:
        return self.customer_id


class Subscription(models.Model):
    """An account's plan, as the provider's last word says."""

    account = models.OneToOneField(Account, on_delete=models.PROTECT, primary_key=True, related_name="subscription")
    plan = models.CharField(max_length=20)
    provider = models.CharField(max_length=20)
    provider_id = models.CharField(max_length=200, unique=True)
    active = models.BooleanField(default=True)
    renews = models.BooleanField(default=True, db_default=True)
    """False once it was canceled and only runs until what was paid for ends."""
    period_ends_at = models.DateTimeField()
    told_at = models.DateTimeField()
    """When the provider made the statement that is stored; an older one never overwrites it."""
    told_rank = models.SmallIntegerField(default=0, db_default=0)
    """Which of several statements of that moment it was."""

    def __str__(self) -> str:
        return f"{self.account_id}: {self.plan}"


class PlanCheckout(models.Model):
    """The one payment page for a plan that an account without one has open."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, primary_key=True, related_name="+")
    product = models.CharField(max_length=20, blank=True)
    checkout_id = models.CharField(max_length=200, blank=True)
    url = models.TextField(blank=True)
    opened_at = models.DateTimeField(auto_now_add=True)
    opening_until = models.DateTimeField(null=True, blank=True)  # somebody is just opening it

    def __str__(self) -> str:
        return f"{self.account_id}: {self.product}"


class Purchase(models.Model):
    """One sale: a pack, or one period of a plan. Its grant has the reference `grant_reference`."""

    provider = models.CharField(max_length=20)
    reference = models.CharField(max_length=200)
    payment = models.CharField(max_length=200, db_index=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="purchases")
    product = models.CharField(max_length=20)
    credits = models.PositiveIntegerField()
    cents = models.PositiveIntegerField()
    total_cents = models.PositiveIntegerField(null=True, blank=True)
    """What it cost, where the customer's balance paid for a part; what is refunded of `cents` is that part of this."""
    paid_at = models.DateTimeField()
    invoice_url = models.URLField(max_length=500, blank=True)
    revoked_credits = models.PositiveIntegerField(default=0)
    """Credits that refunds and disputes have taken back so far."""
    returns = models.PositiveIntegerField(default=0)
    """How often credits came back after a dispute that was won; keeps the ledger's references apart."""

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["provider", "reference"], name="purchase_once"),
            models.CheckConstraint(
                condition=Q(revoked_credits__lte=F("credits")), name="purchase_revoked_at_most_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.product} ({self.reference})"

    @property
    def grant_reference(self) -> str:
        """The ledger's reference of this sale's credits."""
        return f"{self.provider}:{self.reference}"


class Payment(models.Model):
    """What became of a payment: how much went back, its disputes. May exist before its purchase does.

    Each dispute has a row of its own, whose `payment` is that of the payment's own row, a slash and the dispute's id;
    its `refunded_cents` is what it is about, 0 for all of the payment.
    """

    provider = models.CharField(max_length=20)
    payment = models.CharField(max_length=200)
    refunded_cents = models.PositiveIntegerField(default=0)
    corrected_at = models.DateTimeField(null=True, blank=True)
    """When a refund failed last; what was said of refunds before counts no more."""
    dispute = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["provider", "payment"], name="payment_once"),)

    def __str__(self) -> str:
        return f"{self.payment}: {self.refunded_cents} refunded {self.dispute}"


class WebhookEvent(models.Model):
    """A webhook that was received; its id makes it work once."""

    provider = models.CharField(max_length=20)
    event_id = models.CharField(max_length=200)
    kind = models.CharField(max_length=100)
    applied = models.BooleanField(default=False)
    received_at = models.DateTimeField(auto_now_add=True)
    # Whom it concerned and what it said, for the account's own log; empty where it was of no concern to us.
    account = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    news = models.CharField(max_length=20, blank=True, default="", db_default="")
    product = models.CharField(max_length=20, blank=True, default="", db_default="")
    cents = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["provider", "event_id"], name="webhook_once"),)
        indexes = (models.Index(fields=["account", "-received_at"], name="webhooks_by_account"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.event_id}"


class FreeGrant(models.Model):
    """Free credits were given to an account for a registrable domain: once each."""

    domain = models.CharField(primary_key=True, max_length=253)
    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="free_grant")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.domain
