"""What sites have from us, image by image; the one place that counts it for the dashboard."""

from pathlib import Path
from typing import Any, Final

from django.db import connection
from django.utils import timezone

from picopt_contract.jobs import Receipt
from picopt_saas.accounts.models import Account
from picopt_saas.jobs.models import Item, ResultFile, SiteImage

_NOTE_IMAGE: Final = (Path(__file__).parent / "note_image.sql").read_text()


def note_applied(item: Item, receipt: Receipt) -> None:
    """The item's result is on its site: one more image there, or the newest word on one."""
    if item.job.api_key is None:
        return
    before, after = _bytes(item, receipt)
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(
            _NOTE_IMAGE,
            {
                "account": item.account_id,
                "site": item.job.api_key.site_id,
                "reference": item.reference,
                "item": item.pk,
                "before": before,
                "after": after,
                "now": now,
                "files_at": now if after else None,
                "alt_at": now if has_alt(item) else None,
            },
        )


def forget_applied(account: Account, item_id: str) -> bool:
    """The site has not got the item's result after all, or no longer; whether it counted until now."""
    return bool(SiteImage.objects.filter(account=account, item_id=item_id).delete()[0])


def sizes_of(item: Item, files: list[ResultFile]) -> tuple[int, int] | None:
    """Bytes of all files that pages can show, before and after, as the order tells; None when no file was made.

    Only sizes whose present bytes the site told count, on both sides.
    """
    made = {file.name: file.bytes for file in files}
    if "full" not in made:
        return None
    replaced = {size["name"]: size.get("replaces_bytes") for size in item.picture.get("sizes") or []}
    pairs = [(int(item.picture.get("bytes") or 0), made["full"])]
    pairs += [(told, made[name]) for name, told in replaced.items() if told and name in made]
    return sum(before for before, _ in pairs), sum(after for _, after in pairs)


def has_alt(item: Item) -> bool:
    """Whether the image has an alt text on its site now, or needs none; a draft that nobody has read is none."""
    analysis: dict[str, Any] = item.analysis or {}
    read = item.reviewed_text or ({} if analysis.get("draft") and not item.job.accept_drafts else analysis)
    there = (item.picture.get("context") or {}).get("existing_alt") or (item.picture.get("text") or {}).get("alt")
    return bool(read.get("alt") or read.get("decorative") or there)


def _bytes(item: Item, receipt: Receipt) -> tuple[int | None, int | None]:
    """As the site counted, else as the order tells."""
    if receipt.bytes_before and receipt.bytes_after:
        return receipt.bytes_before, receipt.bytes_after
    return sizes_of(item, list(item.files.filter(withdrawn_at=None))) or (None, None)
