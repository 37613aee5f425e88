"""Places for requests that wait: only so many, since each holds a thread."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager


class Seats:
    """`limit` of them, and half for one account: nobody who waits a lot keeps all others from it. Threads share it."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._for_one = (limit + 1) // 2
        self._lock = threading.Lock()
        self._taken: Counter[str] = Counter()

    @contextmanager
    def seat(self, account_id: str) -> Iterator[bool]:
        """For as long as it lasts the account has a seat, if the value is true."""
        seated = self._sit_down(account_id)
        try:
            yield seated
        finally:
            if seated:
                self._stand_up(account_id)

    def _sit_down(self, account_id: str) -> bool:
        with self._lock:
            if self._taken.total() >= self._limit or self._taken[account_id] >= self._for_one:
                return False
            self._taken[account_id] += 1
            return True

    def _stand_up(self, account_id: str) -> None:
        with self._lock:
            self._taken[account_id] -= 1
            if not self._taken[account_id]:
                del self._taken[account_id]
