"""The proof: what the balances say equals what the transfers, the grants and the holds add up to."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Max

from picopt_saas.billing.ledger.values import Balance
from picopt_saas.billing.models import Checkpoint

_SQL: Final = (Path(__file__).parent / "proof.sql").read_text()
_RECENT: Final = (Path(__file__).parent / "proof_recent.sql").read_text()
_ADVANCE: Final = (Path(__file__).parent / "advance.sql").read_text()
_SETTLED: Final = timedelta(hours=1)  # no transaction of ours is open for so long
_BEGINNING: Final = datetime(2000, 1, 1, tzinfo=UTC)
_CHECKPOINTS: Final = (Path(__file__).parent / "proof_checkpoints.sql").read_text()
_LOCK: Final = "LOCK TABLE billing_checkpoint IN SHARE ROW EXCLUSIVE MODE"
_ADD_ARCHIVED: Final = """
    UPDATE billing_checkpoint kept SET used = kept.used + archived.used, available = kept.available - archived.used
    FROM (SELECT account_id, sum(used) AS used FROM billing_opening GROUP BY account_id) archived
    WHERE archived.account_id = kept.account_id
"""
_ARCHIVED: Final = """
    SELECT (SELECT count(*) FROM billing_archivedreference), (SELECT coalesce(sum(holds), 0) FROM billing_opening)
"""
_COLUMNS: Final = ("granted", "available", "held", "used", "expired", "revoked", "debt")


@dataclass(frozen=True, kw_only=True)
class Proof:
    """One account's balances, and what does not agree with them (empty: nothing)."""

    account_id: str
    balance: Balance
    faults: tuple[str, ...]


def prove(account_id: str | None = None) -> list[Proof]:
    """The proof of one account or of all, in one consistent snapshot."""
    return _ask(_SQL, {"account": account_id})


def prove_recent() -> list[Proof]:
    """The proof of all accounts from the last checkpoint on: what the checkpoints hold is taken as it is."""
    return _ask(_RECENT, {"since": checked_upto()})


def checked_upto() -> datetime:
    """Where the last checkpoint ends."""
    return Checkpoint.objects.aggregate(upto=Max("upto"))["upto"] or _BEGINNING


@transaction.atomic
def advance() -> datetime:
    """Move the checkpoints on to an hour ago; where they end now."""
    since, upto = checked_upto(), _database_clock() - _SETTLED
    if upto > since:
        with connection.cursor() as cursor:
            cursor.execute(_LOCK)
            if checked_upto() == since:  # nobody else has moved them on
                cursor.execute(_ADVANCE, {"since": since, "upto": upto})
    return upto


@transaction.atomic
def begin_again() -> bool:
    """Add everything up anew where the checkpoints end later than any could; whether they did.

    The database's clock was ahead then, and has been set. What is moved until it is that late again would be in no
    checkpoint, and in nothing that comes after one.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)
        upto = _database_clock() - _SETTLED
        if checked_upto() <= upto:
            return False
        cursor.execute("DELETE FROM billing_checkpoint")
        cursor.execute(_ADVANCE, {"since": _BEGINNING, "upto": upto})
        cursor.execute(_ADD_ARCHIVED)
    return True


def _database_clock() -> datetime:
    """Transfers bear the time of this one; a worker's may be another."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        told: datetime = cursor.fetchone()[0]
        return told


def prove_checkpoints() -> list[str]:
    """Accounts whose checkpoint is not what all of their transfers before it add up to."""
    with connection.cursor() as cursor:
        cursor.execute(_CHECKPOINTS)
        return [account_id for (account_id,) in cursor.fetchall()]


def prove_openings() -> list[str]:
    """Whether every archived hold has its reference kept, and no other has; what is wrong, in sentences."""
    with connection.cursor() as cursor:
        cursor.execute(_ARCHIVED)
        kept, holds = cursor.fetchone()
    return [] if kept == holds else [f"{kept} references are kept, the opening balances count {holds} holds"]


def _ask(statement: str, parameters: dict[str, Any]) -> list[Proof]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
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
