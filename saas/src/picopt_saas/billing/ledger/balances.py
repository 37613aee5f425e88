"""What an account has. Grants that have ended but were not swept yet already count as expired."""

from datetime import datetime
from typing import Any, Final

from django.db.models import F, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce, Now
from django.utils import timezone

from picopt_saas.accounts.models import Account
from picopt_saas.billing.ledger.values import Balance
from picopt_saas.billing.models import Grant, Wallet

_DUE: Final = "balance_due"


def balance(account: Account) -> Balance:
    """The account's balances at this moment; all zero when it never had a credit."""
    wallet = Wallet.objects.filter(pk=account.pk).annotate(**balance_beside("account_id")).first()
    return balance_of(wallet) if wallet else Balance()


def balance_beside(account_id: str, *, wallet: str = "") -> dict[str, Any]:
    """Annotations that bring a balance with another row, for `balance_of`.

    `account_id` is the row's way to the account's id, `wallet` its way to the wallet (nothing: the row is one).
    """
    ended = Grant.objects.filter(account=OuterRef(account_id), spent=False, expires_at__lte=Now())
    due = ended.order_by().values("account").annotate(total=Sum("remaining")).values("total")
    way = f"{wallet}__" if wallet else ""
    stored = {f"balance_{name}": Coalesce(F(f"{way}{name}"), 0) for name in Balance.__dataclass_fields__}
    return {**stored, _DUE: Coalesce(Subquery(due), 0)}


def balance_of(row: Any) -> Balance:
    """The balance that came with a row, as `balance_beside` asked for it."""
    stored = {name: getattr(row, f"balance_{name}") for name in Balance.__dataclass_fields__}
    due = getattr(row, _DUE)
    return Balance(**{**stored, "available": stored["available"] - due, "expired": stored["expired"] + due})


def expiring(account: Account) -> list[tuple[datetime, int]]:
    """When available credits end, soonest first: (moment, credits)."""
    grants = Grant.objects.filter(account=account, spent=False, expires_at__gt=timezone.now())
    rows = grants.values("expires_at").annotate(total=Sum("remaining")).order_by("expires_at")
    return [(row["expires_at"], row["total"]) for row in rows if row["expires_at"]]
