"""An account on which housekeeping breaks holds up nobody else's: it is left out, and named.

Most often its books do not agree. Or one of its rows is not as our code expects; then the log has the traceback.
"""

import time
from collections.abc import Callable
from typing import Final

import structlog
from django.core.cache import cache
from django.db import IntegrityError

from picopt_saas.billing.ledger.values import BrokenBooksError
from picopt_saas.database import is_locked, is_unavailable

_KEY: Final = "accounts-left-out"
_KEPT_SECONDS: Final = 3600  # housekeeping says it anew within minutes
BROKEN: Final = (BrokenBooksError, IntegrityError)
"""What moving credits of an account raises whose books do not agree; nothing has moved then."""
log = structlog.get_logger(__name__)


class Apart:
    """The accounts that one run of housekeeping has left out so far."""

    def __init__(self) -> None:
        self.accounts: set[str] = set()
        self._locked: str | None = None

    def attempt(self, account_id: str, work: Callable[[], int]) -> int:
        """How much `work` on this account did; 0, and the account is left out, when it or its books do not let it.

        Raises what says that database or storage is away. Somebody's transaction that goes on and on may hold one
        account; where it holds more, it is what all need.
        """
        if account_id in self.accounts:
            return 0
        try:
            return work()
        except Exception as error:
            if is_locked(error) and self._locked in {None, account_id}:
                self._locked = account_id
                self.accounts.add(account_id)
                log.warning("account_locked", account=account_id)
                return 0
            if is_locked(error) or not is_its_own(error):
                raise
            if not isinstance(error, BROKEN):
                log.exception("housekeeping_broke", account=account_id)
            self.leave_out(account_id, f"{type(error).__name__}: {error}".splitlines()[0])
            return 0

    def leave_out(self, account_id: str, problem: str) -> None:
        """Nothing more is attempted on this account."""
        self.accounts.add(account_id)
        # What an operator's log alert looks for; /metrics has the number too.
        log.error("account_left_out", account=account_id, problem=problem)
        cache.set(_KEY, _lately() | {account_id: time.time()}, _KEPT_SECONDS)


def is_its_own(error: Exception) -> bool:
    """Whether work on accounts failed by what is in the rows of one, or by who holds them, and not by what all need."""
    return is_locked(error) or not (isinstance(error, OSError) or is_unavailable(error))


def left_out() -> set[str]:
    """The accounts that were left out within the last hour."""
    return set(_lately())


def _lately() -> dict[str, float]:
    since = time.time() - _KEPT_SECONDS
    found: dict[str, float] = cache.get(_KEY, {})
    return {account_id: when for account_id, when in found.items() if when > since}
