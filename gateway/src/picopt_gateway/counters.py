"""Counters that several gateways can share; when the shared store fails, each goes on with its own memory."""

import threading
import time
from collections.abc import Callable
from math import floor
from typing import Final, TypeVar

import structlog
from limits.errors import StorageError
from limits.storage import MemoryStorage, Storage, storage_from_string
from limits.strategies import SlidingWindowCounterRateLimiter

from picopt_gateway.settings import Settings

_T = TypeVar("_T")
_RETRY_SECONDS: Final = 10.0
# Without these a request waits for ever for a store that is frozen or whose machine is gone. An address with
# `?socket_timeout=…` decides by itself.
_PATIENCE: Final[dict[str, float]] = {"socket_connect_timeout": 0.5, "socket_timeout": 0.5}
_SWEEP_SECONDS: Final = 5.0
log = structlog.get_logger(__name__)


class Counters:
    """The store named by `RATELIMIT_STORAGE_URI`, and memory to fall back to."""

    def __init__(self, settings: Settings) -> None:
        self._own = SlidingWindowCounterRateLimiter(_memory())
        self._shared = self._own
        self._shared_again_at: float | None = None
        if not settings.ratelimit_storage_uri.startswith("memory:"):
            shared = storage_from_string(settings.ratelimit_storage_uri, wrap_exceptions=True, **_PATIENCE)
            if not isinstance(shared, Storage):
                raise TypeError("RATELIMIT_STORAGE_URI must not name an asynchronous store")
            self._shared = SlidingWindowCounterRateLimiter(shared)

    def use(self, action: Callable[[SlidingWindowCounterRateLimiter], _T]) -> _T:
        """Return what `action` returns for the shared counters, or for our own while those fail."""
        if self._may_ask_shared():
            try:
                answer = action(self._shared)
            except StorageError as error:
                self._shared_again_at = time.monotonic() + _RETRY_SECONDS
                log.warning("shared counters fail, counting here", error=str(error.storage_error))
            else:
                self._shared_again_at = None
                return answer
        return action(self._own)

    def _may_ask_shared(self) -> bool:
        """Whether to ask the shared store.

        While it is away, one request tries it every ten seconds; the others do not wait for it.
        """
        if self._shared_again_at is None:
            return True
        if time.monotonic() < self._shared_again_at:
            return False
        self._shared_again_at = time.monotonic() + _RETRY_SECONDS
        return True


class _Sweeper(threading.Timer):
    """A timer that goes on."""

    def run(self) -> None:
        while not self.finished.wait(self.interval):
            self.function()


class _Memory(MemoryStorage):
    """A store in memory that counts in one step: the base class takes ten, each with a look at the clock."""

    def acquire_sliding_window_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        now = time.time()
        name = f"{key}/{int(now / expiry)}"
        with self.locks[name]:
            before, rest, current, _ = self._window(key, expiry, now)
            if floor(before * rest / expiry + current) + amount > limit:
                return False
            self.storage[name] = current + amount
            self.expirations[name] = now + 2 * expiry
        return True

    def get_sliding_window(self, key: str, expiry: int) -> tuple[int, float, int, float]:
        return self._window(key, expiry, time.time())

    def _window(self, key: str, expiry: int, now: float) -> tuple[int, float, int, float]:
        """Hits of the window before and the seconds in which they still count, and those of this window.

        Counters have their window's number in their name, so none that has expired is looked at.
        """
        number, rest = int(now / expiry), expiry - now % expiry
        return self.storage.get(f"{key}/{number - 1}", 0), rest, self.storage.get(f"{key}/{number}", 0), rest + expiry


def _memory() -> MemoryStorage:
    """A store that is swept every five seconds.

    By itself it starts a thread at almost every request, which looks through all counters for expired ones.
    """
    store = _Memory()
    store.timer = _Sweeper(_SWEEP_SECONDS, store.timer.function)
    store.timer.daemon = True
    store.timer.start()
    return store
