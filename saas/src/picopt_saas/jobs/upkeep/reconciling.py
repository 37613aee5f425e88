"""Do the books agree: balances with transfers and holds, and charge lines with their holds."""

from datetime import UTC, datetime, timedelta
from typing import Final

import structlog
from django.db import connection
from django.utils import timezone

from picopt_saas.billing.ledger.proof import (
    advance,
    begin_again,
    prove,
    prove_checkpoints,
    prove_openings,
    prove_recent,
)
from picopt_saas.jobs.models import Reconciliation

log = structlog.get_logger(__name__)
_KEPT: Final = timedelta(days=90)
_AT_MOST: Final = 100

_LOOK_BACK: Final = timedelta(hours=2)
_BEGINNING: Final = datetime(2000, 1, 1, tzinfo=UTC)

# A line and its hold always change in one transaction; a difference means that somebody wrote around the code. Holds
# that ended by time may be a few minutes ahead of their lines.
_LINES_AND_HOLDS: Final = """
    SELECT c.item_id || ':' || c.line || ':' || c.attempt, c.state, h.state
    FROM jobs_charge c
    LEFT JOIN billing_hold h ON h.reference = c.item_id || ':' || c.line || ':' || c.attempt
    WHERE (c.created_at >= %(since)s OR c.settled_at >= %(since)s) AND c.credits > 0
      AND (h.state IS NULL OR h.credits <> c.credits
           OR h.state <> CASE c.state WHEN 'free' THEN 'released' ELSE c.state END)
      AND NOT (c.state = 'held' AND h.state IS NOT DISTINCT FROM 'released' AND h.ended_at > now() - interval '1 hour')
    LIMIT %(at_most)s
"""


def reconcile() -> Reconciliation:
    """Compare what was moved and changed since the last time, and keep the outcome.

    The checkpoints move on whatever was found, so that one account's fault holds up nobody's archive: they hold sums of
    transfers, with which a balance that is wrong goes on to disagree.
    """
    if begin_again():
        log.warning("clock_was_ahead", what="the books' checkpoints; they were added up anew")
    proofs = prove_recent()
    faults = [f"{proof.account_id}: {fault}" for proof in proofs for fault in proof.faults]
    faults += _differences(since=timezone.now() - _LOOK_BACK)
    advance()
    return _keep(len(proofs), faults)


def reconcile_whole() -> Reconciliation:
    """Compare everything from the first credit on, the checkpoints too: what agreed once may have been written over."""
    proofs = prove()
    faults = [f"{proof.account_id}: {fault}" for proof in proofs for fault in proof.faults]
    faults += [f"{account}: the checkpoint is not what the transfers add up to" for account in prove_checkpoints()]
    faults += prove_openings()
    faults += _differences(since=_BEGINNING)
    return _keep(len(proofs), faults)


def _keep(accounts: int, faults: list[str]) -> Reconciliation:
    Reconciliation.objects.filter(ran_at__lt=timezone.now() - _KEPT).delete()
    return Reconciliation.objects.create(accounts=accounts, faults=faults[:_AT_MOST])


def _differences(*, since: datetime) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_LINES_AND_HOLDS, {"since": since, "at_most": _AT_MOST})
        return [f"{reference}: line {line}, hold {hold}" for reference, line, hold in cursor.fetchall()]
