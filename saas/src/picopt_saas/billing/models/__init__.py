"""Tables of the ledger and of the payments that feed it."""

from picopt_saas.billing.models.archive import ArchivedReference, Opening
from picopt_saas.billing.models.ledger import (
    Checkpoint,
    Grant,
    Hold,
    HoldPart,
    Revocation,
    Spending,
    State,
    Transfer,
    Wallet,
)
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
    "ArchivedReference",
    "Checkpoint",
    "Customer",
    "FreeGrant",
    "Grant",
    "Hold",
    "HoldPart",
    "Opening",
    "Payment",
    "PlanCheckout",
    "Purchase",
    "Revocation",
    "Spending",
    "State",
    "Subscription",
    "Transfer",
    "Wallet",
    "WebhookEvent",
]
