"""Brings back items that the queue has lost. What dead workers held, `picopt_saas.queueing` brings back."""

from typing import Final

import structlog
from procrastinate.contrib.django import app

from picopt_saas.jobs.running.reviving import revive_items
from picopt_saas.lanes import RECOVERY
from picopt_saas.worker.retrying import WithBackOff

log = structlog.get_logger(__name__)

_BEFORE_ALL_ELSE: Final = 10_000


@app.periodic(cron="*/2 * * * *")
@app.task(
    name="revive_items",
    queue=RECOVERY,
    priority=_BEFORE_ALL_ELSE,
    queueing_lock="revive_items",
    retry=WithBackOff(),
)
def revive_lost_items(timestamp: int) -> None:
    """Queue items whose queue entry is gone: a worker that was frozen and woke may have closed another one's entry."""
    del timestamp
    revived = revive_items()
    if revived:
        log.warning("items_revived", items=revived)
