"""The worker's own connection to the queue, when the database goes away while the worker stops."""

import asyncio

import pytest
from procrastinate.exceptions import ConnectorException

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
