"""What /metrics says about jobs and books. Read from the database at every scrape, so any platform process can tell."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import connection
from django.db.models import Count
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from picopt_contract.values import FINAL_STATES, ItemState
from picopt_saas.degraded import degradations
from picopt_saas.jobs.models import Item, Reconciliation
from picopt_saas.jobs.upkeep.overdue import overdue

_HOUR: Final = timedelta(hours=1)
# By name, so that the index of just these is used.
_OPEN: Final = [state for state in ItemState if state not in FINAL_STATES]

_WAITING: Final = """
    SELECT entry.queue_name, extract(epoch FROM now() - min(event.at)), count(*)
    FROM procrastinate_jobs entry
    JOIN procrastinate_events event ON event.job_id = entry.id AND event.type = 'deferred'
    WHERE entry.status = 'todo' AND (entry.scheduled_at IS NULL OR entry.scheduled_at <= now())
    GROUP BY entry.queue_name
"""
_LIVE_WORKERS: Final = """
    SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => %s)
"""


class JobsCollector(Collector):
    """Queues, items, failures, workers and the last comparison of the books."""

    def describe(self) -> list[GaugeMetricFamily]:
        """Nothing: registering must not ask the database."""
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """All gauges, as they are now."""
        yield _by("picopt_open_items", "Items that are not done, by state", "state", _open_items())
        yield _by("picopt_failures_last_hour", "Items that failed, by reason", "code", _failures())
        waiting = _waiting()
        ages = {queue: seconds for queue, (seconds, _number) in waiting.items()}
        numbers = {queue: number for queue, (_seconds, number) in waiting.items()}
        yield _by("picopt_oldest_waiting_seconds", "Age of the oldest queue entry that waits", "queue", ages)
        yield _by("picopt_waiting_entries", "Queue entries that wait and may start", "queue", numbers)
        yield _by(
            "picopt_overdue_seconds", "How long the oldest row is due that housekeeping removes", "what", overdue()
        )
        yield _one("picopt_workers", "Workers that report", _live_workers())
        yield _by("picopt_degraded", "What workers lack and go on without", "what", dict.fromkeys(degradations(), 1.0))
        # Not by its time: where a clock was ahead and has been set, that of an old one is still to come.
        last = Reconciliation.objects.order_by("-pk").first()
        if last is not None:
            yield _one("picopt_ledger_faults", "Books that do not agree, at the last comparison", len(last.faults))
            age = (timezone.now() - last.ran_at).total_seconds()
            yield _one("picopt_ledger_reconciled_seconds", "Time since the last comparison of the books", age)


def _one(name: str, text: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, text, value=value)


def _by(name: str, text: str, label: str, values: dict[str, float]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, text, labels=[label])
    for key, value in values.items():
        family.add_metric([key], value)
    return family


def _open_items() -> dict[str, float]:
    rows = Item.objects.filter(state__in=_OPEN).values_list("state").annotate(number=Count("pk")).order_by()
    return {**{str(state): 0.0 for state in _OPEN}, **dict(rows)}


def _failures() -> dict[str, float]:
    failed = Item.objects.filter(state=ItemState.FAILED, updated_at__gte=timezone.now() - _HOUR)
    return dict(failed.values_list("reason_code").annotate(number=Count("pk")).order_by())


def _waiting() -> dict[str, tuple[float, float]]:
    """By queue: the oldest entry's age in seconds, and how many there are."""
    with connection.cursor() as cursor:
        cursor.execute(_WAITING)
        return {queue: (float(seconds), float(number)) for queue, seconds, number in cursor.fetchall()}


def _live_workers() -> float:
    with connection.cursor() as cursor:
        cursor.execute(_LIVE_WORKERS, [2 * settings.PICOPT.worker_heartbeat_seconds])
        return float(cursor.fetchone()[0])
