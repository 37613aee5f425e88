"""The way to the platform: one connection pool, deadlines, a circuit breaker, signed calls."""

import threading
import time
from collections.abc import Mapping
from functools import partial
from typing import IO, Final

import jwt
import structlog
import urllib3
from cachetools import LRUCache
from urllib3.exceptions import HTTPError, ProtocolError
from urllib3.response import BaseHTTPResponse

from picopt_contract.internal import (
    AUDIENCE,
    CLOCKS_APART,
    REFUSED_HEADER,
    RESOLVE_KEY_PATH,
    TOKEN_SECONDS,
    Claims,
    GatewayRefused,
)
from picopt_gateway.connections import WRITE_SECONDS, PlainConnection, SecureConnection
from picopt_gateway.problems import ApiError, busy
from picopt_gateway.settings import Settings
from picopt_runtime.breaker import Breaker

# Bytes a write; the default of 16 KiB costs 3 × the CPU on uploads.
_BLOCK: Final = 256 * 1024
# The platform is taken to be down after so many calls without an answer, for so long.
_FAILURES: Final = 10
_OPEN_SECONDS: Final = 5.0
_SIGNED_TOKENS: Final = 10_000
_SIGNED_SECONDS: Final = TOKEN_SECONDS // 3
_SAFE_METHODS: Final = frozenset({"GET", "HEAD"})
_NO_RETRIES: Final = urllib3.Retry(total=False, redirect=False)
_REFUSED_SECONDS: Final = 30
_REFUSALS: Final = {
    GatewayRefused.CLOCK: (
        f"The clocks of the service's machines are more than {CLOCKS_APART} seconds apart. Nothing was charged. "
        "The operator needs to set them by NTP."
    ),
    GatewayRefused.SIGNATURE: (
        "The gateway and the platform of this service have different secrets. Nothing was charged. "
        "The operator needs to set PICOPT_INTERNAL_SECRET to the same value for both."
    ),
}
log = structlog.get_logger(__name__)


class Upstream:
    """Calls the platform. Every call is signed with claims that say for whom it is."""

    def __init__(self, settings: Settings) -> None:
        self._secret = settings.internal_secret.get_secret_value()
        self._seconds = settings.saas_seconds
        self._pool = urllib3.connection_from_url(
            settings.saas_url, maxsize=settings.threads, block=False, blocksize=_BLOCK
        )
        self._pool.ConnectionCls = SecureConnection if self._pool.scheme == "https" else PlainConnection
        self._lock = threading.Lock()
        self._signed: LRUCache[tuple[str, ...], tuple[int, str]] = LRUCache(_SIGNED_TOKENS)
        self.breaker = Breaker(failures=_FAILURES, seconds=_OPEN_SECONDS)

    def call(  # noqa: PLR0913 -- the parts of an HTTP request
        self,
        method: str,
        target: str,
        *,
        claims: Claims,
        request_id: str,
        headers: Mapping[str, str] | None = None,
        body: bytes | IO[bytes] | None = None,
        extra_seconds: float = 0,
    ) -> BaseHTTPResponse:
        """Send a request to `target` (path and query) and return the answer, its body not yet read.

        The caller reads the body or closes the answer. `extra_seconds` is time that the platform may wait on purpose.
        Raises `ApiError` (busy) when the platform does not answer, or refuses us and not whoever asks; what reading
        `body` raises passes through.
        """
        if not self.breaker.lets_through():
            raise busy(
                "The service is briefly unavailable. Nothing was charged. Try again shortly.",
                seconds=int(_OPEN_SECONDS),
            )
        given = {**(headers or {}), **self._signature(claims), "X-Request-Id": request_id}
        seconds = self._seconds + extra_seconds
        try:
            answer = self._send(method, target, given, body, seconds)
        except HTTPError as error:
            self.breaker.failed()
            log.warning("platform does not answer", error=str(error), target=target.split("?", maxsplit=1)[0])
            raise busy("The service is not responding. Nothing was charged. Try again shortly.", seconds=5) from None
        self.breaker.succeeded()
        if why := answer.headers.get(REFUSED_HEADER):
            raise _refused(answer, why)
        return answer

    def _send(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes | IO[bytes] | None, seconds: float
    ) -> BaseHTTPResponse:
        """Send once more what may be sent twice when the connection ends without an answer.

        The platform may end a kept connection in the moment in which it is used again, after it refused a body unread
        or when it has been idle for long; that is no failure of the platform.
        """
        send = partial(
            self._pool.urlopen,
            method,
            target,
            body=body,
            headers=headers,
            retries=_NO_RETRIES,
            timeout=urllib3.Timeout(connect=WRITE_SECONDS, read=seconds),
            preload_content=False,
            decode_content=False,
        )
        try:
            return send()
        except ProtocolError:
            if not _may_be_sent_twice(method, target, headers, body):
                raise
            return send()

    def _signature(self, claims: Claims) -> dict[str, str]:
        """The header for these claims. A token is used again for a while: signing costs as much as routing.

        By the clock that the platform reads too: one that was set is no reason to be refused.
        """
        who, now = (claims.key_id, *claims.scopes), int(time.time())
        with self._lock:
            signed_at, header = self._signed.get(who, (0, ""))
        if not 0 <= now - signed_at < _SIGNED_SECONDS:
            payload = claims.model_dump(mode="json") | {"aud": AUDIENCE, "iat": now, "exp": now + TOKEN_SECONDS}
            header = f"Bearer {jwt.encode(payload, self._secret, 'HS256')}"
            with self._lock:
                self._signed[who] = now, header
        return {"Authorization": header}


def _refused(answer: BaseHTTPResponse, why: str) -> ApiError:
    read_whole(answer)
    log.error("platform refuses this gateway", why=why)
    known = GatewayRefused(why) if why in set(GatewayRefused) else GatewayRefused.SIGNATURE
    return busy(_REFUSALS[known], seconds=_REFUSED_SECONDS)


def _may_be_sent_twice(method: str, target: str, headers: Mapping[str, str], body: bytes | IO[bytes] | None) -> bool:
    """Whether the platform does the same for two of these requests as for one, and the body can be had again."""
    if not isinstance(body, bytes | None):
        return False
    return method in _SAFE_METHODS or target == RESOLVE_KEY_PATH or "Idempotency-Key" in headers


def read_whole(answer: BaseHTTPResponse) -> bytes:
    """The answer's body. Raises `ApiError` (busy) when it breaks off."""
    try:
        return answer.read()
    except HTTPError:
        raise busy("The service's answer was interrupted. Nothing was charged.", seconds=2) from None
