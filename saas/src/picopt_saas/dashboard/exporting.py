"""All that we know about an account, as JSON that is sent as it is read: an account may have half a million images."""

import json
from collections.abc import Iterator
from typing import Any, Final

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet

from picopt_saas.accounts.models import Account, ApiKey, AuditEntry, Membership, Site
from picopt_saas.billing import ledger
from picopt_saas.billing.models import Grant, Opening, Purchase, Transfer, WebhookEvent
from picopt_saas.jobs.models import Item, Job, ReceiptRecord, SiteImage
from picopt_saas.storage.models import Original

_AT_ONCE: Final = 1000
# Of keys only what was shown; of images what the site told and what became of it.
_KEY: Final = ("name", "prefix", "scopes", "daily_spend_cap", "active", "created_at", "last_used_at", "deleted_at")
_ITEM: Final = (
    "job_id", "reference", "sha256", "picture", "state", "reason_code", "reason_message", "wish", "analysis",
    "reviewed_text", "export", "created_at",
)  # fmt: skip
_JOB: Final = ("api_key_id", "pipeline", "settings", "review", "batch", "automatic", "created_at", "cancelled_at")
_MEMBER: Final = ("user__email", "user__language", "user__muted_mail", "user__date_joined", "role", "created_at")


def write_export(account: Account) -> Iterator[str]:
    """The JSON document, piece by piece."""
    for number, (name, part) in enumerate(_parts(account).items()):
        yield f"{',' if number else '{'}\n  {json.dumps(name)}: "
        yield from _rows(part) if isinstance(part, QuerySet) else (_written(part),)
    yield "\n}\n"


def _parts(account: Account) -> dict[str, Any]:
    def of(model: Any, *fields: str) -> "QuerySet[Any]":
        rows: QuerySet[Any] = model.objects.filter(account=account)
        return rows.values("id", *fields) if fields else rows.values()

    receipts = ReceiptRecord.objects.filter(item__account=account)
    return {
        "account": {"id": account.pk, "name": account.name, "created_at": account.created_at},
        "members": of(Membership, *_MEMBER),
        "sites": of(Site),
        "keys": of(ApiKey, *_KEY),
        "credits": vars(ledger.balance(account)),
        "ledger": of(Transfer),
        "grants": of(Grant),
        "archived": of(Opening, "month", "used", "holds"),
        "purchases": of(Purchase),
        "payment_news": of(WebhookEvent, "news", "product", "cents", "received_at"),
        "jobs": of(Job, *_JOB),
        "images": of(Item, *_ITEM),
        "receipts": receipts.values("id", "item_id", "outcome", "files", "reason", "created_at"),
        "images_on_sites": of(SiteImage),
        "originals": of(Original, "sha256", "bytes", "media_type", "uploaded_at", "keep_until"),
        "audit": of(AuditEntry, "action", "subject", "details", "created_at"),
    }


def _rows(rows: "QuerySet[Any]") -> Iterator[str]:
    """A list of all rows, some at a time."""
    rows, start = rows.order_by("pk"), "["
    page = list(rows[:_AT_ONCE])
    while page:
        yield start + ",\n    ".join(_written(row) for row in page)
        start, page = ",\n    ", list(rows.filter(pk__gt=page[-1]["id"])[:_AT_ONCE])
    yield "[]" if start == "[" else "]"


def _written(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder)
