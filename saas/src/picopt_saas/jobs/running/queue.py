"""Items and previews on their way into the queue: which queue, and before whom."""

from collections.abc import Sequence
from typing import Final

from picopt_contract.reasons import ReasonCode
from picopt_contract.values import ItemState, Pipeline
from picopt_saas.accounts.models import Account
from picopt_saas.deferring import Entry, defer, defer_all
from picopt_saas.jobs.models import Item
from picopt_saas.jobs.running.attempts import starts_with_export
from picopt_saas.jobs.states import RUNNABLE
from picopt_saas.lanes import BULK, INTERACTIVE, PREVIEW, is_large, large_lane_of, may_make_avif, text_lane_of
from picopt_saas.vision_config import vision_config

RUN_ITEM: Final = "run_item"
MAKE_PREVIEW: Final = "make_preview"

# A person who waits goes before the bulk, but not without end: an account with a thousand waiting single pictures is
# treated like any bulk. procrastinate takes the highest number first.
_HEAD_START: Final = {INTERACTIVE: 1_000, BULK: 0, PREVIEW: 2_000}


def enqueue_items(account: Account, items: Sequence[Item], queue: str) -> None:
    """Queue the items. The more an account has waiting, the later its next one comes, so nobody starves the others."""
    waiting = Item.objects.filter(account=account, state__in=RUNNABLE).exclude(pk__in=[item.pk for item in items])
    already = waiting.exclude(reason_code=ReasonCode.WAITING_FOR_BATCH).count()
    first = _HEAD_START[queue] - already
    defer_all(
        Entry(task=RUN_ITEM, queue=_lane(item, queue), arguments={"item_id": item.pk}, priority=first - place)
        for place, item in enumerate(items)
    )


def _lane(item: Item, queue: str) -> str:
    """By what the site says of the image; a worker that sees more pixels puts it into the lane itself."""
    if not (starts_with_export(item) or vision_config().is_draft):
        return text_lane_of(queue)
    exports = item.job.pipeline != Pipeline.ANALYZE
    waits_for_review = item.job.waits_for_review and item.reviewed_text is None
    wanted = item.job.settings.get("export", {}).get("format", "")
    avif = may_make_avif(wanted, item.picture["media_type"])
    large = is_large(item.picture["width"] * item.picture["height"], avif=avif)
    return large_lane_of(queue) if large and exports and not waits_for_review else queue


def queue_of(item: Item, *, alone: bool) -> str:
    """Where an item waits: a person awaits what is `alone` in its job, unless the order says otherwise, or acted on."""
    acted_on = item.reviewed_text is not None or item.regenerated > 0
    return INTERACTIVE if acted_on or (alone and not item.job.may_wait) else BULK


def enqueue_again(item: Item) -> None:
    """Queue an item that a person has just acted on: he waits for it."""
    assert item.state == ItemState.QUEUED  # noqa: S101 -- callers move it first
    enqueue_items(item.account, [item], INTERACTIVE)


def enqueue_preview(preview_id: str, *, already: int) -> None:
    """Queue a preview; `already` is the number that the account asked for in the last hour."""
    defer(MAKE_PREVIEW, PREVIEW, priority=_HEAD_START[PREVIEW] - already, preview_id=preview_id)
