"""Credits by the hand of staff: an entry of its own in the ledger, never a change of what is written."""

from datetime import datetime

from django.db import transaction

from picopt_saas.accounts import audit
from picopt_saas.accounts.models import Account, User
from picopt_saas.billing import ledger
from picopt_saas.billing.models import Grant


def is_sent(once: str) -> bool:
    """Whether the form with this token was sent before."""
    return Grant.objects.filter(reference=_reference(once)).exists()


@transaction.atomic
def compensate(  # noqa: PLR0913 -- what the form asks for, and who sent it
    account: Account, credits: int, *, once: str, expires_at: datetime | None, reason: str, user: User
) -> Grant:
    """Add credits, once a form however often its button is pressed; the account's log says who did it."""
    Account.objects.select_for_update(no_key=True).get(pk=account.pk)
    if earlier := Grant.objects.filter(reference=_reference(once)).first():
        return earlier
    given = ledger.grant(account, credits, reference=_reference(once), expires_at=expires_at, reason=reason)
    audit.record(account, "money.compensated", user=user, credits=credits, reason=reason)
    return given


def _reference(once: str) -> str:
    return f"staff:{once}"
