"""Setting credits aside for work. The reservation itself is the database's function `billing_reserve`."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from picopt_contract.limits import LIMITS
from picopt_saas.accounts.models import Account, ApiKey
from picopt_saas.billing.ledger.portions import has_ended, usable_grants
from picopt_saas.billing.ledger.spending import midnight_before
from picopt_saas.billing.ledger.values import (
    AccountFrozenError,
    HoldRequest,
    InsufficientCredits,
    LedgerError,
    MonthlyBudgetError,
    ReferenceConflictError,
    SpendCapError,
)
from picopt_saas.billing.models import Hold, Wallet

_COLUMNS: Final = [field.attname for field in Hold._meta.concrete_fields]  # noqa: SLF001 -- Django documents it
_RESERVE: Final = f"""
    SELECT {", ".join(_COLUMNS)} FROM billing_reserve(%s, %s, %s, %s, %s, %s, %s::text[], %s::text[], %s::int[])
"""  # noqa: S608 -- every inserted word is ours  # nosec B608
# SQLSTATEs of our own, raised by `billing_reserve`.
_NOT_ENOUGH: Final = "PO402"
_SPEND_CAP: Final = "PO403"
_MONTHLY_BUDGET: Final = "PO405"
_ARCHIVED: Final = "PO410"  # by the guard of `billing_hold`


def reserve(account: Account, requests: Sequence[HoldRequest], *, api_key: ApiKey | None = None) -> list[Hold]:
    """Set credits aside for all requests or for none; the holds in the order of the requests.

    A reference that has its hold already gets that one again, whatever has become of it. `api_key`, when given, is
    who spends: its daily cap and its site's monthly budget are kept. Raises `InsufficientCredits`,
    `AccountFrozenError`, `SpendCapError`, `MonthlyBudgetError`, and `ReferenceConflictError` when a reference was used
    with another account or number of credits, or is archived.
    """
    now = timezone.now()
    try:
        with one_statement():
            holds = {hold.reference: hold for hold in _call(account, requests, api_key, now)}
            return [_same(holds[request.reference], request, account) for request in requests]
    except DatabaseError as error:
        if refusal := _refusal(account, error, now):
            raise refusal from None
        raise  # with its cause, which tells who may try again


@contextmanager
def one_statement() -> Iterator[None]:
    """All or nothing. One statement is that by itself; only inside the caller's transaction it needs a savepoint."""
    if connection.in_atomic_block:
        with transaction.atomic():
            yield
    else:
        yield


def _call(account: Account, requests: Sequence[HoldRequest], api_key: ApiKey | None, now: datetime) -> list[Hold]:
    with connection.cursor() as cursor:
        cursor.execute(
            _RESERVE,
            [
                account.pk,
                api_key.pk if api_key else None,
                api_key.daily_spend_cap if api_key else None,
                midnight_before(now),
                now,
                now + timedelta(seconds=LIMITS.hold_seconds),
                [request.reference for request in requests],
                [request.line for request in requests],
                [request.credits for request in requests],
            ],
        )
        return [Hold.from_db(connection.alias, _COLUMNS, row) for row in cursor.fetchall()]


def _same(hold: Hold, request: HoldRequest, account: Account) -> Hold:
    if (hold.account_id, hold.line, hold.credits) != (account.pk, request.line, request.credits):
        raise ReferenceConflictError(request.reference)
    return hold


def _refusal(account: Account, error: DatabaseError, now: datetime) -> LedgerError | None:
    """What the database's refusal means; None when the error is another one."""
    state = getattr(error.__cause__, "sqlstate", None)
    detail = getattr(getattr(error.__cause__, "diag", None), "message_detail", None) or ""
    if state == _SPEND_CAP:
        cap, spent = detail.split()
        return SpendCapError(cap=int(cap), spent=int(spent))
    if state == _MONTHLY_BUDGET:
        needed, budget, spent = map(int, detail.split())
        return MonthlyBudgetError(needed=needed, budget=budget, spent=spent)
    if state == _ARCHIVED:
        return ReferenceConflictError(detail)
    if state != _NOT_ENOUGH:
        return None
    if debt := Wallet.objects.filter(pk=account.pk).values_list("debt", flat=True).first():
        return AccountFrozenError(debt=debt)
    usable = sum(grant.remaining for grant in usable_grants(account.pk) if not has_ended(grant, now))
    return InsufficientCredits(needed=int(detail), available=usable)
