"""The audit log: who did what with keys, members and money."""

from typing import Final

from picopt_saas.accounts.models import Account, AuditEntry, User

_LONGEST_SUBJECT: Final = 200


def record(account: Account, action: str, *, subject: str = "", user: User | None = None, **details: object) -> None:
    """Add an entry, in the caller's transaction. `details` must fit into JSON and hold no secret.

    Of a subject (a site's address, say) the log keeps as much as it has room for.
    """
    kept = subject[:_LONGEST_SUBJECT]
    AuditEntry.objects.create(account=account, user=user, action=action, subject=kept, details=details)
