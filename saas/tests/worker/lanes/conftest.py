"""A worker that is asked what it takes next, and a look into the queues."""

import asyncio

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Status
from procrastinate.manager import JobManager

from picopt_saas import lanes
from picopt_saas.queueing import worker_connector
from picopt_saas.worker import tasks


@pytest.fixture(autouse=True)
def _forget_entries_of_other_tests(transactional_db):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


@pytest.fixture
def queues():
    """Where the entries are."""

    def _queues(task="run_item"):
        entries = ProcrastinateJob.objects.exclude(status="succeeded").filter(task_name=task)
        return list(entries.order_by("pk").values_list("queue_name", flat=True))

    return _queues


class Worker:
    """What a worker asks of its queue, one question after the other."""

    def __init__(self, connector):
        self.connector = connector
        self._manager = JobManager(connector)

    async def begin(self):
        self._id = await self._manager.register_worker()

    async def next(self, *queues):
        return await self._manager.fetch_job(queues or None, self._id)

    async def end(self, entry):
        await self._manager.finish_job(entry, Status.SUCCEEDED, delete_job=True)


@pytest.fixture
def worker_does(settings):
    """Runs a coroutine that asks a worker with so many places."""

    def _does(act, *, places=3):
        settings.WORKER_PLACES = places

        async def go():
            connector = worker_connector()
            await connector.open_async()
            try:
                worker = Worker(connector)
                await worker.begin()
                return await act(worker)
            finally:
                await connector.close_async()

        return asyncio.run(go())

    return _does


@pytest.fixture
def went_through(monkeypatch):
    """The queues that entries were taken from. A worker may take one again within the same run, or in the next."""
    taken = []

    def is_lane(queue):
        taken.append(queue)
        return lanes.is_lane(queue)

    monkeypatch.setattr(tasks, "is_lane", is_lane)
    return taken
