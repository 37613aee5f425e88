"""Holds that ended long ago leave for the archive, with their parts and transfers. Their sums and references stay.

Everything here runs in the caller's transaction, which also writes down where the rows are. Grants, revocations and
what was moved by them stay: they are few, and every proof needs them.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

from django.db import connection

from picopt_saas.billing.ledger.values import BrokenBooksError
from picopt_saas.billing.models import Hold, HoldPart, Opening, Transfer
from picopt_saas.rows import Rows, delete_rows, insert_rows

_ADD: Final = (Path(__file__).parent / "open.sql").read_text()
_LOCK: Final = "SELECT FROM billing_hold WHERE reference = ANY (%s) ORDER BY reference FOR UPDATE"
_NOTE: Final = "INSERT INTO billing_archivedreference SELECT billing_reference_key(unnest(%s::text[]))"
_ALLOW: Final = """
    DELETE FROM billing_archivedreference
    WHERE key IN (SELECT billing_reference_key(reference) FROM unnest(%s::text[]) reference)
"""


class NotAtRestError(BrokenBooksError):
    """Among the holds that should leave is one that is still held, or whose records do not add up."""


def take_out(references: Sequence[str], month: date) -> Rows:
    """Delete these ended holds and all that belongs to them; the rows as JSON, by table.

    Notes their references, so that none is ever used again, and adds their sums to the opening balances of `month`.
    Raises `NotAtRestError`; nothing may be committed then.
    """
    names = list(references)
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [names])
        cursor.execute(_NOTE, [names])
    if restless := _add(names, month, sign=1):
        raise NotAtRestError(f"holds of {', '.join(restless)} are open, or transfers and parts say something else")
    kinds = "kind IN ('reserve', 'capture', 'release', 'refund')"
    return {
        **delete_rows(HoldPart, "hold_id IN (SELECT id FROM billing_hold WHERE reference = ANY (%s))", [names]),
        **delete_rows(Transfer, f"{kinds} AND reference = ANY (%s)", [names]),
        **delete_rows(Hold, "reference = ANY (%s)", [names]),
    }


def put_back(references: Sequence[str], rows: Rows, month: date) -> None:
    """The opposite of `take_out`, with the rows that it gave."""
    names = list(references)
    with connection.cursor() as cursor:
        cursor.execute(_ALLOW, [names])
    for model in (Hold, HoldPart, Transfer):
        insert_rows(model, rows)
    _add(names, month, sign=-1)


def _add(references: list[str], month: date, *, sign: int) -> list[str]:
    """Add to (or take from) the opening balances; the accounts whose holds are not at rest."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT account_id FROM billing_hold WHERE reference = ANY (%s)", [references])
        accounts = [account_id for (account_id,) in cursor.fetchall()]
        Opening.objects.bulk_create(
            [Opening(account_id=account_id, month=month) for account_id in accounts], ignore_conflicts=True
        )
        cursor.execute(_ADD, {"references": references, "month": month, "sign": sign})
        return [account_id for (account_id,) in cursor.fetchall()]
