"""A job's images as its page shows them. Nothing here is delivery: what is not paid for is not shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from picopt_contract.reasons import ReasonCode
from picopt_contract.values import ChargeLine, ChargeState
from picopt_saas.dashboard.entries import file_name
from picopt_saas.jobs.delivery.figures import sizes_of
from picopt_saas.jobs.delivery.texts import text_may_leave
from picopt_saas.jobs.models import Charge, Item, ResultFile, SiteImage

_PAID_FOR = (ChargeState.CAPTURED, ChargeState.FREE)
_THUMBNAIL = 96  # pixels; the smallest file at least this wide is shown small
_SHOWN_IN_BROWSERS = ("image/jpeg", "image/png", "image/webp", "image/avif", "image/gif")
_BROKEN = (ReasonCode.UNREADABLE_IMAGE, ReasonCode.TRUNCATED, ReasonCode.UNSUPPORTED_MEDIA)
LARGEST_SHOWN = 3 * 1024 * 1024
"""Bytes of a file that a page shows, small or whole."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One image. Bytes are of all sizes that pages show; `after` is 0 where no file was made."""

    item: Item
    name: str
    has_thumbnail: bool
    before: int
    after: int
    score: int | None
    text: str
    reverted: bool
    charges: Sequence[Charge]

    @property
    def saved(self) -> int:
        """Whole percent; what is more than nothing and less than all is never shown as either."""
        if not 0 < self.after < self.before:
            return 0
        return min(99, max(1, round(100 * (1 - self.after / self.before))))


def rows_of(items: Sequence[Item]) -> list[Row]:
    """The images, loaded by `with_details` and with their receipts; figures as the site told them where it did."""
    told = {
        image.item_id: (image.bytes_before, image.bytes_after)
        for image in SiteImage.objects.filter(item_id__in=[item.pk for item in items], bytes_after__gt=0)
    }
    return [_row(item, told.get(item.pk)) for item in items]


def _row(item: Item, told: tuple[int | None, int | None] | None) -> Row:
    files = list(item.files.all())
    before, after = told or sizes_of(item, files) or (item.picture.get("bytes"), 0)
    score = next((file.score for file in files if file.name == "full"), None)
    return Row(
        item=item,
        name=file_name(item),
        has_thumbnail=thumbnail_of(item, files) is not None,
        before=before or 0,
        after=after or 0,
        score=None if score is None else round(score),
        text=str((item.reviewed_text or item.analysis or {}).get("alt") or "") if text_may_leave(item) else "",
        reverted=hasattr(item, "receipt") and item.receipt.outcome == "reverted",
        charges=list(item.charges.all()),
    )


def thumbnail_of(item: Item, files: Sequence[ResultFile]) -> ResultFile | str | None:
    """What is shown small: a file that is paid for, else the original's SHA-256; None when neither can be."""
    wide = [file for file in _shown(files) if file.width >= _THUMBNAIL]
    if is_paid(item) and wide:
        return min(wide, key=lambda file: file.bytes)
    return before_of(item)


def is_paid(item: Item) -> bool:
    """Whether its files are paid for, or free."""
    return any(one.line == ChargeLine.EXPORT and one.state in _PAID_FOR for one in item.charges.all())


def after_of(item: Item, files: Sequence[ResultFile]) -> ResultFile | None:
    """The largest file that is paid for and not too large to be shown; None when there is none."""
    shown = _shown(files)
    return max(shown, key=lambda file: file.width) if is_paid(item) and shown else None


def _shown(files: Sequence[ResultFile]) -> list[ResultFile]:
    return [file for file in files if file.media_type in _SHOWN_IN_BROWSERS and file.bytes <= LARGEST_SHOWN]


def before_of(item: Item) -> str | None:
    """The SHA-256 of an original that browsers show; None when they don't, it is too large, or it is no whole image."""
    if item.reason_code in _BROKEN:
        return None
    size, kind = int(item.picture.get("bytes") or 0), item.picture.get("media_type")
    return item.sha256 if 0 < size <= LARGEST_SHOWN and kind in _SHOWN_IN_BROWSERS else None
