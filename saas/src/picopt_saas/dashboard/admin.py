"""Jobs as staff see them, and refunds that the automatic limit left to them."""

from typing import TYPE_CHECKING, Any, ClassVar, Final, cast, get_args

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from picopt_contract.jobs import Receipt
from picopt_saas.accounts.staff import ByActions, ByIds
from picopt_saas.dashboard.refunds import decide_refund
from picopt_saas.jobs.models import Item, Job, ReceiptRecord

if TYPE_CHECKING:
    from picopt_saas.accounts.models import User

_OUTCOMES: Final = get_args(Receipt.model_fields["outcome"].annotation)


@admin.register(Job)
class JobAdmin(ByIds):
    """Jobs."""

    list_display = ("id", "account_id", "pipeline", "created_at", "cancelled_at")
    found_by: ClassVar = {"acc_": "account", "job_": "id"}


@admin.register(Item)
class ItemAdmin(ByIds):
    """Items; the filter by reason shows failures by code."""

    list_display = ("id", "account_id", "state", "reason_code", "attempts", "text_cost", "updated_at")
    list_filter = ("state", "reason_code")
    found_by: ClassVar = {"acc_": "account", "job_": "job", "itm_": "id"}
    exclude = ("analysis", "reviewed_text", "picture")  # what customers' pictures show is not for staff

    @admin.display(description="Cost of the text")
    def text_cost(self, item: Item) -> str:
        """What the model's provider asks, in the currency of the configured prices; empty for texts without tokens."""
        usage = item.analysis_usage or {}
        tokens = usage.get("input_tokens", 0) + usage.get("output_tokens", 0)
        return f"{usage['cost']} ({tokens} tokens)" if tokens else ""


class ByOutcome(admin.SimpleListFilter):
    """By what a site said; Django's own filter would read every receipt to know what there is."""

    title = "outcome"
    parameter_name = "outcome"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """What the contract knows."""
        del request, model_admin
        return [(outcome, outcome) for outcome in _OUTCOMES]

    def queryset(self, request: HttpRequest, queryset: QuerySet[ReceiptRecord]) -> QuerySet[ReceiptRecord]:
        """The receipts that say so."""
        del request
        return queryset.filter(outcome=self.value()) if self.value() else queryset


@admin.register(ReceiptRecord)
class ReceiptAdmin(ByIds, ByActions):
    """Receipts; the filter on pending shows what waits for a decision."""

    list_display = ("created_at", "item_id", "outcome", "reason", "refund", "refunded_credits")
    list_filter = ("refund", ByOutcome)
    found_by: ClassVar = {"acc_": "item__account", "job_": "item__job", "itm_": "item"}
    actions = ("give_back", "refuse")

    @admin.action(description="Give the credits back")
    def give_back(self, request: HttpRequest, chosen: QuerySet[ReceiptRecord]) -> None:
        """Refund what was captured."""
        self._decide(request, chosen, give_back=True)

    @admin.action(description="Refuse the refund")
    def refuse(self, request: HttpRequest, chosen: QuerySet[ReceiptRecord]) -> None:
        """Leave it charged."""
        self._decide(request, chosen, give_back=False)

    def _decide(self, request: HttpRequest, chosen: QuerySet[ReceiptRecord], *, give_back: bool) -> None:
        pending = chosen.filter(refund=ReceiptRecord.Refund.PENDING).values_list("pk", flat=True)
        user = cast("User", request.user)  # staff are signed in
        decided = sum(decide_refund(receipt, give_back=give_back, user=user) for receipt in pending)
        messages.info(request, f"{decided} refunds were decided.")
