"""Staff see money and correct it only by new entries; nothing that was written is ever changed."""

from datetime import datetime
from functools import partial
from typing import Any, ClassVar, Final

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import get_random_string

from picopt_saas.accounts.staff import ByIds, ReadOnly
from picopt_saas.billing.compensating import compensate, is_sent
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

# What was given by mistake and spent is gone: nobody needs more at once.
_MOST_GIVEN: Final = 10_000_000


@admin.register(Transfer)
class TransferAdmin(ByIds):
    """The ledger."""

    list_display = ("created_at", "account_id", "kind", "amount", "source", "target", "reference")
    list_filter = ("kind",)
    found_by: ClassVar = {"acc_": "account", "": "reference"}

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Transfer], search_term: str
    ) -> tuple[QuerySet[Transfer], bool]:
        """As elsewhere; of whatever kind, since the index of references begins with it."""
        return super().get_search_results(request, queryset.filter(kind__in=Transfer.Kind.values), search_term)


@admin.register(Wallet)
class WalletAdmin(ReadOnly):
    """Balances."""

    list_display = ("account_id", "granted", "available", "held", "used", "expired", "revoked", "debt")
    search_fields = ("account__id", "account__name")


@admin.register(Hold)
class HoldAdmin(ByIds):
    """Holds."""

    list_display = ("created_at", "account_id", "reference", "credits", "state", "expires_at", "ended_at")
    list_filter = ("state",)
    found_by: ClassVar = {"acc_": "account", "": "reference"}


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


class GrantForm(forms.ModelForm):  # type: ignore[type-arg] # generic for the type checker only
    """What staff fill in; pressing the button twice adds the credits once."""

    credits = forms.IntegerField(min_value=1, max_value=_MOST_GIVEN)
    once = forms.CharField(max_length=22, initial=partial(get_random_string, 22), widget=forms.HiddenInput)

    def clean_expires_at(self) -> datetime | None:
        """A moment to come: what has ended when it is given is gone at once."""
        ends: datetime | None = self.cleaned_data["expires_at"]
        if ends and ends <= timezone.now():
            raise ValidationError("Choose a date in the future, or leave this empty.")
        return ends

    def clean_once(self) -> str:
        """The token of a form that was not sent before."""
        once: str = self.cleaned_data["once"]
        if is_sent(once):
            raise ValidationError("These credits were added already. Open this page again to add others.")
        return once


@admin.register(Grant)
class GrantAdmin(ReadOnly):
    """Grants. Staff can add one, as a compensating entry; it is in the account's audit log."""

    list_display = ("created_at", "account_id", "credits", "remaining", "expires_at", "reason", "reference")
    search_fields = ("reference", "account__id")
    form = GrantForm
    fields = ("account", "credits", "reason", "expires_at", "once")
    raw_id_fields = ("account",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Those who were given the right."""
        return super(ReadOnly, self).has_add_permission(request)

    def save_model(self, request: HttpRequest, obj: Grant, form: Any, change: bool) -> None:  # noqa: FBT001 -- Django's signature
        """Through the ledger, like every grant."""
        del change
        given = compensate(
            obj.account,
            obj.credits,
            once=form.cleaned_data["once"],
            expires_at=obj.expires_at,
            reason=obj.reason,
            user=request.user,  # type: ignore[arg-type]  # staff are signed in
        )
        obj.pk = given.pk


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
