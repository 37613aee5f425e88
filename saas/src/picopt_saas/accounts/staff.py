"""What the staff pages share."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest

# Generic for the type checker only.
if TYPE_CHECKING:
    Admin = admin.ModelAdmin[Any]
else:
    Admin = admin.ModelAdmin


class Kept(Admin):
    """Can be looked at and changed, and is never deleted."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        del request, obj
        return False


class ReadOnly(Kept):
    """Can be looked at."""

    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never."""
        del request
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        del request, obj
        return False


class ByActions(ReadOnly):
    """Can be looked at, and changed by the list's actions."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """For the list, to whoever was given the right."""
        return obj is None and super(ReadOnly, self).has_change_permission(request)
