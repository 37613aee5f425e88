"""Moving credits: the wallet's balances and the append-only record, always together."""

from collections.abc import Iterable
from typing import Final

from django.db import connection

from picopt_saas.billing.models import State, Transfer

Kind = Transfer.Kind

PATHS: Final = {
    Kind.GRANT: (State.ISSUED, State.AVAILABLE),
    Kind.RESERVE: (State.AVAILABLE, State.HELD),
    Kind.CAPTURE: (State.HELD, State.USED),
    Kind.RELEASE: (State.HELD, State.AVAILABLE),
    Kind.REFUND: (State.USED, State.AVAILABLE),
    Kind.EXPIRE: (State.AVAILABLE, State.EXPIRED),
    Kind.REVOKE: (State.AVAILABLE, State.REVOKED),
}


def _conditional_update(kind: Kind) -> str:
    source, target = PATHS[kind]
    if source == State.ISSUED:
        return """UPDATE billing_wallet SET granted = granted + %(n)s, available = available + %(n)s
                  WHERE account_id = %(account)s RETURNING debt"""
    # A reservation is refused while the account is in debt; everything else must always be able to end.
    unless_frozen = "AND debt = 0" if kind == Kind.RESERVE else ""
    return f"""UPDATE billing_wallet SET {source} = {source} - %(n)s, {target} = {target} + %(n)s
               WHERE account_id = %(account)s AND {source} >= %(n)s {unless_frozen} RETURNING debt"""  # noqa: S608 -- column names are ours


_UPDATES: Final = {kind: _conditional_update(kind) for kind in Kind}


def move(account_id: str, kind: Kind, amounts: Iterable[tuple[str, int]]) -> int | None:
    """Move the amounts (reference, credits) of one kind; lock and change the wallet, then write the record.

    Returns the account's debt (0 when there is nothing to move). None, with nothing done, when the source has too
    little or, to reserve, the account owes.
    """
    positive = [(reference, amount) for reference, amount in amounts if amount]
    if not positive:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_UPDATES[kind], {"n": sum(amount for _, amount in positive), "account": account_id})
        row = cursor.fetchone()
    if row is None:
        return None
    _record(account_id, kind, positive)
    return int(row[0])


def _record(account_id: str, kind: Kind, amounts: list[tuple[str, int]]) -> None:
    source, target = PATHS[kind]
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO billing_transfer (account_id, kind, reference, source, target, amount, created_at)
               SELECT %s, %s, reference, %s, %s, amount, now()
               FROM unnest(%s::text[], %s::int[]) AS new (reference, amount)""",
            [account_id, kind, source, target, [reference for reference, _ in amounts], [n for _, n in amounts]],
        )
