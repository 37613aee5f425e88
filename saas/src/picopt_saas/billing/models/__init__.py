"""Tables of the ledger and of the payments that feed it."""

from picopt_saas.billing.models.ledger import Checkpoint, Grant, Hold, HoldPart, Revocation, State, Transfer, Wallet
from picopt_saas.billing.models.payments import (
    Customer,
    FreeGrant,
    Payment,
    PlanCheckout,
    Purchase,
    Subscription,
    WebhookEvent,
)

__all__ = [
    "Checkpoint",
    "Customer",
    "FreeGrant",
    "Grant",
    "Hold",
    "HoldPart",
    "Payment",
    "PlanCheckout",
    "Purchase",
    "Revocation",
    "State",
    "Subscription",
    "Transfer",
    "Wallet",
    "WebhookEvent",
]
