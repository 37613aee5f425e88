"""Removes what nobody needs any more. Each app knows its own rows; here they are asked, one after the other."""

import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import islice
from typing import Final

import structlog
from django.core.cache import cache
from django.utils import timezone

from picopt_saas.accounts import sweeping as accounts
from picopt_saas.accounts.models import Account
from picopt_saas.billing import sweeping as billing
from picopt_saas.budget import Budget
from picopt_saas.database import is_unavailable, let_go
from picopt_saas.jobs.upkeep import sweeping as jobs
from picopt_saas.storage import sweeping as files
from picopt_saas.storage.build import storage
from picopt_saas.storage.keys import account_prefix
from picopt_saas.storage.leaving import delete_all
from picopt_saas.storage.port import Stored

_DAY: Final = timedelta(days=1)
_BATCH: Final = 1000
_A_NIGHT: Final = 3 * 3600.0  # seconds
_AWAY: Final = 3  # accounts in a row
_LAST: Final = "sweep_objects.last"  # may be lost: then a night begins from the start
_STOPPED: Final = "sweep_objects.stopped"  # where the store was away, and since when
_SAME_NIGHT: Final = 12 * 3600.0  # seconds


log = structlog.get_logger(__name__)


def sweep_rows() -> dict[str, int]:
    """Remove rows whose time is over, with their bytes; how many of each kind."""
    now, budget = timezone.now(), Budget()
    swept: dict[str, int] = {}
    failures: list[Exception] = []
    for app in (files, jobs, billing, accounts):
        try:
            swept |= app.sweep_rows(now, budget)
        except Exception as failure:
            # Here, as only the first one is raised.
            log.exception("housekeeping_broke", what=app.__name__)
            failures.append(failure)
    if failures:
        raise failures[0]
    return swept


def sweep_objects(budget: Budget | None = None) -> int:
    """Delete objects that no row names: leftovers of processes that were killed between bytes and row.

    A thousand at a time, account by account, from where the run before had to stop: neither all accounts nor one with
    millions of objects need be looked at whole in one night. An account whose objects cannot be read waits for the next
    night; only where that happens again and again is it the store that is away, and all of them have their turn again.
    """
    budget = budget or Budget(_A_NIGHT)
    removed = failed = 0
    before = ""
    for account_id, last in _from_where_it_stopped():
        try:
            for number in _sweep_account(account_id, last):
                removed += number
                if not budget.is_left:
                    return removed
            failed = 0
        except Exception as error:
            before = before if failed else cache.get(_LAST, "")
            failed += 1
            told = log.error if isinstance(error, OSError) else log.exception
            told("account_not_swept", account=account_id, error=str(error))
            if failed == _AWAY or is_unavailable(error):
                _go_back(before)
                raise
            cache.set(_LAST, account_id, None)
    cache.delete_many([_LAST, _STOPPED])
    return removed


def _go_back(before: str) -> None:
    """Before the first that failed; but what stops us there for a second night is left behind."""
    stopped, since = cache.get(_STOPPED, ("", 0.0))
    if stopped != before or not since:
        since = time.time()
        cache.set(_STOPPED, (before, since), 4 * _SAME_NIGHT)
    if time.time() - since < _SAME_NIGHT:
        cache.set(_LAST, before, None)


def _sweep_account(account_id: str, last: str) -> Iterator[int]:
    """Batch by batch, behind the key `last`, how many objects were removed; each is noted as the last looked at."""
    found = storage().list(account_prefix(account_id), after=last)
    goes_on = True
    while goes_on:
        batch = list(islice(found, _BATCH))
        number = _sweep(batch)
        let_go()
        goes_on = len(batch) == _BATCH
        cache.set(_LAST, batch[-1].key if goes_on else account_id, None)
        yield number


def _from_where_it_stopped() -> Iterator[tuple[str, str]]:
    """Accounts, each with the last of its keys that was looked at."""
    last = cache.get(_LAST, "")
    began, in_the_middle, _name = last.partition("/")
    accounts = Account.objects.order_by("pk").values_list("pk", flat=True)
    wanted = accounts.filter(pk__gte=began) if in_the_middle else accounts.filter(pk__gt=began)
    while some := list(wanted[:_BATCH]):
        yield from ((pk, last if pk == began else "") for pk in some)
        wanted = accounts.filter(pk__gt=some[-1])


def _sweep(batch: Sequence[Stored]) -> int:
    orphans = _nameless(found.key for found in batch if found.modified < timezone.now() - _DAY)
    return len(orphans) - len(delete_all(storage(), orphans))


def _nameless(keys: Iterable[str]) -> list[str]:
    by_kind: dict[str, dict[str, str]] = {}
    for key in keys:
        _account, kind, name = [*key.split("/", 2), "", ""][:3]
        by_kind.setdefault(kind, {})[key] = name
    return [key for kind, found in by_kind.items() for key in found.keys() - _named(kind, found)]


def _named(kind: str, found: dict[str, str]) -> set[str]:
    """Those of the keys that a row names. What is of no kind of ours has none."""
    return files.named_objects(kind, found) or jobs.named_objects(kind, found) or set()
