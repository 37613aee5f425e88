"""How a hold ends: captured when its product leaves the service, released otherwise, refunded after all."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Final, NamedTuple

from django.db import connection, transaction
from django.utils import timezone

from picopt_saas.billing.ledger.apart import Apart
from picopt_saas.billing.ledger.portions import expire_remaining, settle_debt
from picopt_saas.billing.ledger.transfers import Kind
from picopt_saas.billing.models import Hold

_GIVE_BACK: Final = (Path(__file__).parent / "give_back.sql").read_text()


def capture(reference: str) -> bool:
    """Held → used: the product left the service. True when this call did it."""
    return bool(capture_all([reference]))


def release(reference: str) -> bool:
    """Held → available, or expired when the grant has ended meanwhile. True when this call did it."""
    return bool(release_all([reference]))


def capture_all(references: Iterable[str]) -> list[str]:
    """Capture every hold that is still held; their references."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT billing_capture(%s::text[])", [list(references)])
        return [reference for (reference,) in cursor.fetchall()]


def release_all(references: Iterable[str]) -> list[str]:
    """Release every hold that is still held; their references."""
    return _give_back(references, Kind.RELEASE, was=Hold.State.HELD, becomes=Hold.State.RELEASED)


def refund(reference: str) -> bool:
    """Used → available, or expired when the grant has ended meanwhile. True when this call did it."""
    return bool(_give_back([reference], Kind.REFUND, was=Hold.State.CAPTURED, becomes=Hold.State.REFUNDED))


def expire_holds(*, now: datetime | None = None, at_most: int = 1000, apart: Apart | None = None) -> list[str]:
    """Release holds that were forgotten (72 h); their references, for whoever owns the work behind them.

    Accounts whose books are broken are left out, and others' holds take the place of theirs; those of `apart` are
    left out already.
    """
    due = Hold.objects.filter(state=Hold.State.HELD, expires_at__lte=now or timezone.now()).order_by("expires_at")
    apart, before = apart or Apart(), -1
    ended: list[str] = []
    while before < len(apart.accounts):
        before = len(apart.accounts)
        rows = due.exclude(account__in=apart.accounts).values_list("account", "reference")[: at_most - len(ended)]
        for account_id, reference in rows:
            if apart.attempt(account_id, partial(release, reference)):
                ended.append(reference)
    return ended


class _Returned(NamedTuple):
    """A hold whose credits have returned.

    Of its account are `debt`, and `late`: how many returned now to grants that have ended meanwhile.
    """

    account_id: str
    reference: str
    credits: int
    debt: int
    late: int


@transaction.atomic(savepoint=False)
def _give_back(references: Iterable[str], kind: Kind, *, was: Hold.State, becomes: Hold.State) -> list[str]:
    """Return the credits of the holds that are in state `was` to where they came from; their references.

    Then what went back to ended grants expires, and debt is paid.
    """
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(
            _GIVE_BACK, {"references": list(references), "was": was, "becomes": becomes, "kind": kind, "now": now}
        )
        returned = [_Returned(*row) for row in cursor.fetchall()]
    for account_id, of_account in groupby(returned, key=attrgetter("account_id")):
        holds = list(of_account)
        late = holds[0].late
        if late:
            expire_remaining(account_id, now)  # and what other grants had left when they ended, which was not fresh
        fresh = sum(hold.credits for hold in holds) - late
        settle_debt(account_id, holds[0].debt, fresh, f"{kind}:{holds[0].reference}")
    return [hold.reference for hold in returned]
