"""Handing work to the queue, for every app. In a web request and inside a running task, in the caller's transaction."""

from procrastinate import tasks
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager


def defer(task: str, queue: str, *, priority: int = 0, **arguments: str) -> None:
    """Queue a task by its name. It runs when, and only when, the caller's transaction commits."""
    # Not `Task.defer`: inside a running task that uses the worker's own connection, outside our transaction.
    manager = JobManager(DjangoConnector())
    tasks.configure_task(name=task, job_manager=manager, queue=queue, priority=priority).defer(**arguments)
