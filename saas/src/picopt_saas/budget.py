"""Housekeeping in batches, each its own short transaction, until nothing is due or the time for it is used up."""

import time
from collections.abc import Callable, Mapping
from typing import Any, Final

import structlog
from django.db.models import QuerySet

from picopt_saas.database import let_go

BATCH: Final = 1000
_SECONDS: Final = 240.0
log = structlog.get_logger(__name__)


class Budget:
    """So many seconds from now."""

    def __init__(self, seconds: float = _SECONDS) -> None:
        self._ends = time.monotonic() + seconds

    @property
    def is_left(self) -> bool:
        """Whether another batch may begin."""
        return time.monotonic() < self._ends


def in_batches(batch: Callable[[], int], budget: Budget, *, size: int = BATCH) -> int:
    """Repeat `batch`, which does at most `size` and says how many it did; the sum.

    Stops when one did less than it might have, or when no time is left: the next run by the clock goes on. One is
    always done, however much time went to what came before, so that a long arrear of one kind holds up no other.
    """
    total = 0
    while True:
        done = batch()
        total += done
        if done < size or not budget.is_left:
            return total
        let_go()


def each_by_itself(work: Mapping[str, Callable[[], int]]) -> dict[str, int]:
    """Do all of it, also behind what fails; how much each did. Raises the first failure when the rest is done."""
    done: dict[str, int] = {}
    failures: list[Exception] = []
    for name, one in work.items():
        try:
            done[name] = one()
        except Exception as failure:
            log.exception("housekeeping_broke", what=name)
            failures.append(failure)
    if failures:
        raise failures[0]
    return done


def delete_some(due: QuerySet[Any], *, size: int = BATCH) -> int:
    """Delete at most `size` of these rows; how many."""
    return int(due.model.objects.filter(pk__in=due.values("pk")[:size]).delete()[0])
