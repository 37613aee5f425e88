"""The ledger's tables. Only `picopt_saas.billing.ledger` writes them; the database refuses what must never be."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.lookups import In

from picopt_saas.accounts.models import Account, ApiKey


class State(models.TextChoices):
    """Where a credit is. `issued` is outside: the source of every grant."""

    ISSUED = "issued"
    AVAILABLE = "available"
    HELD = "held"
    USED = "used"
    EXPIRED = "expired"
    REVOKED = "revoked"


class Wallet(models.Model):
    """An account's balances: the one row that all its transfers lock."""

    account = models.OneToOneField(Account, on_delete=models.PROTECT, primary_key=True, related_name="wallet")
    granted = models.BigIntegerField(default=0)
    available = models.BigIntegerField(default=0)
    held = models.BigIntegerField(default=0)
    used = models.BigIntegerField(default=0)
    expired = models.BigIntegerField(default=0)
    revoked = models.BigIntegerField(default=0)
    debt = models.BigIntegerField(default=0)

    class Meta:
        constraints = (
            *(
                models.CheckConstraint(condition=Q((f"{name}__gte", 0)), name=f"wallet_{name}_not_negative")
                for name in ("granted", "available", "held", "used", "expired", "revoked", "debt")
            ),
            models.CheckConstraint(
                condition=Q(granted=F("available") + F("held") + F("used") + F("expired") + F("revoked")),
                name="wallet_balanced",
            ),
        )

    def __str__(self) -> str:
        return f"{self.available} available, {self.held} held"


class Grant(models.Model):
    """Credits given at once, with one end. `remaining` can be reserved; what left without use stands beside it."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="grants")
    reference = models.CharField(max_length=200, unique=True)
    reason = models.CharField(max_length=200, blank=True)
    credits = models.PositiveIntegerField()
    remaining = models.IntegerField()
    # What indexes ask: `remaining` changes with every order, and an index that named it would be written each time.
    spent = models.GeneratedField(
        expression=Q(remaining=0),  # type: ignore[arg-type]  # a condition is one, which the stubs do not know
        output_field=models.BooleanField(),
        db_persist=True,
    )
    expired = models.IntegerField(default=0)
    revoked = models.IntegerField(default=0)
    claimed = models.IntegerField(default=0)
    """What a revocation found spent and wrote down as debt, so that it is never claimed twice."""
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(credits__gt=0, remaining__gte=0, expired__gte=0, revoked__gte=0, claimed__gte=0),
                name="grant_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(credits__gte=F("remaining") + F("expired") + F("revoked")), name="grant_not_exceeded"
            ),
        )
        indexes = (
            # What can be reserved, in the order of use.
            models.Index(fields=["account", "expires_at", "id"], condition=Q(spent=False), name="grant_unspent"),
            models.Index(fields=["expires_at"], condition=Q(spent=False), name="grant_unspent_due"),
        )

    def __str__(self) -> str:
        return f"{self.credits} credits ({self.reference})"


class Hold(models.Model):
    """Credits set aside for one charge line of one attempt at one item."""

    class State(models.TextChoices):
        HELD = "held"
        CAPTURED = "captured"
        RELEASED = "released"
        REFUNDED = "refunded"

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="holds", db_index=False)
    api_key = models.ForeignKey(
        ApiKey, on_delete=models.SET_NULL, null=True, blank=True, related_name="holds", db_index=False
    )
    reference = models.CharField(max_length=200, unique=True)
    line = models.CharField(max_length=20)
    credits = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.HELD)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["expires_at"], condition=Q(state="held"), name="hold_due"),
            models.Index(fields=["account", "created_at"], name="hold_by_account_and_day"),
            models.Index(
                fields=["account"], include=["credits"], condition=Q(state="held"), name="hold_open_by_account"
            ),
        )

    def __str__(self) -> str:
        return f"{self.reference}: {self.credits} {self.state}"


class HoldPart(models.Model):
    """How much of a hold came out of which grant, so that it can go back there."""

    hold = models.ForeignKey(Hold, on_delete=models.PROTECT, related_name="parts", db_index=False)
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="parts", db_index=False)
    credits = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["hold", "grant"], name="hold_part_once"),
            models.CheckConstraint(condition=Q(credits__gt=0), name="hold_part_positive"),
        )

    def __str__(self) -> str:
        return f"{self.credits} of {self.grant_id}"


class Spending(models.Model):
    """Credits that a key's holds of one day (UTC) took and did not give back: what caps and budgets look at.

    Kept by `billing_reserve` and a trigger, under the wallet's lock; nobody adds up holds while others wait.
    """

    api_key = models.ForeignKey(ApiKey, on_delete=models.CASCADE, related_name="spending", db_index=False)
    day = models.DateField()
    credits = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["api_key", "day"], name="spending_once_a_day"),
            models.CheckConstraint(condition=Q(credits__gte=0), name="spending_not_negative"),
        )
        indexes = (models.Index(fields=["day"], name="spending_by_day"),)

    def __str__(self) -> str:
        return f"{self.day} {self.credits}"


class Revocation(models.Model):
    """A grant taken back, wholly or in part: what was still there, and what was spent and is now owed."""

    reference = models.CharField(max_length=200, unique=True)
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="revocations")
    taken = models.PositiveIntegerField(default=0)
    owed = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.reference}: {self.taken} taken, {self.owed} owed"


class Checkpoint(models.Model):
    """What an account's transfers before `upto` add up to, so that nobody has to add them up again."""

    account = models.OneToOneField(Account, on_delete=models.PROTECT, primary_key=True, related_name="+")
    upto = models.DateTimeField()
    granted = models.BigIntegerField(default=0)
    available = models.BigIntegerField(default=0)
    held = models.BigIntegerField(default=0)
    used = models.BigIntegerField(default=0)
    expired = models.BigIntegerField(default=0)
    revoked = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.account_id} up to {self.upto:%Y-%m-%d %H:%M}"


class Transfer(models.Model):
    """Credits moved from one state to another. A trigger forbids to change or delete one."""

    class Kind(models.TextChoices):
        GRANT = "grant"
        RESERVE = "reserve"
        CAPTURE = "capture"
        RELEASE = "release"
        REFUND = "refund"
        EXPIRE = "expire"
        REVOKE = "revoke"

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="transfers", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind)
    reference = models.CharField(max_length=240)
    source = models.CharField(max_length=10, choices=State)
    target = models.CharField(max_length=10, choices=State)
    amount = models.PositiveIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["kind", "reference"], name="transfer_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="transfer_positive"),
            # One text in a list: seven rules, one by one, would be read anew at each insert, a tenth of its work.
            models.CheckConstraint(
                condition=In(
                    Func(Value(" "), "kind", "source", "target", function="concat_ws", output_field=models.TextField()),
                    [
                        "grant issued available",
                        "reserve available held",
                        "capture held used",
                        "release held available",
                        "refund used available",
                        "expire available expired",
                        "revoke available revoked",
                    ],
                ),
                name="transfer_known_path",
            ),
        )
        indexes = (
            models.Index(fields=["account", "-id"], name="transfer_by_account"),
            # Rows come in the order of time and never change, so that a few pages say where a day begins.
            BrinIndex(fields=["created_at"], name="transfer_by_time", pages_per_range=16),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.amount} ({self.reference})"
