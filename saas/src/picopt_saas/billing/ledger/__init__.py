"""The ledger: every credit, where it came from and where it went.

All functions run in the caller's transaction or open one. Each is idempotent by its reference: the effect and the
reference commit together, or neither does. Locks are always taken in one order, holds by reference and then the
account's wallet; so a transaction that changes several holds must name them in ONE call (`capture`, `release` and
`refund` take one, `capture_all` and `release_all` many).
"""

from picopt_saas.billing.ledger.balances import balance, balance_beside, balance_of, expiring
from picopt_saas.billing.ledger.ending import capture, capture_all, expire_holds, refund, release, release_all
from picopt_saas.billing.ledger.grants import expire, give_again, grant, revoke, settle
from picopt_saas.billing.ledger.reserving import reserve
from picopt_saas.billing.ledger.spending import (
    month_after,
    recount,
    spent_in_days,
    spent_this_month,
    spent_today,
)
from picopt_saas.billing.ledger.values import (
    AccountFrozenError,
    Balance,
    HoldRequest,
    InsufficientCredits,
    LedgerError,
    MonthlyBudgetError,
    ReferenceConflictError,
    SpendCapError,
)

__all__ = [
    "AccountFrozenError",
    "Balance",
    "HoldRequest",
    "InsufficientCredits",
    "LedgerError",
    "MonthlyBudgetError",
    "ReferenceConflictError",
    "SpendCapError",
    "balance",
    "balance_beside",
    "balance_of",
    "capture",
    "capture_all",
    "expire",
    "expire_holds",
    "expiring",
    "give_again",
    "grant",
    "month_after",
    "recount",
    "refund",
    "release",
    "release_all",
    "reserve",
    "revoke",
    "settle",
    "spent_in_days",
    "spent_this_month",
    "spent_today",
]
