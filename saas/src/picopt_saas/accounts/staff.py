"""What the staff pages share."""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Final

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

# Generic for the type checker only.
if TYPE_CHECKING:
    Admin = admin.ModelAdmin[Any]
    Pages = Paginator[Any]
else:
    Admin = admin.ModelAdmin
    Pages = Paginator
_MOST_COUNTED: Final = 10_000


class FewPages(Pages):
    """Counts no further than anybody leafs: to count a hundred million rows takes minutes."""

    @cached_property
    def count(self) -> int:
        """Rows on these pages, which may not be all that there are."""
        return int(self.object_list.order_by()[:_MOST_COUNTED].count())  # type: ignore[attr-defined]  # a query


class Kept(Admin):
    """Can be looked at and changed, and is never deleted."""

    list_per_page = 50
    show_full_result_count = False
    paginator = FewPages

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        del request, obj
        return False


class ReadOnly(Kept):
    """Can be looked at."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never."""
        del request
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        del request, obj
        return False


class ByIds(ReadOnly):
    """Tables that grow with every image: what is looked for is an id, whole, since there is an index for that."""

    found_by: ClassVar[Mapping[str, str]]
    """How ids begin, and what is looked through for them; the first that fits."""

    @property
    def search_fields(self) -> tuple[str, ...]:  # type: ignore[override]  # read only
        """That there is a search at all; a tuple, or Django's check lets nothing start."""
        return tuple(self.found_by.values())

    @property
    def search_help_text(self) -> str:  # type: ignore[override]  # read only
        """What can be looked for."""
        return "Whole IDs only: " + ", ".join(f"{one}…" if one else "the reference" for one in self.found_by)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Rows with this id."""
        del request
        wanted = search_term.strip()
        if not wanted:
            return queryset, False
        lookup = next((one for beginning, one in self.found_by.items() if wanted.startswith(beginning)), None)
        return queryset.filter(**{lookup: wanted}) if lookup else queryset.none(), False


class ByActions(ReadOnly):
    """Can be looked at, and changed by the list's actions."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """For the list, to whoever was given the right."""
        return obj is None and super(ReadOnly, self).has_change_permission(request)
