"""Tables of the ledger and of the payments that feed it."""

from picopt_saas.billing.models.ledger import Grant, Hold, HoldPart, Revocation, State, Transfer, Wallet
from picopt_saas.billing.models.payments import Subscription

__all__ = ["Grant", "Hold", "HoldPart", "Revocation", "State", "Subscription", "Transfer", "Wallet"]
