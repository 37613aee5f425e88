"""All that we know about an account, and the end of it."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from picopt_saas.accounts import audit
from picopt_saas.accounts.models import Account, ApiKey, AuditEntry, Membership, Site, User
from picopt_saas.billing import ledger
from picopt_saas.billing.models import Opening, Purchase, Transfer
from picopt_saas.jobs.models import Item
from picopt_saas.jobs.upkeep.privacy import forget_account


def export_account(account: Account) -> dict[str, Any]:
    """Everything about the account as JSON-ready values. Of keys only what was shown; of pictures their texts."""
    keys = ("id", "name", "prefix", "scopes", "daily_spend_cap", "active", "created_at", "last_used_at", "deleted_at")
    items = ("id", "job_id", "reference", "sha256", "state", "reason_code", "analysis", "reviewed_text", "created_at")
    return {
        "account": {"id": account.pk, "name": account.name, "created_at": account.created_at},
        "members": list(Membership.objects.filter(account=account).values("user__email", "role", "created_at")),
        "sites": list(Site.objects.filter(account=account).values("id", "url", "created_at")),
        "keys": list(ApiKey.objects.filter(account=account).values(*keys)),
        "credits": vars(ledger.balance(account)),
        "ledger": list(Transfer.objects.filter(account=account).order_by("pk").values()),
        "archived": list(Opening.objects.filter(account=account).order_by("month").values("month", "used", "holds")),
        "purchases": list(Purchase.objects.filter(account=account).values()),
        "pictures": list(Item.objects.filter(account=account).values(*items)),
        "audit": list(AuditEntry.objects.filter(account=account).values("action", "subject", "details", "created_at")),
    }


class StillSubscribedError(Exception):
    """A running plan has to be cancelled first, or it would go on being charged."""


def close_account(account: Account) -> None:
    """Delete what the account holds and make its keys unknown, at once.

    The ledger and the purchases stay, as the law on book-keeping wants; nothing in them names a person or a site.
    Raises `StillSubscribedError`.
    """
    subscription = getattr(account, "subscription", None)
    if subscription and subscription.active:
        raise StillSubscribedError
    with transaction.atomic():
        ApiKey.objects.filter(account=account, deleted_at=None).update(active=False, deleted_at=timezone.now())
        Account.objects.filter(pk=account.pk).update(name="closed", closed_at=timezone.now())
    forget_account(account)
    with transaction.atomic():
        for site in Site.objects.filter(account=account):
            Site.objects.filter(pk=site.pk).update(url=f"closed:{site.pk}")
        ApiKey.objects.filter(account=account).update(name="")
        AuditEntry.objects.filter(account=account).update(subject="", details={})
        audit.record(account, "account.closed")
        people = User.objects.filter(memberships__account=account)
        others = people.exclude(memberships__account__in=Account.objects.filter(closed_at=None))
        leaving = list(others.values_list("pk", flat=True))
        Membership.objects.filter(account=account).delete()
        User.objects.filter(pk__in=leaving, is_staff=False).delete()
