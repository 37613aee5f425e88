"""The audit log: who did what with keys, members and money."""

from picopt_saas.accounts.models import Account, AuditEntry, User


def record(account: Account, action: str, *, subject: str = "", user: User | None = None, **details: object) -> None:
    """Add an entry, in the caller's transaction. `details` must fit into JSON and hold no secret."""
    AuditEntry.objects.create(account=account, user=user, action=action, subject=subject, details=details)
