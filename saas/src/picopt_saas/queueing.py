"""How a worker reaches its queue: one connection listens, one fetches; everything else takes turns at a third.

The listening one goes straight to PostgreSQL (`DATABASE_DIRECT_URL`), because a pooler would lose what is notified; the
others may go through one.
"""

import asyncio
from collections.abc import Coroutine, Iterable
from contextlib import suppress
from typing import Any, Final, LiteralString

import psycopg
import structlog
from django.conf import settings
from django.utils import timezone
from procrastinate import App, cli, periodic
from procrastinate.connector import BaseAsyncConnector, Notify
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import ConnectorException
from procrastinate.psycopg_connector import PsycopgConnector
from procrastinate.sql import queries
from psycopg import AsyncConnection, sql
from psycopg_pool import AsyncConnectionPool

from picopt_saas.database import WORKER, share_one_connection
from picopt_saas.lanes import LanesInHand, with_lanes
from picopt_saas.postgres.liveness import has_news
from picopt_saas.ticks import SteadyDeferrer

log = structlog.get_logger(__name__)

_QUIET: Final = 30.0  # seconds after which the listening connection is tried, as one that broke may say nothing
_CHANNEL: Final = "procrastinate_queue_v1#"
_CLOCKS_APART: Final = 1.0  # seconds that ours may be ahead of the database's
# What a worker was at whose last heartbeat is too old goes back into the queue. Every worker does it for all others;
# a row that one has locked is left to that one. What is lost again rests for a time that chance says, so that what
# kills its workers does not meet the same neighbors until they are given up with it. The next look is due when the
# oldest heartbeat of now would be too old: nobody is lost before, neither a worker of now nor one that begins later.
_RETURN_LOST: Final = """
    WITH lost AS (
      SELECT entry.id, entry.task_name AS task, random() * least(120, 20 * entry.attempts) AS rest
      FROM procrastinate_jobs entry
      LEFT JOIN procrastinate_workers worker ON worker.id = entry.worker_id
      WHERE entry.status = 'doing'
        AND (worker.id IS NULL OR worker.last_heartbeat < now() - make_interval(secs => %(seconds)s))
      FOR UPDATE OF entry SKIP LOCKED
    ),
    returned AS (
      SELECT *, procrastinate_retry_job_v2(id, now() + make_interval(secs => rest), NULL, NULL, NULL) FROM lost
    )
    SELECT (SELECT coalesce(json_agg(returned), '[]') FROM returned) AS returned,
           (SELECT extract(epoch FROM min(last_heartbeat) - now())::float FROM procrastinate_workers
            WHERE last_heartbeat >= now() - make_interval(secs => %(seconds)s)) AS oldest_heartbeat
"""
# The database itself notifies of new entries only.
_NOTIFY: Final = """
    SELECT pg_notify(channel, json_build_object('type', 'job_inserted', 'job_id', id)::text)
    FROM procrastinate_jobs,
         unnest(ARRAY['procrastinate_any_queue_v1', 'procrastinate_queue_v1#' || queue_name]) AS channel
    WHERE id = %(entry)s AND status = 'todo'
"""


def prepare(app: App) -> None:
    """Give procrastinate's app our connector, and its workers our view of the clock. Called when Django is ready."""
    app.connector = QueueConnector()
    app.job_manager.connector = app.connector
    periodic.PeriodicDeferrer = SteadyDeferrer  # type: ignore[misc]  # a worker makes its own, and asks nobody which


class QueueConnector(DjangoConnector):
    """Django's own connection, as procrastinate has it, and another one for workers."""

    def get_worker_connector(self) -> BaseAsyncConnector:
        """Called once, by a process that becomes a worker."""
        share_one_connection()
        cli.print_stderr = _say
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
    """One connection for the queue, one to listen, and an eye on workers that are gone and on the lanes."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._beside: set[asyncio.Task[None]] = set()
        """What goes on beside the worker's own tasks."""
        self._in_hand = LanesInHand(settings.WORKER_PLACES)
        self._tell: Notify | None = None

    async def open_async(self, pool: AsyncConnectionPool | None = None) -> None:
        """Connect, and begin to look after lost entries."""
        await super().open_async(pool)
        if not self._beside:
            self._begin(self._return_lost())

    async def close_async(self) -> None:
        """Stop both."""
        while self._beside:
            task = self._beside.pop()
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await super().close_async()

    async def listen_notify(self, on_notification: Notify, channels: Iterable[str]) -> None:
        """Hear of new entries, for as long as the worker runs; a connection that broke is made again once."""
        self._tell = on_notification
        queues = with_lanes(channel.removeprefix(_CHANNEL) for channel in channels if channel.startswith(_CHANNEL))
        names = sorted({*channels, *(_CHANNEL + queue for queue in queues)})
        while True:
            async with await AsyncConnection.connect(
                settings.PICOPT.direct_url, autocommit=True, application_name=WORKER
            ) as connection:
                with suppress(psycopg.OperationalError):
                    await _hear(connection, names, on_notification)

    async def execute_query_one_async(self, query: LiteralString, **arguments: Any) -> Any:
        """Ask; for the next entry only where the worker may take from now."""
        if query != queries["fetch_job"]:
            return await super().execute_query_one_async(query, **arguments)
        wanted = arguments.pop("queues")
        while True:
            closed = self._in_hand.closed
            queues = self._in_hand.open_queues(wanted)
            found = await super().execute_query_one_async(query, queues=queues, **arguments)
            if found["id"] is not None:
                self._in_hand.take(found["id"], found["queue_name"])
                return found
            # Whoever makes room wakes the worker, but not while it asks.
            if not closed - self._in_hand.closed:
                return found

    async def execute_query_async(self, query: LiteralString, **arguments: Any) -> None:
        """Ask; and when an entry comes back into the queue by this, notify all workers as soon as it is due."""
        try:
            await super().execute_query_async(query, **arguments)
        finally:
            if self._in_hand.let_go(arguments.get("job_id", 0)) and self._tell:
                await self._tell(channel="", payload='{"type": "job_inserted"}')
        if due := arguments.get("retry_at"):
            await self._notify_when_due(arguments["job_id"], (due - timezone.now()).total_seconds())

    async def _notify_when_due(self, entry: int, seconds: float) -> None:
        if seconds > 0:
            self._begin(self._notify(entry, seconds + _CLOCKS_APART))
        else:
            await self._notify(entry)  # now: a worker that stops hands back with the last that it asks

    async def _notify(self, entry: int, seconds: float = 0) -> None:
        await asyncio.sleep(seconds)
        with suppress(ConnectorException):  # then they find it when they ask by the clock
            await self.execute_query_all_async(_NOTIFY, entry=entry)

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)

    async def _return_lost(self) -> None:
        this = asyncio.current_task()
        # A cancellation that meets a connection that just broke comes out as an error of the connection.
        while this and not this.cancelling():
            pause = await self._look_for_lost()
            if not this.cancelling():
                await asyncio.sleep(pause)

    async def _look_for_lost(self) -> float:
        """Return what dead workers held to the queue; in how many seconds the next worker may be found dead."""
        heartbeat = settings.PICOPT.worker_heartbeat_seconds
        try:
            found = await self.execute_query_one_async(_RETURN_LOST, seconds=2 * heartbeat)
        except ConnectorException as error:
            log.warning("lost_entries_not_asked_for", error=str(error))
            return heartbeat / 2
        for entry in found["returned"]:
            log.warning("entry_returned", entry=entry["id"], task=entry["task"])
            await self._notify_when_due(entry["id"], entry["rest"])
        # A little later, as one moment too early would make it two looks.
        return 2.05 * heartbeat + (found["oldest_heartbeat"] or 0)


def _say(*words: object) -> None:
    """A line of the log like any other. Printed, it ends a worker whose log has no room, or no reader."""
    log.info("worker", says=" ".join(map(str, words)))


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
