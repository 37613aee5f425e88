"""A circuit breaker: after a row of failures nobody waits for a service that is down.

Nygard, "Release It!", chapter 5. The published packages hold one lock during the call itself, which would let one
request through at a time.
"""

import threading
import time
from collections.abc import Callable


class Breaker:
    """Closed: calls pass. Open after `failures` in a row: none passes for `seconds`, then one does, to try.

    Safe to share by threads.
    """

    def __init__(
        self, *, failures: int = 3, seconds: float = 60.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.seconds = seconds
        self._failures = failures
        self._clock = clock
        self._lock = threading.Lock()
        self._failed = 0
        self._open_until = 0.0

    @property
    def is_open(self) -> bool:
        """Whether calls are refused right now."""
        return self._failed >= self._failures and self._clock() < self._open_until

    def lets_through(self) -> bool:
        """Whether a call may be made. While open, one caller at a time is let through to try."""
        if self._failed < self._failures:
            return True
        with self._lock:
            now = self._clock()
            if now < self._open_until:
                return False
            self._open_until = now + self.seconds  # this one tries; the others wait for what it finds
            return True

    def failed(self) -> None:
        """Note that a call got no answer."""
        with self._lock:
            self._failed += 1
            self._open_until = self._clock() + self.seconds

    def succeeded(self) -> None:
        """Note that a call was answered, whatever the answer."""
        if self._failed:
            with self._lock:
                self._failed = 0
