"""Which grants credits come out of and go back to. The caller holds the wallet's lock, which guards the grants too."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from picopt_saas.billing.ledger.transfers import Kind, move
from picopt_saas.billing.ledger.values import BrokenBooksError


class Portion(NamedTuple):
    """Credits of one grant."""

    grant_id: int
    credits: int


class Usable(NamedTuple):
    """What can be reserved of a grant."""

    grant_id: int
    remaining: int
    reference: str
    expired: int
    expires_at: datetime | None


def usable_grants(account_id: str) -> list[Usable]:
    """Grants with something left, the one that ends first at the front; those without an end last."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT id, remaining, reference, expired, expires_at FROM billing_grant
               WHERE account_id = %s AND NOT spent ORDER BY expires_at NULLS LAST, id""",
            [account_id],
        )
        return [Usable(*row) for row in cursor.fetchall()]


def divide(grants: Iterable[Usable], amounts: Iterable[int]) -> list[list[Portion]]:
    """Portions for each amount, in the order of the grants. The grants hold enough."""
    source = iter(grants)
    grant_id = left = 0
    divided = []
    for amount in amounts:
        portions, missing = [], amount
        while missing:
            if not left:
                grant_id, left, *_ = next(source)
            taken = min(missing, left)
            portions.append(Portion(grant_id, taken))
            left -= taken
            missing -= taken
        divided.append(portions)
    return divided


def change_grants(column: str, changes: dict[int, int], *, remaining: int) -> None:
    """Add to a column of each grant (id → credits), and `remaining` times as much to what remains; one statement."""
    if not changes:
        return
    also = f"{column} = {column} + change.n," if column else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""UPDATE billing_grant SET {also} remaining = remaining + %s * change.n
                FROM unnest(%s::bigint[], %s::int[]) AS change (id, n) WHERE billing_grant.id = change.id""",  # noqa: S608 -- column names are ours  # nosec B608
            [remaining, list(changes), list(changes.values())],
        )


def total_by_grant(portions: Iterable[Portion]) -> dict[int, int]:
    """Credits of each grant over all portions."""
    totals: dict[int, int] = {}
    for grant_id, credits_ in portions:
        totals[grant_id] = totals.get(grant_id, 0) + credits_
    return totals


def has_ended(grant: Usable, now: datetime) -> bool:
    """Whether the grant can be used no more."""
    return grant.expires_at is not None and grant.expires_at <= now


def expire_remaining(account_id: str, now: datetime) -> int:
    """Move what remains of grants that have ended from available to expired; how many credits that was."""
    due = [one for one in usable_grants(account_id) if has_ended(one, now)]
    if not due:
        return 0
    # A grant can run out more than once (a release gives back to it), so its reference counts what expired before.
    moved = move(account_id, Kind.EXPIRE, [(f"{one.reference}:{one.expired}", one.remaining) for one in due])
    if moved is None:
        raise BrokenBooksError("the grants hold more than the wallet")
    change_grants("expired", {one.grant_id: one.remaining for one in due}, remaining=-1)
    return sum(one.remaining for one in due)


def settlement(reference: str) -> str:
    """What the transfer is called by which something pays a debt."""
    return f"settle:{reference}"


def settle_debt(account_id: str, debt: int, fresh: int, reference: str) -> int:
    """Pay debt with at most `fresh` available credits (available → revoked); how many that took.

    What has ended pays nothing, whether or not it is called expired already.
    """
    if min(debt, fresh) <= 0:
        return 0
    now = timezone.now()
    good = [one for one in usable_grants(account_id) if not has_ended(one, now)]
    payment = min(debt, fresh, sum(one.remaining for one in good))
    if not payment:
        return 0
    (portions,) = divide(good, [payment])
    if move(account_id, Kind.REVOKE, [(settlement(reference), payment)]) is None:
        raise BrokenBooksError("the grants hold more than the wallet")
    change_grants("revoked", total_by_grant(portions), remaining=-1)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE billing_wallet SET debt = debt - %s WHERE account_id = %s", [payment, account_id])
    return payment
