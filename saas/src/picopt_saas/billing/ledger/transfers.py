"""Moving credits: the wallet's balances and the append-only record, always together, in one statement."""

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


def _statement(kind: Kind) -> str:
    source, target = PATHS[kind]
    # The wallet's column for credits from outside counts up with every grant; all others count down.
    change = "granted = granted + %(n)s" if source == State.ISSUED else f"{source} = {source} - %(n)s"
    enough = "TRUE" if source == State.ISSUED else f"{source} >= %(n)s"
    # A reservation is refused while the account is in debt; everything else must always be able to end.
    unless_frozen = "AND debt = 0" if kind == Kind.RESERVE else ""
    return f"""
        WITH wallet AS (
          UPDATE billing_wallet SET {change}, {target} = {target} + %(n)s
          WHERE account_id = %(account)s AND {enough} {unless_frozen} RETURNING debt
        ), record AS (
          INSERT INTO billing_transfer (account_id, kind, reference, source, target, amount, created_at)
          SELECT %(account)s, '{kind}', reference, '{source}', '{target}', amount, now()
          FROM wallet, unnest(%(references)s::text[], %(amounts)s::int[]) AS new (reference, amount)
        )
        SELECT debt FROM wallet"""  # noqa: S608 -- every inserted word is ours  # nosec B608


_STATEMENTS: Final = {kind: _statement(kind) for kind in Kind}


def move(account_id: str, kind: Kind, amounts: Iterable[tuple[str, int]]) -> int | None:
    """Move the amounts (reference, credits) of one kind; lock and change the wallet, and write the record.

    Returns the account's debt (0 when there is nothing to move). None, with nothing done, when the source has too
    little or, to reserve, the account owes.
    """
    positive = [(reference, amount) for reference, amount in amounts if amount]
    if not positive:
        return 0
    parameters: dict[str, str | int | list[str] | list[int]] = {
        "account": account_id,
        "n": sum(amount for _, amount in positive),
        "references": [reference for reference, _ in positive],
        "amounts": [amount for _, amount in positive],
    }
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENTS[kind], parameters)
        row = cursor.fetchone()
    return int(row[0]) if row else None
