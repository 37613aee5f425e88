"""How a hold ends: captured when its product leaves the service, released otherwise, refunded after all."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from django.db import connection, transaction
from django.utils import timezone

from picopt_saas.billing.ledger.portions import (
    Portion,
    change_grants,
    expire_remaining,
    settle_debt,
    total_by_grant,
)
from picopt_saas.billing.ledger.transfers import Kind, move
from picopt_saas.billing.models import Hold, HoldPart

_CAPTURE: Final = (Path(__file__).parent / "capture.sql").read_text()


def capture(reference: str) -> bool:
    """Held → used: the product left the service. True when this call did it."""
    return bool(capture_all([reference]))


def release(reference: str) -> bool:
    """Held → available, or expired when the grant has ended meanwhile. True when this call did it."""
    return bool(release_all([reference]))


def capture_all(references: Iterable[str]) -> list[str]:
    """Capture every hold that is still held; their references."""
    with connection.cursor() as cursor:
        cursor.execute(_CAPTURE, {"references": list(references)})
        return [reference for (reference,) in cursor.fetchall()]


@transaction.atomic(savepoint=False)
def release_all(references: Iterable[str]) -> list[str]:
    """Release every hold that is still held; their references."""
    ended = _end(references, was=Hold.State.HELD, becomes=Hold.State.RELEASED)
    for account_id, holds in ended.items():
        _give_back(account_id, Kind.RELEASE, holds)
    return [hold.reference for holds in ended.values() for hold in holds]


@transaction.atomic(savepoint=False)
def refund(reference: str) -> bool:
    """Used → available, or expired when the grant has ended meanwhile. True when this call did it."""
    ended = _end([reference], was=Hold.State.CAPTURED, becomes=Hold.State.REFUNDED)
    for account_id, holds in ended.items():
        _give_back(account_id, Kind.REFUND, holds)
    return bool(ended)


def expire_holds(*, now: datetime | None = None, at_most: int = 1000) -> list[str]:
    """Release holds that were forgotten (72 h); their references, for whoever owns the work behind them."""
    due = Hold.objects.filter(state=Hold.State.HELD, expires_at__lte=now or timezone.now())
    references = due.order_by("expires_at").values_list("reference", flat=True)[:at_most]
    return [reference for reference in references if release(reference)]


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
    for pk, account_id, reference, credits in sorted(rows, key=lambda row: (row[1], row[2])):
        ended.setdefault(account_id, []).append(Hold(pk=pk, reference=reference, credits=credits))
    return ended


def _give_back(account_id: str, kind: Kind, holds: Sequence[Hold]) -> None:
    """Return the holds' credits to where they came from, then let ended grants expire and debt be paid."""
    debt = move(account_id, kind, [(hold.reference, hold.credits) for hold in holds])
    if debt is None:
        raise AssertionError("the wallet holds less than its holds; run `manage.py ledger verify`")
    parts = HoldPart.objects.filter(hold__in=[hold.pk for hold in holds])
    portions = [Portion(part.grant_id, part.credits) for part in parts]
    change_grants("", total_by_grant(portions), remaining=1)
    expired = expire_remaining(account_id, timezone.now())
    fresh = max(0, sum(hold.credits for hold in holds) - expired)
    settle_debt(account_id, debt, fresh, f"{kind}:{holds[0].reference}")
