"""What runs by the clock: time's ends, sweeps, and the ledger's own care."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

import structlog
from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app

from picopt_saas.accounts.models import Account
from picopt_saas.billing import ledger, telling
from picopt_saas.billing.ledger.apart import Apart
from picopt_saas.billing.models import Grant
from picopt_saas.billing.payments.periods import end_periods
from picopt_saas.degraded import tell
from picopt_saas.jobs.models import Reconciliation
from picopt_saas.jobs.upkeep.archiving import archive
from picopt_saas.jobs.upkeep.expiring import expire_holds, expire_results
from picopt_saas.jobs.upkeep.reconciling import reconcile, reconcile_whole
from picopt_saas.lanes import HOUSEKEEPING
from picopt_saas.worker.retrying import WithBackOff
from picopt_saas.worker.sweeping import sweep_objects, sweep_rows
from picopt_saas.worker.toolbox import tools

log = structlog.get_logger(__name__)

_KEPT_ENTRIES: Final = 7 * 24  # hours


def every(cron: str, name: str, *, alone: bool = False) -> Callable[[Callable[[], Any]], Any]:
    """Run a function by the clock, waiting once at a time across all workers, and log what it says it did.

    `alone`: nor does one run begin while another is at work; one whose worker died holds no other back for long.
    """

    def register(work: Callable[[], Any]) -> Any:
        @app.periodic(cron=cron)
        @app.task(name=name, queue=HOUSEKEEPING, queueing_lock=name, lock=name if alone else None, retry=WithBackOff())
        def run(timestamp: int) -> None:
            del timestamp
            done = work()
            if any(done.values()) if isinstance(done, dict) else done:
                log.info("housekeeping", task=name, done=done)

        return run

    return register


def expire_grants() -> int:
    """Move what is left of ended grants to expired, account by account; how many credits that was."""
    due = Grant.objects.filter(spent=False, expires_at__lte=timezone.now())
    accounts, apart = Account.objects.filter(pk__in=due.values("account")), Apart()
    return sum(apart.attempt(account.pk, partial(ledger.expire, account)) for account in accounts)


def compare_books() -> int:
    """Compare what is new in the books; how many faults there are."""
    return _alarm(reconcile())


def compare_all_books() -> int:
    """Compare the books from the beginning; how many faults there are."""
    return _alarm(reconcile_whole())


def _alarm(reconciliation: Reconciliation) -> int:
    faults: list[str] = reconciliation.faults
    if faults:
        # What an operator's log alert looks for; /metrics has the number too.
        log.error("ledger_out_of_balance", faults=faults)
    return len(faults)


def tell_degradations() -> int:
    """Say what this worker lacks and goes on without, in the log and where /health/ready and /metrics find it."""
    missing = {one.name: one.says for one in tools().degradations()}
    for name, says in missing.items():
        log.warning("degraded", what=name, says=says)
    tell(missing)
    return 0


async def remove_old_entries(context: JobContext, timestamp: int) -> None:
    """Forget queue entries that ended long ago; those that succeeded are deleted at once."""
    del timestamp
    await context.app.job_manager.delete_old_jobs(
        nb_hours=_KEPT_ENTRIES, include_failed=True, include_cancelled=True, include_aborted=True
    )


every("*/5 * * * *", "expire_holds")(expire_holds)
every("*/5 * * * *", "expire_grants")(expire_grants)
every("*/10 * * * *", "end_sandbox_periods")(end_periods)
every("*/5 * * * *", "tell_low_balances")(telling.low_balances)
every("*/5 * * * *", "tell_budgets")(telling.budgets)
every("*/10 * * * *", "expire_results")(expire_results)
every("*/10 * * * *", "sweep_rows")(sweep_rows)
every("*/10 * * * *", "tell_degradations")(tell_degradations)
every("17 3 * * *", "sweep_objects")(sweep_objects)
every("29 1 * * *", "archive")(archive)
every("*/15 * * * *", "compare_books")(compare_books)
every("53 3 * * *", "compare_all_books")(compare_all_books)
every("37 2 * * *", "recount_spending")(ledger.recount)

app.periodic(cron="41 3 * * *")(
    app.task(
        name="remove_old_entries",
        queue=HOUSEKEEPING,
        queueing_lock="remove_old_entries",
        pass_context=True,
        retry=WithBackOff(),
    )(remove_old_entries)
)
