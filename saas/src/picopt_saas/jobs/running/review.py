"""The review step: a person has read the text, changed it, or wants another one."""

from typing import Any

from django.db import transaction

from picopt_contract.errors import ErrorCode
from picopt_contract.jobs import RegenerateRequest, ReviewedText
from picopt_contract.values import CREDITS_PER_LINE, ChargeLine, ItemState, Pipeline
from picopt_saas.accounts.models import ApiKey
from picopt_saas.jobs.delivery.charges import current_charge, deliver, hold, new_charge
from picopt_saas.jobs.delivery.fingerprints import fingerprint
from picopt_saas.jobs.delivery.pricing import analysis_credits, price_pictures
from picopt_saas.jobs.models import Charge, Item, PaidWork
from picopt_saas.jobs.running import queue
from picopt_saas.jobs.states import move
from picopt_saas.refusal import Refusal


@transaction.atomic
def accept_text(item: Item, api_key: ApiKey, text: ReviewedText) -> Item:
    """Take the reviewed text and send the item to its export, whose credits are held only now.

    Raises `Refusal` (state_conflict outside review, quote_expired when the export was quoted free and its payment has
    been refunded since) and what the ledger raises; then the item stays in review.
    """
    item = _lock(item)
    if item.state != ItemState.REVIEW:
        raise Refusal(ErrorCode.STATE_CONFLICT, f"The item is {item.state}; metadata can be changed only in review.")
    item.reviewed_text = text.model_dump(mode="json")
    _hold_export(item, api_key)
    _start_again(item)
    return item


@transaction.atomic
def ask_for_another_text(item: Item, api_key: ApiKey, request: RegenerateRequest) -> Item:
    """Have the text written again. The first time is free, then it costs what a text costs.

    Raises `Refusal` (state_conflict) where the text is already inside files, and what the ledger raises.
    """
    item = _lock(item)
    if item.job.cancelled_at:
        raise Refusal(ErrorCode.STATE_CONFLICT, "The job was canceled; order the image again.")
    only_text = item.job.pipeline == Pipeline.ANALYZE and item.state == ItemState.READY
    if item.state != ItemState.REVIEW and not only_text:
        raise Refusal(
            ErrorCode.STATE_CONFLICT,
            f"The item is {item.state}; metadata can be regenerated only in review or after an analysis alone.",
        )
    # Who asks for another text has read this one.
    deliver(item.charges.filter(line=ChargeLine.ANALYSIS))
    _hold_text(item, api_key)
    item.wish = request.wish
    item.regenerated += 1
    item.analysis_engine = ""  # the text stays as a fallback, but is no longer the one that is wanted
    _start_again(item)
    return item


def _lock(item: Item) -> Item:
    return Item.objects.select_for_update(no_key=True, of=("self",)).select_related("job", "account").get(pk=item.pk)


def _start_again(item: Item) -> None:
    item.attempts = 0
    move(item, ItemState.QUEUED)
    queue.enqueue_again(item)


def _hold_export(item: Item, api_key: ApiKey) -> None:
    settings, picture = item.job.read_settings(), item.read_picture()
    ((price,),) = price_pictures(item.account, Pipeline.EXPORT, settings, [picture])
    if price.credits > item.price[ChargeLine.EXPORT]:
        raise Refusal(
            ErrorCode.QUOTE_EXPIRED,
            "This export was quoted free because it was paid for, and has been refunded since. Nothing was charged; "
            "order the image again.",
        )
    _hold(item, api_key, new_charge(item, ChargeLine.EXPORT, price.fingerprint, price.credits))


def _hold_text(item: Item, api_key: ApiKey) -> None:
    last = current_charge(item, ChargeLine.ANALYSIS)
    one = fingerprint(ChargeLine.ANALYSIS, item.job.read_settings(), item.read_picture())
    free = _take_free_text(item, one)
    credits = 0 if free else min(CREDITS_PER_LINE, analysis_credits())
    attempt = last.attempt + 1 if last else 1
    _hold(item, api_key, new_charge(item, ChargeLine.ANALYSIS, one, credits, attempt=attempt))


def _hold(item: Item, api_key: ApiKey, charge: Charge) -> None:
    # The key that asks pays; its cap counts.
    hold(item.account, [charge], api_key)


def _take_free_text(item: Item, one: str) -> bool:
    """Use up the one regeneration without charge. It belongs to the paid work, so that a new job is no new one."""
    paid: Any = PaidWork.objects.select_for_update().filter(
        account=item.account, line=ChargeLine.ANALYSIS, fingerprint=one, free_text_used=False
    )
    return bool(paid.update(free_text_used=True))
