"""How a worker reaches its queue: one connection listens, one fetches; everything else takes turns at a third.

The listening one goes straight to PostgreSQL (`DATABASE_DIRECT_URL`), because a pooler would lose what is notified; the
others may go through one.
"""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, Final

import psycopg
import structlog
from django.conf import settings
from procrastinate import App
from procrastinate.connector import BaseAsyncConnector, Notify
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import ConnectorException
from procrastinate.psycopg_connector import PsycopgConnector
from psycopg import AsyncConnection, sql
from psycopg_pool import AsyncConnectionPool

from picopt_saas.database import WORKER, share_one_connection
from picopt_saas.postgres.liveness import has_news

log = structlog.get_logger(__name__)

_QUIET: Final = 30.0  # seconds without news after which the listening connection is tried
# What a worker was at whose last heartbeat is too old goes back into the queue. Every worker does it for all others;
# a row that one has locked is left to that one. What is lost again rests for a time that chance says, so that what
# kills its workers does not meet the same neighbors until they are given up with it.
_RETURN_LOST: Final = """
    WITH lost AS (
      SELECT entry.id, entry.task_name,
             make_interval(secs => random() * least(120, 20 * entry.attempts)) AS rest
      FROM procrastinate_jobs entry
      LEFT JOIN procrastinate_workers worker ON worker.id = entry.worker_id
      WHERE entry.status = 'doing'
        AND (worker.id IS NULL OR worker.last_heartbeat < now() - make_interval(secs => %(seconds)s))
      FOR UPDATE OF entry SKIP LOCKED
    )
    SELECT id, task_name, procrastinate_retry_job_v2(id, now() + rest, NULL, NULL, NULL),
           pg_notify('procrastinate_any_queue_v1', json_build_object('type', 'job_inserted', 'job_id', id)::text)
    FROM lost
"""


def prepare(app: App) -> None:
    """Give procrastinate's app our connector. Called when Django is ready."""
    app.connector = QueueConnector()
    app.job_manager.connector = app.connector


class QueueConnector(DjangoConnector):
    """Django's own connection, as procrastinate has it, and another one for workers."""

    def get_worker_connector(self) -> BaseAsyncConnector:
        """Called once, by a process that becomes a worker."""
        share_one_connection()
        return worker_connector()


def worker_connector() -> BaseAsyncConnector:
    """The queue's own connection; what threads do with theirs stays as it is."""
    return WorkerConnector(
        kwargs={**connector_params(), "autocommit": True, "application_name": WORKER},
        min_size=1,
        max_size=1,
        pool_factory=_make_pool,
    )


class WorkerConnector(PsycopgConnector):
    """One connection for the queue, one to listen, and an eye on workers that are gone."""

    _watch: asyncio.Task[None] | None = None

    async def open_async(self, pool: AsyncConnectionPool | None = None) -> None:
        """Connect, and begin to look after lost entries."""
        await super().open_async(pool)
        self._watch = self._watch or asyncio.create_task(self._return_lost())

    async def close_async(self) -> None:
        """Stop both."""
        if self._watch:
            self._watch.cancel()
            with suppress(asyncio.CancelledError):
                await self._watch
            self._watch = None
        await super().close_async()

    async def listen_notify(self, on_notification: Notify, channels: Iterable[str]) -> None:
        """Hear of new entries, for as long as the worker runs; a connection that broke is made again once."""
        names = list(channels)
        while True:
            async with await AsyncConnection.connect(
                settings.PICOPT.direct_url, autocommit=True, application_name=WORKER
            ) as connection:
                with suppress(psycopg.OperationalError):
                    await _hear(connection, names, on_notification)

    async def _return_lost(self) -> None:
        heartbeat, this = settings.PICOPT.worker_heartbeat_seconds, asyncio.current_task()
        # A cancellation that meets a connection that just broke comes out as an error of the connection.
        while this and not this.cancelling():
            await asyncio.sleep(0.8 * heartbeat)  # so that three heartbeats are the longest that anything is lost
            try:
                returned = await self.execute_query_all_async(_RETURN_LOST, seconds=2 * heartbeat)
            except ConnectorException as error:
                log.warning("lost_entries_not_asked_for", error=str(error))  # the next round does it
                continue
            for entry in returned:
                log.warning("entry_returned", entry=entry["id"], task=entry["task_name"])


async def _hear(connection: AsyncConnection[Any], channels: list[str], tell: Notify) -> None:
    for channel in channels:
        await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel)))
    while True:
        async for heard in connection.notifies(timeout=_QUIET):
            await tell(channel=heard.channel, payload=heard.payload)
        await connection.execute("SELECT 1")


def _make_pool(**options: Any) -> AsyncConnectionPool:
    """Procrastinate's pool without its question before each use."""
    return AsyncConnectionPool(**(options | {"check": _look_at}))


async def _look_at(connection: AsyncConnection[Any]) -> None:
    if has_news(connection):
        await AsyncConnectionPool.check_connection(connection)
