"""Which jobs leave next, and since when."""

from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db.models import Min
from django.utils import timezone

from picopt_contract.values import FINAL_STATES
from picopt_saas.jobs.models import ArchiveObject, Job
from picopt_saas.jobs.upkeep.archiving.months import begin_of, later, month_of

_DUE: Final = (Path(__file__).parent / "due.sql").read_text()


def cutoff() -> datetime:
    """What was ordered before, and has moved no money since, may leave: so many whole months stay."""
    return begin_of(later(month_of(timezone.now()), -settings.PICOPT.archive_after_months))


def due_jobs(before: datetime, items: int, *, without: Collection[str] = (), only: str | None = None) -> list[Job]:
    """The oldest jobs that may leave, of one month, with about so many items; locked. Restored months stay.

    `without` these accounts, and `only` of one when it is given.
    """
    parameters = {
        "cutoff": before,
        "items": items,
        "final": [str(state) for state in FINAL_STATES],
        "left_alone": list(_restored_months()),
        "without": list(without),
        "only": only,
    }
    return list(Job.objects.raw(_DUE, parameters))


def overdue_since() -> datetime | None:
    """The oldest job that should have left, when there is one: a month is given to each month's jobs to leave."""
    if not settings.PICOPT.archive_after_months:
        return None
    late = begin_of(later(month_of(cutoff()), -1))
    oldest = Job.objects.filter(created_at__lt=late).aggregate(oldest=Min("created_at"))["oldest"]
    return begin_of(later(month_of(oldest), settings.PICOPT.archive_after_months + 2)) if oldest else None


def _restored_months() -> set[object]:
    restored = ArchiveObject.objects.filter(restored_at__isnull=False)
    return set(restored.values_list("month", flat=True))
