"""Handing work to the queue, for every app. In a web request and inside a running task, in the caller's transaction."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from procrastinate import tasks
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job
from procrastinate.manager import JobManager
from procrastinate.types import JSONDict


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry of a queue: a task's name and what it is called with. The highest priority is taken first."""

    task: str
    queue: str
    arguments: JSONDict
    priority: int = 0


def defer_all(entries: Iterable[Entry]) -> None:
    """Queue entries, with one statement. They run when, and only when, the caller's transaction commits.

    Raises what Django raises of a database: procrastinate has an exception of its own, which nobody else knows.
    """
    # Not `Task.defer`: inside a running task that uses the worker's own connection, outside our transaction.
    manager = JobManager(DjangoConnector())
    try:
        manager.batch_defer_jobs([_job(entry, manager) for entry in entries])
    except ConnectorException as error:
        with connection.wrap_database_errors:
            raise error.__cause__ or error from None


def _job(entry: Entry, manager: JobManager) -> Job:
    deferrer = tasks.configure_task(
        name=entry.task, job_manager=manager, queue=entry.queue, priority=entry.priority, task_kwargs=entry.arguments
    )
    return deferrer.job


def defer(task: str, queue: str, *, priority: int = 0, **arguments: str) -> None:
    """Queue one entry; see `defer_all`."""
    defer_all([Entry(task=task, queue=queue, arguments={**arguments}, priority=priority)])
