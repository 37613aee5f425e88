"""The proof: what the balances say equals what the transfers, the grants and the holds add up to."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.db import connection

from picopt_saas.billing.ledger.values import Balance

_SQL: Final = (Path(__file__).parent / "proof.sql").read_text()
_COLUMNS: Final = ("granted", "available", "held", "used", "expired", "revoked", "debt")


@dataclass(frozen=True, kw_only=True)
class Proof:
    """One account's balances, and what does not agree with them (empty: nothing)."""

    account_id: str
    balance: Balance
    faults: tuple[str, ...]


def prove(account_id: str | None = None) -> list[Proof]:
    """The proof of one account or of all, in one consistent snapshot."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL, {"account": account_id})
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return [
        Proof(
            account_id=row["account_id"],
            balance=Balance(**{name: row[name] for name in _COLUMNS}),
            faults=tuple(_faults(row)),
        )
        for row in rows
    ]


def _faults(row: dict[str, int]) -> list[str]:
    states = sum(row[name] for name in ("available", "held", "used", "expired", "revoked"))
    checks = [("granted", "the sum of its states", row["granted"], states)]
    checks += [
        (name.split("_", 1)[1], name.split("_", 1)[0], row[name.split("_", 1)[1]], row[name])
        for name in row
        if name.startswith(("transfers_", "grants_", "holds_", "parts_"))
    ]
    return [f"{what} is {stored}, by {source} {summed}" for what, source, stored, summed in checks if stored != summed]
