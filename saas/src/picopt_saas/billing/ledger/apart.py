"""An account whose books do not agree holds up nobody else's: housekeeping leaves it out, and says which it is."""

import time
from collections.abc import Callable
from typing import Final

import structlog
from django.core.cache import cache
from django.db import IntegrityError

from picopt_saas.billing.ledger.values import BrokenBooksError

_KEY: Final = "accounts-left-out"
_KEPT_SECONDS: Final = 3600  # housekeeping says it anew within minutes
BROKEN: Final = (BrokenBooksError, IntegrityError)
"""What moving credits of such an account raises; nothing has moved then."""
log = structlog.get_logger(__name__)


class Apart:
    """The accounts that one run of housekeeping has left out so far."""

    def __init__(self) -> None:
        self.accounts: set[str] = set()

    def attempt(self, account_id: str, work: Callable[[], int]) -> int:
        """How much `work` on this account did; 0, and the account is left out, when its books do not let it."""
        if account_id in self.accounts:
            return 0
        try:
            return work()
        except BROKEN as error:
            self.leave_out(account_id, str(error).splitlines()[0])
            return 0

    def leave_out(self, account_id: str, problem: str) -> None:
        """Nothing more is attempted on this account."""
        self.accounts.add(account_id)
        # What an operator's log alert looks for; /metrics has the number too.
        log.error("account_left_out", account=account_id, problem=problem)
        cache.set(_KEY, _lately() | {account_id: time.time()}, _KEPT_SECONDS)


def left_out() -> set[str]:
    """The accounts that were left out within the last hour."""
    return set(_lately())


def _lately() -> dict[str, float]:
    since = time.time() - _KEPT_SECONDS
    found: dict[str, float] = cache.get(_KEY, {})
    return {account_id: when for account_id, when in found.items() if when > since}
