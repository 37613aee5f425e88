"""Who asks: the account and site behind an API key. The key itself is never stored, logged or passed on."""

import hashlib
import re
import threading
from functools import cached_property
from http import HTTPStatus
from typing import Final

import structlog
from cachetools import TTLCache

from picopt_contract.errors import ErrorCode
from picopt_contract.internal import RESOLVE_KEY_PATH, Claims, ResolvedKey, ResolveKey
from picopt_contract.limits import LIMITS
from picopt_gateway.problems import ApiError, busy
from picopt_gateway.upstream import Upstream, read_whole

_KEY: Final = re.compile(r"po_(?:live|test)_[A-Za-z0-9_-]{16,200}")
_CACHED_KEYS: Final = 10_000
log = structlog.get_logger(__name__)
_UNKNOWN: Final = "The key is unknown. Copy it again from the dashboard."


class Caller(ResolvedKey):
    """Whose key it is, and what the platform is told of that with each request."""

    @cached_property
    def claims(self) -> Claims:
        """For whom the platform is asked."""
        return Claims(account_id=self.account_id, key_id=self.key_id, scopes=self.scopes, test=self.test)


class _Missing:
    """Not asked yet; None stands for a key that the platform does not know."""


_MISSING: Final = _Missing()


class Keys:
    """Resolves keys at the platform and remembers the answer for at most `LIMITS.key_cache_seconds`."""

    def __init__(self, upstream: Upstream) -> None:
        self._upstream = upstream
        self._lock = threading.Lock()
        self._cache: TTLCache[str, Caller | None] = TTLCache(_CACHED_KEYS, LIMITS.key_cache_seconds)

    def resolve(self, authorization: str, *, request_id: str) -> Caller:
        """Return whom the header `Authorization` stands for.

        Raises `ApiError`: invalid_key, key_inactive, or busy when the platform does not answer.
        """
        digest = _digest(authorization)
        with self._lock:
            resolved = self._cache.get(digest, _MISSING)
        if isinstance(resolved, _Missing):
            resolved = self._ask(digest, request_id)
            with self._lock:
                self._cache[digest] = resolved
        if resolved is None:
            raise _invalid(_UNKNOWN)
        if not resolved.active:
            raise ApiError(ErrorCode.KEY_INACTIVE, "Turn the key on in the dashboard, or use another one.")
        return resolved

    def _ask(self, digest: str, request_id: str) -> Caller | None:
        answer = self._upstream.call(
            "POST",
            RESOLVE_KEY_PATH,
            claims=Claims(),
            request_id=request_id,
            headers={"Content-Type": "application/json"},
            body=ResolveKey(key_sha256=digest).model_dump_json().encode(),
        )
        data = read_whole(answer)
        if answer.status == HTTPStatus.OK:
            return Caller.model_validate_json(data, extra="ignore")  # a newer platform says more
        if answer.status == HTTPStatus.NOT_FOUND:
            return None
        log.error("key check refused", status=answer.status)
        raise busy("The key cannot be checked right now. Nothing was charged. Try again shortly.", seconds=5)


def _digest(authorization: str) -> str:
    scheme, _, key = authorization.partition(" ")
    if not authorization:
        raise _invalid("Send the key as `Authorization: Bearer po_live_…`.")
    if scheme.lower() != "bearer" or not _KEY.fullmatch(key.strip()):
        raise _invalid("This is not a key for this service. Keys start with po_live_ or po_test_.")
    return hashlib.sha256(key.strip().encode()).hexdigest()


def _invalid(detail: str) -> ApiError:
    return ApiError(ErrorCode.INVALID_KEY, detail, headers={"WWW-Authenticate": "Bearer"})
