"""The worker's own connection to the queue: what it brings back, and the database's end while the worker stops."""

import asyncio
import time
from datetime import timedelta

import psycopg
import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import ConnectorException
from procrastinate.manager import JobManager

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
        monkeypatch.setattr(WorkerConnector, "execute_query_one_async", break_when_cancelled)
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


@pytest.mark.parametrize("seconds", [0, 0.5], ids=["handed back", "put off"])
def test_workers_are_told_of_an_entry_when_it_comes_back_and_is_due(site, picture, database_url, seconds):
    """Also those of one queue alone; without it they would find it by the clock, up to half a minute later."""
    site.order_pictures(picture, pipeline="export")
    entry = ProcrastinateJob.objects.latest("pk")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = %s", [entry.pk])
    due = timezone.now() + timedelta(seconds=seconds)
    with psycopg.connect(database_url, autocommit=True) as listening:
        for channel in ("procrastinate_any_queue_v1", f"procrastinate_queue_v1#{entry.queue_name}"):
            listening.execute(f'LISTEN "{channel}"')
        asyncio.run(put_off(entry.pk, due, until=listening))


async def put_off(entry, due, *, until):
    """Put it off as a worker does whose task failed, and wait until both channels have told of it, which may fail."""
    connector = worker_connector()
    await connector.open_async()
    try:
        await JobManager(connector).retry_job_by_id_async(entry, retry_at=due)
        heard = await asyncio.to_thread(lambda: list(until.notifies(timeout=30, stop_after=2)))
    finally:
        await connector.close_async()
    assert {f'"job_id" : {entry}' in one.payload for one in heard} == {True}
    assert len({one.channel for one in heard}) == 2
    assert timezone.now() >= due


@pytest.mark.parametrize(
    ("ages", "pause"), [([], 20), ([0], 20), ([9], 11), ([3, 12, 9], 8), ([25, 4], 16)], ids=str
)  # seconds since heartbeats, seconds until the first of them is too old
def test_dead_workers_are_looked_for_when_one_may_be_found_and_not_before(ages, pause):
    began = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")
        for age in ages:
            beat = "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s))"
            cursor.execute(beat, [age])

    async def look():
        connector = worker_connector()
        await connector.open_async()
        try:
            return await connector._look_for_lost()
        finally:
            await connector.close_async()

    told = asyncio.run(look())
    # A beat is older by the time of the look; half a second more is meant.
    assert pause + 0.5 - (time.monotonic() - began) <= told <= pause + 0.5
