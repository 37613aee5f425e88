"""Brings back what dead workers held."""

from typing import Final

import structlog
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.utils import utcnow

from picopt_saas.jobs.running.reviving import revive_items
from picopt_saas.worker.retrying import WithBackOff

log = structlog.get_logger(__name__)

HEARTBEAT_LOST: Final = 8  # seconds; workers report every two
_BEFORE_ALL_ELSE: Final = 10_000


@app.periodic(cron="* * * * * */5")
@app.task(
    name="return_stalled_entries",
    queue="recovery",
    priority=_BEFORE_ALL_ELSE,
    queueing_lock="return_stalled_entries",
    pass_context=True,
    retry=WithBackOff(),
)
async def return_stalled_entries(context: JobContext, timestamp: int) -> None:
    """Queue again what a worker without heartbeat was at. The item's own count of attempts ends poison."""
    del timestamp
    manager = context.app.job_manager
    for entry in await manager.get_stalled_jobs(seconds_since_heartbeat=HEARTBEAT_LOST):
        log.warning("entry_returned", entry=entry.id, task=entry.task_name)
        await manager.retry_job(entry, retry_at=utcnow())


@app.periodic(cron="* * * * *")
@app.task(
    name="revive_items",
    queue="recovery",
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
