"""Which grants credits come out of and go back to. The caller holds the wallet's lock, which guards the grants too."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from picopt_saas.billing.ledger.transfers import Kind, move
from picopt_saas.billing.models import Grant


class Portion(NamedTuple):
    """Credits of one grant."""

    grant_id: int
    credits: int


def usable_grants(account_id: str) -> list[Grant]:
    """Grants with something left, the one that ends first at the front; those without an end last."""
    return list(
        Grant.objects.filter(account_id=account_id, remaining__gt=0).order_by("expires_at", "id")  # NULLs sort last
    )


def divide(grants: Iterable[Grant], amounts: Iterable[int]) -> list[list[Portion]]:
    """Portions for each amount, in the order of the grants, which lose them. The grants hold enough."""
    left = [grant for grant in grants if grant.remaining]
    result = []
    for amount in amounts:
        portions = []
        missing = amount
        while missing:
            taken = min(missing, left[0].remaining)
            portions.append(Portion(left[0].pk, taken))
            left[0].remaining -= taken
            missing -= taken
            if not left[0].remaining:
                left.pop(0)
        result.append(portions)
    return result


def change_grants(column: str, changes: dict[int, int], *, remaining: int) -> None:
    """Add to a column of each grant (id → credits), and `remaining` times as much to what remains; one statement."""
    if not changes:
        return
    also = f"{column} = {column} + change.n," if column else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""UPDATE billing_grant SET {also} remaining = remaining + %s * change.n
                FROM unnest(%s::bigint[], %s::int[]) AS change (id, n) WHERE billing_grant.id = change.id""",  # noqa: S608 -- column names are ours
            [remaining, list(changes), list(changes.values())],
        )


def total_by_grant(portions: Iterable[Portion]) -> dict[int, int]:
    """Credits of each grant over all portions."""
    totals: dict[int, int] = {}
    for grant_id, credits_ in portions:
        totals[grant_id] = totals.get(grant_id, 0) + credits_
    return totals


def expire_remaining(account_id: str, now: datetime) -> int:
    """Move what remains of grants that have ended from available to expired; how many credits that was."""
    due = [grant for grant in usable_grants(account_id) if grant.expires_at and grant.expires_at <= now]
    if not due:
        return 0
    # A grant can run out more than once (a release gives back to it), so its reference counts what expired before.
    moved = move(account_id, Kind.EXPIRE, [(f"{grant.reference}:{grant.expired}", grant.remaining) for grant in due])
    if moved is None:
        raise AssertionError("the grants hold more than the wallet")
    change_grants("expired", {grant.pk: grant.remaining for grant in due}, remaining=-1)
    return sum(grant.remaining for grant in due)


def settle_debt(account_id: str, debt: int, fresh: int, reference: str) -> int:
    """Pay debt with at most `fresh` available credits (available → revoked); how many that took."""
    payment = min(debt, fresh)
    if payment <= 0:
        return 0
    grants = usable_grants(account_id)
    (portions,) = divide(grants, [payment])
    if move(account_id, Kind.REVOKE, [(f"settle:{reference}", payment)]) is None:
        raise AssertionError("the grants hold more than the wallet")
    change_grants("revoked", total_by_grant(portions), remaining=-1)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE billing_wallet SET debt = debt - %s WHERE account_id = %s", [payment, account_id])
    return payment
