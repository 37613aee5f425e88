"""What a signed webhook says must be readable and fit into the database, or no later try could take it."""

from dataclasses import fields
from datetime import UTC, datetime
from typing import Any, Final

from picopt_saas.billing.payments.port import Event

UNREADABLE: Final = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError)
"""What reading raises that is not as it was documented: another shape, or sums that no number holds."""
# Nothing of ours was paid before, or lasts so long: such a time is a mistake, and a little more is no date at all.
_SOONEST: Final = datetime(2000, 1, 1, tzinfo=UTC)
_LATEST: Final = datetime(2200, 1, 1, tzinfo=UTC)
_MOST: Final = 2**31 - 1  # an integer of PostgreSQL
# Characters. A reference is a part of the ledger's, and a dispute is kept under its payment's id and its own.
_LONGEST: Final = {"invoice_url": 500, "kind": 100, "reference": 120, "payment": 120, "dispute_id": 70}
_OTHERWISE: Final = 200


def fitting(event: Event) -> Event:
    """The same event. Raises `ValueError` that names what in it is of another type, size, or century."""
    for part in (event, event.news):
        for field in fields(part) if part else ():
            value = getattr(part, field.name)
            if not isinstance(value, field.type) or not _fits(field.name, value):  # type: ignore[arg-type]  # no strings
                raise ValueError(f"{field.name} cannot be {str(value)[:80]!r}")
    return event


def _fits(name: str, value: Any) -> bool:
    match value:
        case str():
            return len(value) <= _LONGEST.get(name, _OTHERWISE) and _is_text(value)
        case int():
            return 0 <= value <= _MOST
        case datetime():
            return value.tzinfo is not None and _SOONEST <= value <= _LATEST
    return True


def _is_text(value: str) -> bool:
    """Whether a database can hold it: JSON can name half a character, and U+0000."""
    return "\0" not in value and not any("\ud800" <= letter <= "\udfff" for letter in value)
