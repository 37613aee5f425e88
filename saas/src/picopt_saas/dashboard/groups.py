"""The site's own jobs: what a site orders in several parts is one job here, as it is one there."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Max, Min, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from picopt_contract.values import ItemState, JobState, Pipeline
from picopt_saas.accounts.models import Account
from picopt_saas.jobs.models import Item, Job
from picopt_saas.jobs.states import job_state

# Of the orders of a group, the pipeline that does most names it.
_MOST = (Pipeline.ANALYZE_EXPORT, Pipeline.EXPORT, Pipeline.ANALYZE)


@dataclass(frozen=True, kw_only=True)
class Group:
    """One job of a site. `id` is that of one of its orders, and leads to its page; `counts` has each image once."""

    id: str
    pipeline: Pipeline
    state: JobState
    created_at: datetime
    counts: Counter[ItemState]
    site_url: str
    automatic: bool
    orders: tuple[str, ...]


def group_keys(account: Account) -> "QuerySet[Job, Any]":
    """The account's groups, those with the newest orders first; for a paginator and `read`."""
    own = Coalesce(NullIf(F("batch"), Value("")), F("id"))
    groups = Job.objects.filter(account=account).annotate(group=own).values("group")
    return groups.annotate(latest=Max("created_at"), lead=Min("id")).order_by("-latest", "lead")


def read(account: Account, keys: Sequence[Mapping[str, Any]]) -> list[Group]:
    """These groups, in their order, with two queries."""
    names = [str(row["group"]) for row in keys]
    jobs: dict[str, list[Job]] = {name: [] for name in names}
    found = Job.objects.filter(account=account).select_related("api_key__site").order_by("created_at", "pk")
    for job in [*found.filter(batch__in=names), *found.filter(batch="", pk__in=names)]:
        jobs[job.batch or job.pk].append(job)
    counts = _counts([job.pk for orders in jobs.values() for job in orders])
    return [_group(jobs[name], counts) for name in names if jobs[name]]


def group_of(job: Job) -> Group:
    """The group that the job belongs to."""
    (group,) = read(job.account, [{"group": job.batch or job.pk}])
    return group


def newest(job_ids: Sequence[str]) -> "QuerySet[Item]":
    """What became of each image: a site orders one again in the same job when its text was approved, or it had failed.

    An order that belongs to no such job may use a reference for several images.
    """
    items = Item.objects.filter(job__in=job_ids)
    ordered = items.exclude(job__batch="").order_by("job__batch", "reference", "-job__created_at", "-pk")
    return items.filter(Q(job__batch="") | Q(pk__in=ordered.distinct("job__batch", "reference").values("pk")))


def _group(jobs: list[Job], counts: dict[str, Counter[ItemState]]) -> Group:
    together: Counter[ItemState] = Counter()
    for job in jobs:
        together += counts.get(job.pk, Counter())
    key = jobs[0].api_key
    return Group(
        id=min(job.pk for job in jobs),
        pipeline=next(one for one in _MOST if any(job.pipeline == one for job in jobs)),
        state=job_state(together, cancelled=all(job.cancelled_at for job in jobs)),
        created_at=jobs[0].created_at,
        counts=together,
        site_url=key.site.url if key else "",
        automatic=all(job.automatic for job in jobs),
        orders=tuple(job.pk for job in jobs),
    )


def _counts(job_ids: list[str]) -> dict[str, Counter[ItemState]]:
    rows = newest(job_ids).values_list("job_id", "state").annotate(number=Count("pk")).order_by()
    counts: dict[str, Counter[ItemState]] = {}
    for job_id, state, number in rows:
        counts.setdefault(job_id, Counter())[ItemState(state)] = number
    return counts
