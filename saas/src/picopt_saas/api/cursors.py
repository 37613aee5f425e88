"""Where the next page starts: opaque to clients, checked when it comes back."""

import base64
import binascii
from datetime import UTC, datetime

from django.db.models import Q, QuerySet

from picopt_contract.errors import ErrorCode
from picopt_saas.jobs.models import Job
from picopt_saas.refusal import Refusal


def behind(job: Job) -> str:
    """The cursor for the page behind this job."""
    return base64.urlsafe_b64encode(f"{job.created_at.isoformat()} {job.pk}".encode()).decode()


def older(jobs: QuerySet[Job], cursor: str) -> QuerySet[Job]:
    """The jobs behind the cursor. Raises `Refusal` (validation)."""
    try:
        moment, _, job_id = base64.urlsafe_b64decode(cursor.encode()).decode().partition(" ")
        created_at = datetime.fromisoformat(moment)
        # The database knows fewer offsets than Python does.
        in_utc = created_at.astimezone(UTC) if created_at.tzinfo else None
    except (ValueError, OverflowError, binascii.Error):
        raise _not_ours() from None
    if in_utc is None or "\x00" in job_id:
        raise _not_ours()
    return jobs.filter(Q(created_at__lt=in_utc) | Q(created_at=in_utc, pk__lt=job_id))


def position(cursor: str) -> int:
    """The position behind which the next page of items starts, −1 for the first. Raises `Refusal` (validation)."""
    if not cursor:
        return -1
    if not cursor.isdecimal() or len(cursor) > 4:
        raise _not_ours()
    return int(cursor)


def _not_ours() -> Refusal:
    return Refusal(ErrorCode.VALIDATION, "cursor: give the next_cursor of the page before.", field="cursor")
