"""A circuit breaker: after a row of failures nobody waits for a platform that is down.

The published packages hold one lock during the call itself, which would let one request through at a time.
"""

import threading
import time
from typing import Final

from picopt_gateway.problems import busy

_FAILURES: Final = 10
_OPEN_SECONDS: Final = 5.0


class Breaker:
    """Closed: calls pass. Open after `_FAILURES` in a row: refused for `_OPEN_SECONDS`, then one call tries."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._failures = 0
        self._open_until = 0.0

    @property
    def is_open(self) -> bool:
        """Whether calls are refused right now."""
        return self._failures >= _FAILURES and time.monotonic() < self._open_until

    def check(self) -> None:
        """Let a call pass, or raise `ApiError` (busy)."""
        if self._failures < _FAILURES:
            return
        with self._lock:
            now = time.monotonic()
            if now < self._open_until:
                raise busy("The service is down for a moment. Nothing was charged.", seconds=int(_OPEN_SECONDS))
            # This call tries; the others wait for its outcome.
            self._open_until = now + _OPEN_SECONDS

    def failed(self) -> None:
        """Note that a call got no answer."""
        with self._lock:
            self._failures += 1
            self._open_until = time.monotonic() + _OPEN_SECONDS

    def succeeded(self) -> None:
        """Note that a call was answered, whatever the answer."""
        if self._failures:
            with self._lock:
                self._failures = 0
