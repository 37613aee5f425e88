"""The proof of an account's ledger."""

import json
from dataclasses import dataclass, fields

from picopt_standalone.stack.stack import Stack


@dataclass(frozen=True)
class Credits:
    """The account's ledger; `granted` must equal the sum of the others."""

    granted: int
    available: int
    held: int
    used: int
    expired: int
    revoked: int

    @property
    def balanced(self) -> bool:
        """Whether nothing was made up or lost."""
        return self.granted == self.available + self.held + self.used + self.expired + self.revoked


def credits_of(stack: Stack) -> Credits:
    """The demo account's proof, from the platform's own check of its ledger; others may have signed up beside it."""
    told = stack.manage("ledger", "verify", "--account", stack.account.account_id, "--json")
    (proof,) = json.loads(told.splitlines()[-1])
    return Credits(**{field.name: proof[field.name] for field in fields(Credits)})
