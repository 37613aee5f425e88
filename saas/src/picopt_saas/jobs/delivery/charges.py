"""Charge lines: held when ordered, captured when the product first leaves the service, released otherwise.

Locks are always taken in the same order: item, charges by id, paid work by fingerprint, and last the ledger.
"""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from django.db import connection, transaction
from django.utils import timezone

from picopt_contract.values import ChargeLine, ChargeState
from picopt_saas.accounts.models import Account, ApiKey
from picopt_saas.billing import ledger
from picopt_saas.billing.retention import keep_until
from picopt_saas.jobs.models import Charge, Item, PaidWork

_NOTE_PAID: Final = (Path(__file__).parent / "note_paid.sql").read_text()


def new_charge(item: Item, line: ChargeLine, fingerprint: str, credits: int, *, attempt: int = 1) -> Charge:
    """An unsaved charge line: held, or free when it costs nothing."""
    return Charge(
        item=item,
        account_id=item.account_id,
        line=line,
        attempt=attempt,
        credits=credits,
        state=ChargeState.HELD if credits else ChargeState.FREE,
        fingerprint=fingerprint,
    )


def hold(account: Account, charges: Sequence[Charge], api_key: ApiKey | None) -> None:
    """Save the charges and hold their credits, all or none, in the caller's transaction.

    Raises what `ledger.reserve` raises: credits missing, account frozen, the key's daily cap or its site's
    monthly budget reached.
    """
    Charge.objects.bulk_create(charges)
    requests = [
        ledger.HoldRequest(reference=charge.reference, line=charge.line, credits=charge.credits)
        for charge in charges
        if charge.state == ChargeState.HELD
    ]
    if requests:
        ledger.reserve(account, requests, api_key=api_key)


def deliver(charges: Iterable[Charge]) -> None:
    """The lines' products leave the service now: capture what is held for them, each once.

    Afterwards a line is captured or free, which the given objects say too, and its product may leave; or released,
    because its hold had ended before: then it must not. Work that this account paid for meanwhile (the same picture in
    two tabs) is free.
    """
    given = {charge.pk: charge for charge in charges if charge.state == ChargeState.HELD}
    held = list(given)
    while held:
        with transaction.atomic(savepoint=False):
            locked = _lock(pk__in=held)
            paid_by_others = _capture(locked)
        _tell(given, locked)
        if not paid_by_others:
            break
        # On its own where it can be, so that holds are never locked behind the wallet.
        with transaction.atomic(savepoint=False):
            locked = _lock(pk__in=paid_by_others)
            held = _release_what_is_paid(locked)
        _tell(given, locked)
    _tell(given, Charge.objects.filter(pk__in=[pk for pk, one in given.items() if one.state == ChargeState.HELD]))


def release_lines(item: Item, *lines: ChargeLine, to: ChargeState = ChargeState.RELEASED) -> None:
    """Give back what is held for these lines of a locked item (all of them when none is named)."""
    release_items([item], *lines, to=to)


def release_items(items: Sequence[Item], *lines: ChargeLine, to: ChargeState = ChargeState.RELEASED) -> None:
    """Give back what is held for these lines of locked items (all of them when none is named)."""
    _release(_lock(item__in=items, line__in=lines or list(ChargeLine)), to)


def current_charge(item: Item, line: ChargeLine) -> Charge | None:
    """The line's newest charge; reads `item.charges` as prefetched."""
    charges = [charge for charge in item.charges.all() if charge.line == line]
    return max(charges, key=lambda charge: charge.attempt, default=None)


def _lock(**which: Any) -> list[Charge]:
    """Those of the charges that are held still, locked in one order."""
    charges = Charge.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "item__job", "account__subscription"
    )
    return list(charges.filter(**which, state=ChargeState.HELD).order_by("pk"))


def _release(charges: Sequence[Charge], to: ChargeState) -> None:
    if charges:
        ledger.release_all([charge.reference for charge in charges])
        _settle(charges, to)


def _capture(charges: Sequence[Charge]) -> list[int]:
    """Capture the lines that pay for their work; the ids of those whose work another line has paid for."""
    payers = _payers(charges)
    paying = [charge for charge in charges if charge.pk in payers]
    captured = set(ledger.capture_all([charge.reference for charge in paying])) if paying else set()
    ended = [charge for charge in paying if charge.reference not in captured]
    for charge in paying:
        charge.state = ChargeState.CAPTURED if charge.reference in captured else ChargeState.RELEASED
    _settle(paying)
    if ended:
        PaidWork.objects.filter(charge__in=ended).delete()
    return [charge.pk for charge in charges if charge.pk not in payers]


def _release_what_is_paid(charges: Sequence[Charge]) -> list[int]:
    """Free the lines whose work is paid for by another one; the ids of those where that was refunded meanwhile."""
    if not charges:
        return []
    prints = [charge.fingerprint for charge in charges]
    paid = PaidWork.objects.filter(account=charges[0].account, fingerprint__in=prints).order_by("line", "fingerprint")
    known = set(paid.select_for_update().values_list("line", "fingerprint"))  # a refund waits, and finds us
    _release([charge for charge in charges if (charge.line, charge.fingerprint) in known], ChargeState.FREE)
    return [charge.pk for charge in charges if (charge.line, charge.fingerprint) not in known]


def _tell(given: dict[int, Charge], settled: Iterable[Charge]) -> None:
    """Let the caller's objects say what became of the lines."""
    for charge in settled:
        given[charge.pk].state, given[charge.pk].settled_at = charge.state, charge.settled_at


def _settle(charges: Sequence[Charge], state: ChargeState | None = None) -> None:
    """Write down the charges' states; `state`, when given, is that of all."""
    for charge in charges:
        charge.state, charge.settled_at = state or charge.state, timezone.now()
    Charge.objects.bulk_update(charges, ["state", "settled_at"])


def _payers(charges: Sequence[Charge]) -> set[int]:
    """Note which charges pay for their work; the others' work is paid for already. One statement.

    Waits for another transaction that is just paying for the same work. What was paid for and has expired is paid for
    anew; so is, each time, what was asked for again.
    """
    if not charges:
        return set()
    rows = [_paid_row(charge) for charge in sorted(charges, key=lambda one: (one.line, one.fingerprint))]
    with connection.cursor() as cursor:
        cursor.execute(
            _NOTE_PAID, {"rows": json.dumps(rows), "until": keep_until(charges[0].account), "moment": timezone.now()}
        )
        noted = {charge_id for (charge_id,) in cursor.fetchall()}
    return noted | {row["charge"] for row in rows if row["anew"]}


def _paid_row(charge: Charge) -> dict[str, Any]:
    item, is_text = charge.item, charge.line == ChargeLine.ANALYSIS
    return {
        "account": charge.account_id,
        "line": charge.line,
        "fingerprint": charge.fingerprint,
        "charge": charge.pk,
        "analysis": item.analysis if is_text else None,
        "engine": item.analysis_engine if is_text else "",
        "anew": charge.attempt > 1 or item.job.read_settings().reprocess,
    }
