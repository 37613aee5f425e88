"""The lane's round, run by a worker's clock: what waits is sent, what is done fetched, what nobody wants ended."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from functools import lru_cache
from typing import Final

import structlog
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from picopt_contract.limits import LIMITS
from picopt_saas.budget import BATCH, Budget, in_batches
from picopt_saas.database import let_go
from picopt_saas.jobs.models import BatchQuestion, ModelBatch
from picopt_saas.jobs.states import RUNNABLE
from picopt_saas.pipeline.batches.ledger import TableLedger
from picopt_saas.pipeline.describing import model_config
from picopt_saas.storage.build import storage
from picopt_saas.storage.keys import question_key
from picopt_saas.storage.leaving import delete_all
from picopt_saas.vision_config import vision_config
from picopt_vision import ModelConfig, VisionError
from picopt_vision.remote.batch import Delivery, protocol_of
from picopt_vision.remote.batch.protocol import BatchProtocol
from picopt_vision.remote.dialect import Dialect
from picopt_vision.remote.reply import AskFailed

log = structlog.get_logger(__name__)

# Requests with their images are held in memory while they are sent.
_MOST_BYTES: Final = 16_000_000
_PATIENCE: Final = timedelta(seconds=LIMITS.batch_seconds)
_REMEMBERED: Final = timedelta(days=30)
"""How long a batch's name is known; longer than a provider lists it among its newest."""

_OPEN: Final = (BatchQuestion.State.NOTED, BatchQuestion.State.SENT)


def deliver() -> dict[str, int]:
    """One round; what it did.

    What the provider cannot do now is left to the next round, and described at once after a day.
    """
    budget = Budget()
    done = {
        "given_up": in_batches(_give_up, budget, size=BATCH),
        "forgotten": in_batches(_forget, budget, size=BATCH),
    }
    if not vision_config().batch_protocol:
        return done
    if not (ModelBatch.objects.exclude(state=ModelBatch.State.CLOSED).exists() or _open_questions().exists()):
        return done
    protocol, dialect = _endpoint(model_config(vision_config()), vision_config().batch_protocol)
    done["cancelled"] = _cancel(protocol)
    try:
        report = Delivery(TableLedger(), protocol, dialect, days=1, most_bytes=_MOST_BYTES).run()
    except VisionError as error:
        told = log.warning if error.retryable else log.error
        told("vision_batches_need_attention", reason=error.code, message=error.message)
        return done
    return {**done, "sent": report.sent, "answered": report.answered, "failed": report.failed}


@lru_cache(maxsize=1)
def _endpoint(config: ModelConfig, protocol: str) -> tuple[BatchProtocol, Dialect]:
    """One for a process: its connections, and what was learned of how it wants to be asked."""
    return protocol_of(config, protocol), Dialect()


def _open_questions() -> QuerySet[BatchQuestion]:
    return BatchQuestion.objects.filter(state__in=_OPEN)


def _give_up() -> int:
    """Have described at once some of what waited long enough; of all, where the operator has closed the lane."""
    late = _open_questions()
    if vision_config().batch_protocol:
        late = late.filter(created_at__lte=timezone.now() - _PATIENCE)
    keys = list(late.values_list("pk", flat=True)[:BATCH])
    for key in keys:
        TableLedger().settle(key, "failed")
    return len(keys)


def _forget() -> int:
    """Remove some of what nobody waits for: questions of items that ended, and their requests; old names."""
    ended = list(BatchQuestion.objects.exclude(item__state__in=RUNNABLE).values_list("pk", "account_id")[:BATCH])
    delete_all(storage(), [question_key(account_id, key) for key, account_id in ended])
    BatchQuestion.objects.filter(pk__in=[key for key, _account_id in ended]).delete()
    ModelBatch.objects.filter(created_at__lte=timezone.now() - _REMEMBERED).delete()
    let_go()
    return len(ended)


def _cancel(protocol: BatchProtocol) -> int:
    """End the batches that nobody waits for any more; how many."""
    cancelled = 0
    for batch in list(_unwanted()):
        let_go()
        with suppress(AskFailed):  # the next round tries again
            protocol.cancel(batch.name)
            batch.cancelled_at = timezone.now()
            batch.save(update_fields=["cancelled_at"])
            cancelled += 1
    return cancelled


def _unwanted() -> Iterator[ModelBatch]:
    wanted = BatchQuestion.objects.filter(
        batch=OuterRef("pk"), state=BatchQuestion.State.SENT, item__state__in=RUNNABLE
    )
    yield from ModelBatch.objects.filter(state=ModelBatch.State.OPEN, cancelled_at=None).exclude(Exists(wanted))
