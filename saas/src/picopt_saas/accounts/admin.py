"""Accounts as staff see them. Keys can be switched off here, never read."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest

from picopt_saas.accounts import keys
from picopt_saas.accounts.models import Account, ApiKey, AuditEntry, Site, User
from picopt_saas.accounts.staff import ByActions, Kept, ReadOnly

# Through allauth's log-in, so that a second factor counts here too.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.site_header = "Picture Optimizer staff"


@admin.register(Account)
class AccountAdmin(Kept):
    """Accounts. Their ledger must stay; owners close them in the dashboard."""

    list_display = ("id", "name", "created_at", "closed_at")
    search_fields = ("id", "name", "memberships__user__email", "sites__url")
    fields = ("id", "name", "created_at", "closed_at")
    readonly_fields = ("id", "created_at", "closed_at")


@admin.register(ApiKey)
class ApiKeyAdmin(ByActions):
    """Keys."""

    list_display = ("prefix", "account_id", "site", "active", "test", "last_used_at", "deleted_at")
    list_filter = ("active", "test")
    search_fields = ("prefix", "account__id", "site__url")
    exclude = ("sha256",)
    actions = ("switch_off",)

    @admin.action(description="Switch off the chosen keys")
    def switch_off(self, request: HttpRequest, chosen: QuerySet[ApiKey]) -> None:
        """Stop keys that are abused."""
        for key in chosen:
            keys.switch_key(key, active=False, user=request.user)  # type: ignore[arg-type]  # staff are signed in


@admin.register(AuditEntry)
class AuditAdmin(ReadOnly):
    """The audit log."""

    list_display = ("created_at", "account_id", "user", "action", "subject")
    list_select_related = ("user",)
    search_fields = ("account__id", "action", "subject", "user__email")


@admin.register(User)
class UserAdmin(Kept):
    """People. Without its owner an account would go on being charged; whoever closes their account is forgotten."""

    list_display = ("email", "is_active", "is_staff", "date_joined")
    search_fields = ("email",)
    exclude = ("password",)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Rights with what they are for, which each names: one statement for all of them, and not one each."""
        if db_field.name == "user_permissions":
            kwargs["queryset"] = Permission.objects.select_related("content_type")
        return super().formfield_for_manytomany(db_field, request, **kwargs)


@admin.register(Site)
class SiteAdmin(ReadOnly):
    """Sites. With one its keys would go, and what they have spent would count no more; owners set its budget."""

    list_display = ("url", "account_id", "created_at")
    search_fields = ("url", "account__id")
