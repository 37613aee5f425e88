"""Staff see money and correct it only by new entries; nothing that was written is ever changed."""

import secrets
from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from picopt_saas.accounts import audit
from picopt_saas.accounts.staff import ReadOnly
from picopt_saas.billing import ledger
from picopt_saas.billing.models import (
    FreeGrant,
    Grant,
    Hold,
    Payment,
    Purchase,
    Revocation,
    Subscription,
    Transfer,
    Wallet,
    WebhookEvent,
)


@admin.register(Transfer)
class TransferAdmin(ReadOnly):
    """The ledger."""

    list_display = ("created_at", "account_id", "kind", "amount", "source", "target", "reference")
    list_filter = ("kind",)
    search_fields = ("reference", "account__id")


@admin.register(Wallet)
class WalletAdmin(ReadOnly):
    """Balances."""

    list_display = ("account_id", "granted", "available", "held", "used", "expired", "revoked", "debt")
    search_fields = ("account__id", "account__name")


@admin.register(Hold)
class HoldAdmin(ReadOnly):
    """Holds."""

    list_display = ("created_at", "account_id", "reference", "credits", "state", "expires_at", "ended_at")
    list_filter = ("state",)
    search_fields = ("reference", "account__id")


@admin.register(Purchase)
class PurchaseAdmin(ReadOnly):
    """Sales."""

    list_display = ("paid_at", "account_id", "product", "cents", "credits", "revoked_credits", "reference")
    search_fields = ("reference", "payment", "account__id")


@admin.register(Payment)
class PaymentAdmin(ReadOnly):
    """Refunds and disputes."""

    list_display = ("payment", "provider", "refunded_cents", "dispute")
    list_filter = ("dispute",)
    search_fields = ("payment",)


@admin.register(Subscription)
class SubscriptionAdmin(ReadOnly):
    """Plans."""

    list_display = ("account_id", "plan", "active", "period_ends_at", "provider_id")
    list_filter = ("plan", "active")


@admin.register(Grant)
class GrantAdmin(ReadOnly):
    """Grants. Staff can add one, as a compensating entry; it is in the account's audit log."""

    list_display = ("created_at", "account_id", "credits", "remaining", "expires_at", "reason", "reference")
    search_fields = ("reference", "account__id")
    fields = ("account", "credits", "reason", "expires_at")
    raw_id_fields = ("account",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Those who were given the right."""
        return super(ReadOnly, self).has_add_permission(request)

    def save_model(self, request: HttpRequest, obj: Grant, form: Any, change: bool) -> None:  # noqa: FBT001 -- Django's signature
        """Through the ledger, like every grant."""
        del form, change
        given = ledger.grant(
            obj.account,
            obj.credits,
            reference=f"staff:{secrets.token_hex(8)}",
            expires_at=obj.expires_at,
            reason=obj.reason,
        )
        obj.pk = given.pk
        audit.record(obj.account, "money.compensated", user=request.user, credits=obj.credits, reason=obj.reason)  # type: ignore[arg-type]  # signed in


@admin.register(WebhookEvent)
class WebhookAdmin(ReadOnly):
    """What payment providers sent, and whether it was taken."""

    list_display = ("received_at", "account_id", "news", "product", "cents", "applied", "kind", "event_id")
    list_filter = ("applied", "news", "provider")
    search_fields = ("event_id", "account__id")


@admin.register(FreeGrant)
class FreeGrantAdmin(ReadOnly):
    """Domains that have brought free credits."""

    list_display = ("created_at", "domain", "account_id")
    search_fields = ("domain", "account__id")


@admin.register(Revocation)
class RevocationAdmin(ReadOnly):
    """Grants that were taken back."""

    list_display = ("created_at", "grant", "taken", "owed", "reference")
    search_fields = ("reference", "grant__account__id")
