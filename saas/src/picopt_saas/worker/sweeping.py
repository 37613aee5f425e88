"""Removes what nobody needs any more. Each app knows its own rows; here they are asked, one after the other."""

from collections.abc import Iterable
from datetime import timedelta
from itertools import islice
from typing import Final

from django.utils import timezone

from picopt_saas.accounts import sweeping as accounts
from picopt_saas.billing import sweeping as billing
from picopt_saas.jobs.upkeep import sweeping as jobs
from picopt_saas.storage import sweeping as files
from picopt_saas.storage.build import storage

_DAY: Final = timedelta(days=1)
_BATCH: Final = 1000


def sweep_rows() -> dict[str, int]:
    """Remove rows whose time is over, with their bytes; how many of each kind."""
    now = timezone.now()
    swept: dict[str, int] = {}
    for app in (files, jobs, billing, accounts):
        swept |= app.sweep_rows(now)
    return swept


def sweep_objects() -> int:
    """Delete objects that no row names: leftovers of processes that were killed between bytes and row."""
    store = storage()
    removed = 0
    old = (found.key for found in store.list("") if found.modified < timezone.now() - _DAY)
    while batch := list(islice(old, _BATCH)):
        orphans = _nameless(batch)
        store.delete(*orphans)
        removed += len(orphans)
    return removed


def _nameless(keys: Iterable[str]) -> list[str]:
    by_kind: dict[str, dict[str, str]] = {}
    for key in keys:
        _account, kind, name = [*key.split("/", 2), "", ""][:3]
        by_kind.setdefault(kind, {})[key] = name
    return [key for kind, found in by_kind.items() for key in found.keys() - _named(kind, found)]


def _named(kind: str, found: dict[str, str]) -> set[str]:
    """Those of the keys that a row names. What is of no kind of ours has none."""
    return files.named_objects(kind, found) or jobs.named_objects(kind, found) or set()
