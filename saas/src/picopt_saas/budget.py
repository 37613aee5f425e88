"""Housekeeping in batches, each its own short transaction, until nothing is due or the time for it is used up."""

import time
from collections.abc import Callable
from typing import Any, Final

from django.db.models import QuerySet

from picopt_saas.database import let_go

BATCH: Final = 1000
_SECONDS: Final = 240.0


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

    Stops when one did less than it might have, or when no time is left: the next run by the clock goes on.
    """
    total = 0
    while budget.is_left:
        done = batch()
        total += done
        if done < size:
            break
        let_go()
    return total


def delete_some(due: QuerySet[Any], *, size: int = BATCH) -> int:
    """Delete at most `size` of these rows; how many."""
    return int(due.model.objects.filter(pk__in=due.values("pk")[:size]).delete()[0])
