"""Credits set aside for work, and how that ends: captured, released, refunded."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction
from django.utils import timezone

from picopt_contract.limits import LIMITS
from picopt_saas.accounts.models import Account, ApiKey
from picopt_saas.billing.ledger.portions import (
    Portion,
    change_grants,
    divide,
    expire_remaining,
    has_ended,
    settle_debt,
    total_by_grant,
    usable_grants,
)
from picopt_saas.billing.ledger.spending import refuse_beyond_cap
from picopt_saas.billing.ledger.transfers import Kind, move
from picopt_saas.billing.ledger.values import (
    AccountFrozenError,
    HoldRequest,
    InsufficientCredits,
    ReferenceConflictError,
)
from picopt_saas.billing.models import Hold, HoldPart, Wallet

_COLUMNS: Final = (
    *("id", "account_id", "api_key_id", "reference", "line", "credits"),
    *("state", "created_at", "expires_at", "ended_at"),
)


@transaction.atomic
def reserve(account: Account, requests: Sequence[HoldRequest], *, api_key: ApiKey | None = None) -> list[Hold]:
    """Set credits aside for all requests or for none; the holds in the order of the requests.

    A reference that has its hold already gets that one again, whatever has become of it. `api_key`, when given, is
    who spends: its daily cap is kept. Raises `InsufficientCredits`, `AccountFrozenError`, `SpendCapError`, and
    `ReferenceConflictError` when a reference was used with another account or number of credits.
    """
    now = timezone.now()
    new = _insert_holds(account.pk, requests, api_key, now)
    if total := sum(hold.credits for hold in new):
        if move(account.pk, Kind.RESERVE, [(hold.reference, hold.credits) for hold in new]) is None:
            raise _why_refused(account.pk, needed=total, now=now)
        _take_from_grants(account.pk, new, now)
        refuse_beyond_cap(api_key, now)
    return _in_order(account.pk, requests, new)


def _insert_holds(
    account_id: str, requests: Sequence[HoldRequest], api_key: ApiKey | None, now: datetime
) -> list[Hold]:
    """The holds that did not exist yet, inserted. Sorted, so that two such calls never wait for each other."""
    wanted = sorted(requests, key=lambda request: request.reference)
    ends = now + timedelta(seconds=LIMITS.hold_seconds)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""INSERT INTO billing_hold
                  (account_id, api_key_id, reference, line, credits, state, created_at, expires_at)
                SELECT %s, %s, reference, line, credits, 'held', %s, %s
                FROM unnest(%s::text[], %s::text[], %s::int[]) AS new (reference, line, credits)
                ON CONFLICT (reference) DO NOTHING RETURNING {", ".join(_COLUMNS)}""",  # noqa: S608 -- ours
            [
                account_id,
                api_key.pk if api_key else None,
                now,
                ends,
                [request.reference for request in wanted],
                [request.line for request in wanted],
                [request.credits for request in wanted],
            ],
        )
        return [Hold.from_db(connection.alias, _COLUMNS, row) for row in cursor.fetchall()]


def _take_from_grants(account_id: str, holds: Sequence[Hold], now: datetime) -> None:
    total = sum(hold.credits for hold in holds)
    usable = [grant for grant in usable_grants(account_id) if not has_ended(grant, now)]
    if (left := sum(grant.remaining for grant in usable)) < total:
        raise InsufficientCredits(needed=total, available=left)
    divided = divide(usable, [hold.credits for hold in holds])
    parts = [(hold.pk, *portion) for hold, portions in zip(holds, divided, strict=True) for portion in portions]
    with connection.cursor() as cursor:
        cursor.execute(
            """WITH part AS (
                 INSERT INTO billing_holdpart (hold_id, grant_id, credits)
                 SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::int[]) RETURNING grant_id, credits
               ), taken AS (SELECT grant_id, sum(credits) AS n FROM part GROUP BY grant_id)
               UPDATE billing_grant SET remaining = remaining - taken.n FROM taken WHERE id = taken.grant_id""",
            [[part[column] for part in parts] for column in range(3)],
        )


def _why_refused(account_id: str, *, needed: int, now: datetime) -> AccountFrozenError | InsufficientCredits:
    wallet = Wallet.objects.filter(pk=account_id).first() or Wallet()
    if wallet.debt:
        return AccountFrozenError(debt=wallet.debt)
    usable = sum(grant.remaining for grant in usable_grants(account_id) if not has_ended(grant, now))
    return InsufficientCredits(needed=needed, available=usable)


def _in_order(account_id: str, requests: Sequence[HoldRequest], new: Sequence[Hold]) -> list[Hold]:
    holds = {hold.reference: hold for hold in new}
    if missing := [request.reference for request in requests if request.reference not in holds]:
        holds |= {hold.reference: hold for hold in Hold.objects.filter(reference__in=missing)}
    for request in requests:
        hold = holds[request.reference]
        if (hold.account_id, hold.line, hold.credits) != (account_id, request.line, request.credits):
            raise ReferenceConflictError(request.reference)
    return [holds[request.reference] for request in requests]


def capture(reference: str) -> bool:
    """Held → used: the product left the service. True when this call did it."""
    return bool(capture_all([reference]))


def release(reference: str) -> bool:
    """Held → available, or expired when the grant has ended meanwhile. True when this call did it."""
    return bool(release_all([reference]))


@transaction.atomic
def capture_all(references: Iterable[str]) -> list[str]:
    """Capture every hold that is still held; their references."""
    ended = _end(references, was=Hold.State.HELD, becomes=Hold.State.CAPTURED)
    for account_id, holds in ended.items():
        _must(move(account_id, Kind.CAPTURE, [(hold.reference, hold.credits) for hold in holds]))
    return [hold.reference for holds in ended.values() for hold in holds]


@transaction.atomic
def release_all(references: Iterable[str]) -> list[str]:
    """Release every hold that is still held; their references."""
    ended = _end(references, was=Hold.State.HELD, becomes=Hold.State.RELEASED)
    for account_id, holds in ended.items():
        _give_back(account_id, Kind.RELEASE, holds)
    return [hold.reference for holds in ended.values() for hold in holds]


@transaction.atomic
def refund(reference: str) -> bool:
    """Used → available, or expired when the grant has ended meanwhile. True when this call did it."""
    ended = _end([reference], was=Hold.State.CAPTURED, becomes=Hold.State.REFUNDED)
    for account_id, holds in ended.items():
        _give_back(account_id, Kind.REFUND, holds)
    return bool(ended)


def _end(references: Iterable[str], *, was: Hold.State, becomes: Hold.State) -> dict[str, list[Hold]]:
    """Lock the holds in the order of their references and change their state; by account, in the accounts' order."""
    with connection.cursor() as cursor:
        cursor.execute(
            """WITH locked AS (
                 SELECT id FROM billing_hold WHERE reference = ANY(%s) AND state = %s ORDER BY reference FOR UPDATE)
               UPDATE billing_hold SET state = %s, ended_at = now() FROM locked WHERE billing_hold.id = locked.id
               RETURNING billing_hold.id, account_id, reference, credits""",
            [list(references), was, becomes],
        )
        rows = cursor.fetchall()
    ended: dict[str, list[Hold]] = {}
    for pk, account_id, reference, credits_ in sorted(rows, key=lambda row: (row[1], row[2])):
        ended.setdefault(account_id, []).append(Hold(pk=pk, reference=reference, credits=credits_))
    return ended


def _give_back(account_id: str, kind: Kind, holds: Sequence[Hold]) -> None:
    """Return the holds' credits to where they came from, then let ended grants expire and debt be paid."""
    debt = _must(move(account_id, kind, [(hold.reference, hold.credits) for hold in holds]))
    parts = HoldPart.objects.filter(hold__in=[hold.pk for hold in holds])
    portions = [Portion(part.grant_id, part.credits) for part in parts]
    change_grants("", total_by_grant(portions), remaining=1)
    expired = expire_remaining(account_id, timezone.now())
    fresh = max(0, sum(hold.credits for hold in holds) - expired)
    settle_debt(account_id, debt, fresh, f"{kind}:{holds[0].reference}")


def _must(debt: int | None) -> int:
    if debt is None:
        raise AssertionError("the wallet holds less than its holds; run `manage.py ledger verify`")
    return debt


def expire_holds(*, now: datetime | None = None, at_most: int = 1000) -> list[str]:
    """Release holds that were forgotten (72 h); their references, for whoever owns the work behind them."""
    due = Hold.objects.filter(state=Hold.State.HELD, expires_at__lte=now or timezone.now())
    references = due.order_by("expires_at").values_list("reference", flat=True)[:at_most]
    return [reference for reference in references if release(reference)]
