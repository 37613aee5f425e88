"""When a queue entry runs again."""

import random
from typing import Final

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.jobs import Job

from picopt_saas.lanes import large_lane_of
from picopt_saas.pipeline.errors import HandedBack, TooLarge

_FIRST_WAIT: Final = 4.0  # seconds; doubled with every try
_LONGEST_WAIT: Final = 300.0
_TRIES: Final = 20  # the item's own count of attempts ends it long before


class WithBackOff(BaseRetryStrategy):
    """At once after a worker stopped, otherwise after a growing time with jitter. What is in the wrong lane changes it.

    Every task has one: procrastinate loses a task without a strategy when its worker is stopped.
    """

    def __init__(self, *, tries: int = _TRIES) -> None:
        self._tries = tries

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """When to run again, None for never."""
        if isinstance(exception, TooLarge):
            return RetryDecision(retry_in={"seconds": 0}, queue=large_lane_of(job.queue))
        if isinstance(exception, HandedBack):
            return RetryDecision(retry_in={"seconds": 0})
        if job.attempts >= self._tries:
            return None
        wait = min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** min(job.attempts, 20))
        # Half of it is random, so that what failed together does not come back together.
        return RetryDecision(retry_in={"seconds": wait / 2 + random.uniform(0, wait / 2)})  # noqa: S311 -- no secret
