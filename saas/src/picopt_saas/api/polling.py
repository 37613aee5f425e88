"""Long polls: short, and on at most a quarter of the threads, so that whoever waits never blocks whoever works."""

import threading
import time
from typing import Final

from django.db.models import Max

from picopt_contract.values import JobState
from picopt_saas.api.config import api_config
from picopt_saas.jobs.delivery.texts import count_states, state_of
from picopt_saas.jobs.models import Job

_LOOK_EVERY: Final = 0.25  # seconds
_ENDED: Final = (JobState.FINISHED, JobState.CANCELLED)

# Beyond it a poll is answered at once.
_seats = threading.BoundedSemaphore(api_config().long_poll_seats)


def wait_for_change(job: Job, seconds: float) -> bool:
    """Wait until an item of the job changes, at most so long; True when one did. Returns at once when none can."""
    if not _seats.acquire(blocking=False):
        return False
    try:
        return _watch(job, time.monotonic() + seconds)
    finally:
        _seats.release()


def _watch(job: Job, deadline: float) -> bool:
    before = _last_change(job)
    while state_of(job, count_states(job)) not in _ENDED and time.monotonic() < deadline:
        time.sleep(min(_LOOK_EVERY, max(0.0, deadline - time.monotonic())))
        if _last_change(job) != before:
            return True
    return False


def _last_change(job: Job) -> object:
    return job.items.aggregate(last=Max("updated_at"))["last"]
