"""Previews: one picture at one size, made by a worker while the caller waits. Free, and limited."""

import time
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from picopt_contract.errors import ErrorCode
from picopt_contract.limits import LIMITS
from picopt_contract.previews import PreviewRequest
from picopt_saas.accounts.models import Account, ApiKey
from picopt_saas.jobs.models import PreviewOrder
from picopt_saas.jobs.running import queue
from picopt_saas.refusal import Refusal
from picopt_saas.storage.originals import touch

_HOUR: Final = timedelta(hours=1)
_LOOK_EVERY: Final = 0.1  # seconds


@transaction.atomic
def order_preview(account: Account, api_key: ApiKey, request: PreviewRequest) -> PreviewOrder:
    """Queue a preview. Raises `Refusal`: image_not_uploaded, or rate_limited beyond 20 an hour."""
    Account.objects.select_for_update(no_key=True).get(pk=account.pk)  # two at once are counted one after the other
    recent = PreviewOrder.objects.filter(account=account, created_at__gt=timezone.now() - _HOUR).count()
    if recent >= LIMITS.previews_per_hour:
        raise Refusal(ErrorCode.RATE_LIMITED, f"{LIMITS.previews_per_hour} previews an hour are free. Try again later.")
    if touch(account, request.sha256) is None:
        raise Refusal(ErrorCode.IMAGE_NOT_UPLOADED, "Upload the image with PUT /v1/images/{sha256} first.")
    order = PreviewOrder.objects.create(
        account=account,
        api_key=api_key,
        sha256=request.sha256,
        settings=request.settings.model_dump(mode="json"),
    )
    Account.objects.filter(pk=account.pk).update(previews_made=F("previews_made") + 1)
    queue.enqueue_preview(order.pk, already=recent)
    return order


def wait_for_preview(order: PreviewOrder, seconds: float) -> PreviewOrder:
    """The order once a worker has finished it. Raises `Refusal` (busy) when none does in time."""
    deadline = time.monotonic() + seconds
    while True:
        in_time = time.monotonic() < deadline
        order.refresh_from_db()  # what was done in the last moment counts, too
        if order.result is not None or order.failure is not None:
            return order
        if not in_time:
            raise Refusal(ErrorCode.BUSY, "No worker was free to make the preview in time. Try again shortly.")
        time.sleep(_LOOK_EVERY)
