"""Charge lines: held when ordered, captured when the product first leaves the service, released otherwise.

Locks are always taken in the same order: item, charges by id, paid work by fingerprint, and last the ledger.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from picopt_contract.values import ChargeLine, ChargeState
from picopt_saas.accounts.models import Account, ApiKey
from picopt_saas.billing import ledger
from picopt_saas.billing.retention import keep_until
from picopt_saas.jobs.models import Charge, Item, PaidWork


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

    Raises what `ledger.reserve` raises: credits missing, account frozen, the key's daily cap reached.
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

    Afterwards a line is captured or free, and its product may leave; or released, because its hold had ended before:
    then it must not. Work that this account paid for meanwhile (the same picture in two tabs) is free.
    """
    held = [charge.pk for charge in charges if charge.state == ChargeState.HELD]
    while held:
        with transaction.atomic():
            paid_by_others = _capture(_lock(held))
        with transaction.atomic():  # on its own, so that holds are never locked behind the wallet
            held = _release_what_is_paid(_lock(paid_by_others))


def release_lines(item: Item, *lines: ChargeLine, to: ChargeState = ChargeState.RELEASED) -> None:
    """Give back what is held for these lines of a locked item (all of them when none is named)."""
    release_items([item], *lines, to=to)


def release_items(items: Sequence[Item], *lines: ChargeLine, to: ChargeState = ChargeState.RELEASED) -> None:
    """Give back what is held for these lines of locked items (all of them when none is named)."""
    held = Charge.objects.filter(item__in=items, state=ChargeState.HELD, line__in=lines or list(ChargeLine))
    _release(_lock(list(held.values_list("pk", flat=True))), to)


def current_charge(item: Item, line: ChargeLine) -> Charge | None:
    """The line's newest charge; reads `item.charges` as prefetched."""
    charges = [charge for charge in item.charges.all() if charge.line == line]
    return max(charges, key=lambda charge: charge.attempt, default=None)


def _lock(charge_ids: Sequence[int]) -> list[Charge]:
    """The charges that are held still, locked in one order."""
    charges = Charge.objects.select_for_update(no_key=True, of=("self",)).select_related("item__job", "account")
    return list(charges.filter(pk__in=charge_ids, state=ChargeState.HELD).order_by("pk"))


def _release(charges: Sequence[Charge], to: ChargeState) -> None:
    if charges:
        ledger.release_all([charge.reference for charge in charges])
        _settle(charges, to)


def _capture(charges: Sequence[Charge]) -> list[int]:
    """Capture the lines that pay for their work; the ids of those whose work another line has paid for."""
    paying = [charge for charge in sorted(charges, key=lambda one: (one.line, one.fingerprint)) if _pays(charge)]
    captured = set(ledger.capture_all([charge.reference for charge in paying])) if paying else set()
    _settle([charge for charge in paying if charge.reference in captured], ChargeState.CAPTURED)
    ended = [charge for charge in paying if charge.reference not in captured]
    PaidWork.objects.filter(charge__in=ended).delete()
    _settle(ended, ChargeState.RELEASED)
    return [charge.pk for charge in charges if charge not in paying]


def _release_what_is_paid(charges: Sequence[Charge]) -> list[int]:
    """Free the lines whose work is paid for by another one; the ids of those where that was refunded meanwhile."""
    if not charges:
        return []
    prints = [charge.fingerprint for charge in charges]
    paid = PaidWork.objects.filter(account=charges[0].account, fingerprint__in=prints).order_by("line", "fingerprint")
    known = set(paid.select_for_update().values_list("line", "fingerprint"))  # a refund waits, and finds us
    _release([charge for charge in charges if (charge.line, charge.fingerprint) in known], ChargeState.FREE)
    return [charge.pk for charge in charges if (charge.line, charge.fingerprint) not in known]


def _settle(charges: Sequence[Charge], state: ChargeState) -> None:
    now = timezone.now()
    for charge in charges:
        charge.state, charge.settled_at = state, now
    Charge.objects.bulk_update(charges, ["state", "settled_at"])


def _pays(charge: Charge) -> bool:
    """Note that this charge pays for its work; False when another one has already paid."""
    item = charge.item
    is_text = charge.line == ChargeLine.ANALYSIS
    values: dict[str, Any] = {
        "charge": charge,
        "analysis": item.analysis if is_text else None,
        "analysis_engine": item.analysis_engine if is_text else "",
        "expires_at": keep_until(charge.account),
    }
    key: dict[str, Any] = {"account_id": charge.account_id, "line": charge.line, "fingerprint": charge.fingerprint}
    if charge.attempt > 1 or item.job.read_settings().reprocess:
        PaidWork.objects.update_or_create(**key, defaults=values)
        return True
    PaidWork.objects.filter(**key, expires_at__lte=timezone.now()).delete()
    # Waits for another transaction that is just paying for the same work, and then inserts nothing.
    PaidWork.objects.bulk_create([PaidWork(**key, **values)], ignore_conflicts=True)
    return PaidWork.objects.filter(**key, charge=charge).exists()
