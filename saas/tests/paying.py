"""What the tests of payments do again and again: take what Stripe sent, and look what it did."""

from picopt_saas.accounts.models import Account, AuditEntry
from picopt_saas.billing import ledger
from picopt_saas.billing.payments.stripe import StripeProvider
from picopt_saas.billing.payments.webhooks import take_event

Webhook = tuple[bytes, dict[str, str]]


def deliver(stripe: StripeProvider, *webhooks: Webhook) -> None:
    """Take these webhooks, in this order."""
    for webhook in webhooks:
        take_event("stripe", stripe.read_event(*webhook))


def available(account: Account) -> int:
    """Credits that can be spent."""
    return ledger.balance(account).available


def log_of(account: Account) -> list[tuple[str, str, dict[str, object]]]:
    """Action, subject, and details of each entry of the account's log, the oldest first."""
    return list(AuditEntry.objects.filter(account=account).order_by("pk").values_list("action", "subject", "details"))
