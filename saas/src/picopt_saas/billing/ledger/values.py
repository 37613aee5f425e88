"""What goes into and comes out of the ledger."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class HoldRequest:
    """Set `credits` (0 or more) aside for a charge line; `reference` is `<item public id>:<line>:<attempt>`."""

    reference: str
    line: str
    credits: int


@dataclass(frozen=True, kw_only=True)
class Balance:
    """An account's credits; granted = available + held + used + expired + revoked."""

    granted: int = 0
    available: int = 0
    held: int = 0
    used: int = 0
    expired: int = 0
    revoked: int = 0
    debt: int = 0
    """Credits of revoked purchases that were spent before; the account is frozen while there are any."""


class LedgerError(Exception):
    """A transfer that is refused. Nothing has happened."""


class BrokenBooksError(LedgerError):
    """An account's wallet and its grants do not agree: a fault in our own code, or somebody wrote around it."""


class InsufficientCredits(LedgerError):  # noqa: N818 -- the name is part of the seam
    """Fewer credits are available than needed."""

    def __init__(self, *, needed: int, available: int) -> None:
        super().__init__(f"{needed} credits are needed, {available} are available")
        self.needed = needed
        self.available = available


class AccountFrozenError(LedgerError):
    """The account owes credits of a revoked purchase."""

    def __init__(self, *, debt: int) -> None:
        super().__init__(f"The account owes {debt} credits of a refunded or disputed purchase")
        self.debt = debt


class SpendCapError(LedgerError):
    """The key's daily cap would be passed."""

    def __init__(self, *, cap: int, spent: int) -> None:
        super().__init__(f"The key may spend {cap} credits a day and has spent {spent}")
        self.cap = cap
        self.spent = spent


class MonthlyBudgetError(LedgerError):
    """The monthly budget of the key's site would be passed."""

    def __init__(self, *, needed: int, budget: int, spent: int) -> None:
        super().__init__(f"{needed} credits are needed; the site may spend {budget} a month and has spent {spent}")
        self.needed = needed
        self.budget = budget
        self.spent = spent

    @property
    def left(self) -> int:
        """Credits that the site may still spend this month."""
        return max(0, self.budget - self.spent)


class ReferenceConflictError(LedgerError):
    """The reference was used before, for something else: a fault in our own code."""

    def __init__(self, reference: str) -> None:
        super().__init__(f"The reference {reference} was used for another transfer")
