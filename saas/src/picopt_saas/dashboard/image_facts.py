"""Everything that we know of one image of a job, as its page shows it. What is not paid for is not shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from picopt_saas.dashboard import note_words
from picopt_saas.dashboard.job_rows import Row, is_paid, rows_of
from picopt_saas.jobs.delivery.texts import text_may_leave, with_details
from picopt_saas.jobs.models import Item, ResultFile

_FIELDS: Final = {
    "alt": gettext_lazy("Alt text"),
    "title": gettext_lazy("Title"),
    "caption": gettext_lazy("Caption"),
    "description": gettext_lazy("Description"),
    "tags": gettext_lazy("Tags"),
}
_OUTCOMES: Final = {
    "applied": gettext_lazy("Applied on the site"),
    "not_applied": gettext_lazy("Not used on the site"),
    "reverted": gettext_lazy("Restored on the site"),
}
_MOST_JOBS: Final = 20


@dataclass(frozen=True, kw_only=True)
class Facts:
    """One image: `row` as in its job's table, and what only its page has room for."""

    row: Row
    files: Sequence[ResultFile]
    fields: Sequence[tuple[str, str]]
    author: str
    changes: Sequence[dict[str, Any]]
    notes: Sequence[tuple[str, bool]]
    """Each as people read it, and whether that is in their language."""
    pages: Sequence[str]
    outcome: str
    heard_at: datetime | None
    others: Sequence[Item]


def facts_of(item: Item) -> Facts:
    """Of an item that was loaded by `with_details`, with its receipt."""
    (row,) = rows_of([item])
    export = item.export if is_paid(item) else None
    receipt = getattr(item, "receipt", None)
    return Facts(
        row=row,
        files=list(item.files.all()),
        fields=_fields(item),
        author=_author(item),
        changes=(export or {}).get("metadata_changes") or [],
        notes=[note_words.say(str(note)) for note in (export or {}).get("notes") or []],
        pages=_pages(item),
        outcome=str(_OUTCOMES.get(receipt.outcome, "")) if receipt else "",
        heard_at=receipt.created_at if receipt and receipt.outcome != "reverted" else None,
        others=_others(item),
    )


def _fields(item: Item) -> list[tuple[str, str]]:
    if not text_may_leave(item):
        return []
    said = {**(item.analysis or {}), **(item.reviewed_text or {})}
    texts = {name: said.get(name) or "" for name in _FIELDS}
    return [
        (str(label), ", ".join(texts[name]) if isinstance(texts[name], list) else str(texts[name]))
        for name, label in _FIELDS.items()
    ]


def _author(item: Item) -> str:
    """Who stands behind the text."""
    if item.reviewed_text:
        return _("Approved in review on the site")
    return _("A draft waiting for review") if (item.analysis or {}).get("draft") else _("Suggested by the model")


def _pages(item: Item) -> list[str]:
    """Titles of pages that use it, each once, as the site told them with the order."""
    placements = (item.picture.get("context") or {}).get("placements") or []
    return list(dict.fromkeys(title for place in placements if (title := str(place.get("page_title") or ""))))


def _others(item: Item) -> list[Item]:
    """The same original in other jobs, newest first."""
    same = Item.objects.filter(account_id=item.account_id, sha256=item.sha256).exclude(pk=item.pk)
    return list(with_details(same.select_related("job")).order_by("-created_at")[:_MOST_JOBS])
