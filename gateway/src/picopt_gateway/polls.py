"""Long polls hold a thread each: only so many at once; the others are answered at once."""

import threading


class Polls:
    """Places for requests that wait."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._lock = threading.Lock()
        self._waiting = 0

    @property
    def waiting(self) -> int:
        """Long polls at the moment."""
        return self._waiting

    def enter(self) -> bool:
        """Take a place if there is one; whoever got one calls `leave`."""
        with self._lock:
            if self._waiting >= self.limit:
                return False
            self._waiting += 1
            return True

    def leave(self) -> None:
        """Give the place back."""
        with self._lock:
            self._waiting -= 1
