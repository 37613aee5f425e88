"""What holds a thread for as long as a client likes has only so many places, and one caller gets a share of them."""

import threading
from collections import Counter

from picopt_gateway.problems import busy


class Places:
    """`limit` places in all, `1 / share` of them at most for one caller, and the last quarter for those who have none.

    So a few callers with all that they may take leave room for everybody else: to fill the last quarter it takes as
    many callers as it has places. Safe to share by threads.
    """

    def __init__(self, limit: int, refusal: str = "", *, share: int = 2) -> None:
        self.limit = limit
        self._for_one = max(1, limit // share)
        self._for_first = limit // 4
        self._refusal = refusal
        self._lock = threading.Lock()
        self._taken: Counter[str] = Counter()

    @property
    def taken(self) -> int:
        """Places that are taken now."""
        return self._taken.total()

    def enter(self, caller: str) -> None:
        """Take a place, or raise `ApiError` (busy); whoever got one calls `leave`."""
        if not self.try_enter(caller):
            raise busy(self._refusal, seconds=2)

    def try_enter(self, caller: str) -> bool:
        """Take a place if there is one; whoever got it calls `leave`."""
        with self._lock:
            mine, free = self._taken[caller], self.limit - self._taken.total()
            if mine >= self._for_one or free <= (self._for_first if mine else 0):
                return False
            self._taken[caller] += 1
            return True

    def leave(self, caller: str) -> None:
        """Give the place back."""
        with self._lock:
            self._taken[caller] -= 1
            if not self._taken[caller]:
                del self._taken[caller]
