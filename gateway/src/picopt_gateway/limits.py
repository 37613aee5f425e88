"""Rate limits an address and a key, with the `RateLimit` headers of the IETF draft.

`limits` is the engine of Flask-Limiter; it is used directly because the rate depends on the key, which is known only
inside the request.
"""

import math
import time
from functools import cache
from typing import Final

from flask import g
from limits import RateLimitItem, RateLimitItemPerMinute

from picopt_contract.errors import ErrorCode
from picopt_gateway.counters import Counters
from picopt_gateway.problems import ApiError
from picopt_gateway.settings import Settings

# An image is about four requests (is it known, its bytes, where its files are, the receipt) and as many files as the
# theme has sizes: seven mostly, rarely forty.
_FILES_A_REQUEST: Final = 10
_KEY: Final = "key"
_FILES: Final = "files"
_ADDRESS: Final = "address"
_CONNECT: Final = "connect"


_per_minute = cache(RateLimitItemPerMinute)


class Limits:
    """Counts requests; the counters may be shared by several gateways."""

    def __init__(self, settings: Settings, counters: Counters) -> None:
        self._counters = counters
        self._address = RateLimitItemPerMinute(settings.address_requests_per_minute)
        self._connect = RateLimitItemPerMinute(settings.connect_requests_per_minute)

    def hit_address(self, address: str) -> None:
        """Count a request with a key, or raise `ApiError` (rate_limited)."""
        self._hit(self._address, _ADDRESS, address)

    def hit_connect(self, address: str) -> None:
        """Count a request without a key, of a site that connects, or raise `ApiError` (rate_limited)."""
        self._hit_and_tell(self._connect, _CONNECT, address)

    def hit_key(self, key_id: str, requests_per_minute: int) -> None:
        """Count a request of this key, or raise `ApiError` (rate_limited)."""
        self._hit_and_tell(_per_minute(requests_per_minute), _KEY, key_id)

    def hit_files(self, key_id: str, requests_per_minute: int) -> None:
        """Count a file that this key fetches, ten times as many as requests, or raise `ApiError` (rate_limited)."""
        self._hit_and_tell(_per_minute(requests_per_minute * _FILES_A_REQUEST), _FILES, key_id)

    def _hit_and_tell(self, item: RateLimitItem, policy: str, who: str) -> None:
        self._hit(item, policy, who)
        self._tell(item, policy, who)

    def _hit(self, item: RateLimitItem, policy: str, who: str) -> None:
        if self._counters.use(lambda limiter: limiter.hit(item, policy, who)):
            return
        seconds, what = self._tell(item, policy, who), "files" if policy == _FILES else "requests"
        raise ApiError(
            ErrorCode.RATE_LIMITED,
            f"{item.amount} {what} a minute are allowed. Try again in {seconds} seconds.",
            headers={"Retry-After": str(seconds)},
        )

    def _tell(self, item: RateLimitItem, policy: str, who: str) -> int:
        """Leave the state of this limit for the answer's headers; return the seconds until it is whole again."""
        stats = self._counters.use(lambda limiter: limiter.get_window_stats(item, policy, who))
        seconds = max(1, math.ceil(stats.reset_time - time.time()))
        g.rate_limit = {
            "RateLimit-Policy": f'"{policy}";q={item.amount};w={item.get_expiry()}',
            "RateLimit": f'"{policy}";r={stats.remaining};t={seconds}',
        }
        return seconds
