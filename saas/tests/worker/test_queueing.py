"""The worker's own connection to the queue: what it brings back, and the database's end while the worker stops."""

import asyncio

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import ConnectorException

from picopt_saas import queueing
from picopt_saas.queueing import WorkerConnector, worker_connector

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_worker_ends_though_its_connection_breaks_while_it_is_told_to(settings, monkeypatch):
    """A restarted database once left workers that neither worked nor ended, so that nobody started them again."""
    settings.PICOPT = settings.PICOPT.model_copy(update={"worker_heartbeat_seconds": 0.01})
    asked = asyncio.Event()

    async def break_when_cancelled(self, query, **arguments):
        asked.set()
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            raise ConnectorException from None

    async def open_and_close():
        connector = worker_connector()
        await connector.open_async()
        monkeypatch.setattr(WorkerConnector, "execute_query_all_async", break_when_cancelled)
        await asyncio.wait_for(asked.wait(), 30)
        await asyncio.wait_for(connector.close_async(), 30)

    asyncio.run(open_and_close())


def test_what_is_lost_again_rests_and_what_was_lost_together_is_set_apart(site, make_pictures, settings, monkeypatch):
    """Or an image that kills workers would meet the same neighbors each time, until all of them are given up."""
    settings.PICOPT = settings.PICOPT.model_copy(update={"worker_heartbeat_seconds": 0.01})
    site.order_pictures(*make_pictures(3), pipeline="export")
    entries = ProcrastinateJob.objects.filter(task_name="run_item")

    def lose():
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE task_name = 'run_item'")
        told = asyncio.Queue()
        monkeypatch.setattr(queueing.log, "warning", lambda _event, **entry: told.put_nowait(entry))
        asyncio.run(bring_back(3, told))
        assert set(entries.values_list("status", flat=True)) == {"todo"}
        return set(entries.values_list("scheduled_at", flat=True))

    assert len(lose()) == 1, "at once, by the clock of one statement"
    assert len(lose()) == len(lose()) == 3


async def bring_back(count, told):
    """A worker's connection until it has told of so many entries."""
    connector = worker_connector()
    await connector.open_async()
    try:
        await asyncio.wait_for(asyncio.gather(*(told.get() for _ in range(count))), 30)
    finally:
        await connector.close_async()
