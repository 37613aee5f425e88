"""Jobs and items as the contract's models. Showing a text is delivery of it: its line is captured here."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from django.db import transaction
from django.db.models import Count, Prefetch, QuerySet, prefetch_related_objects

from picopt_contract import jobs as contract
from picopt_contract.reasons import ReasonCode
from picopt_contract.values import ChargeLine, ChargeState, ItemState, JobState, Pipeline
from picopt_saas.jobs.delivery.charges import current_charge, deliver
from picopt_saas.jobs.models import Charge, Item, Job, ResultFile
from picopt_saas.jobs.states import job_state

_PAID_FOR = (ChargeState.CAPTURED, ChargeState.FREE)
# In these states the text is the item's product; before, the work can still fail, and then it costs nothing.
_TEXT_IS_READY = (ItemState.REVIEW, ItemState.READY, ItemState.DELIVERED, ItemState.NO_GAIN)
# What showing an item needs beside its row.
DETAILS: Final = (
    Prefetch("charges", Charge.objects.order_by("pk")),
    Prefetch("files", ResultFile.objects.filter(withdrawn_at=None).order_by("position")),
)
_FILES_ARE_READY = (ItemState.READY, ItemState.DELIVERED)


def charge_and_present_job(job: Job, *, after: int = -1, page: int = 100) -> contract.Job:
    """The job with the items whose position is above `after`, at most `page` of them."""
    return charge_and_show(job, after=after, page=page)[0]


def charge_and_show(job: Job, *, after: int = -1, page: int = 100) -> tuple[contract.Job, bool]:
    """The same, and whether showing it has charged a text."""
    with transaction.atomic(savepoint=False):  # one for the three look-ups; each delivery has its own
        found = list(with_details(job.items.filter(position__gt=after).order_by("position"))[: page + 1])
    charged = bool(_undelivered(found[:page]))
    shown = _deliver_texts(found[:page])
    is_whole = after < 0 and len(found) <= page
    counts = Counter(ItemState(item.state) for item in shown) if is_whole else count_states(job)
    held, used = _credits(shown) if is_whole else _credits_of(job)
    presented = contract.Job(
        id=job.pk,
        pipeline=Pipeline(job.pipeline),
        state=state_of(job, counts),
        created_at=job.created_at,
        counts=dict(counts),
        credits_held=held,
        credits_used=used,
        items=[_item(item) for item in shown],
        next_cursor=str(found[page - 1].position) if len(found) > page else None,
    )
    return presented, charged


def charge_and_present_locked(item: Item) -> contract.Item:
    """One item that this transaction has locked, so that its row is as given."""
    prefetch_related_objects([item], *DETAILS)
    return charge_and_present_items([item])[0]


def owes_text(item: Item) -> bool:
    """Whether showing this locked item would capture its text."""
    prefetch_related_objects([item], *DETAILS)
    return bool(_undelivered([item]))


def charge_and_present_items(items: Sequence[Item]) -> list[contract.Item]:
    """Items that were loaded by `with_details`; delivers every text that they show."""
    return [_item(item) for item in _deliver_texts(items)]


def _deliver_texts(items: Sequence[Item]) -> Sequence[Item]:
    """Capture the lines of all texts that the items show.

    What is shown is what was looked at: an item that becomes ready meanwhile is never shown as ready without its text.
    """
    while charges := _undelivered(items):
        deliver(charges)
        if all(charge.state in _PAID_FOR for charge in charges):
            break
        fresh = {item.pk: item for item in with_details(Item.objects.filter(pk__in=[item.pk for item in items]))}
        items = [fresh[item.pk] for item in items if item.pk in fresh]
    return items


def _undelivered(items: Sequence[Item]) -> list[Charge]:
    """The held lines of texts that the items would show."""
    ready = [item for item in items if item.analysis and item.state in _TEXT_IS_READY]
    charges = [current_charge(item, ChargeLine.ANALYSIS) for item in ready]
    return [charge for charge in charges if charge and charge.state == ChargeState.HELD]


def with_details(items: QuerySet[Item]) -> QuerySet[Item]:
    """The same items with what showing them needs."""
    return items.prefetch_related(*DETAILS)


def count_states(job: Job) -> dict[ItemState, int]:
    """How many of the job's items are in each state; states without items are left out."""
    rows = job.items.values_list("state").annotate(number=Count("pk")).order_by()
    return {ItemState(state): number for state, number in rows}


def state_of(job: Job, counts: Mapping[ItemState, int]) -> JobState:
    """The job's state."""
    return job_state(counts, cancelled=job.cancelled_at is not None)


def summarize(jobs: Sequence[Job]) -> list[contract.JobSummary]:
    """Jobs without their items, counted with one query."""
    rows = Item.objects.filter(job__in=jobs).values_list("job_id", "state").annotate(number=Count("pk")).order_by()
    counts: dict[str, Counter[ItemState]] = {job.pk: Counter() for job in jobs}
    for job_id, state, number in rows:
        counts[job_id][ItemState(state)] = number
    return [
        contract.JobSummary(
            id=job.pk,
            pipeline=Pipeline(job.pipeline),
            state=state_of(job, counts[job.pk]),
            created_at=job.created_at,
            counts=counts[job.pk],
        )
        for job in jobs
    ]


def _credits(items: Sequence[Item]) -> tuple[int, int]:
    """Credits held and used."""
    return _sum_up((charge.state, charge.credits) for item in items for charge in item.charges.all())


def _credits_of(job: Job) -> tuple[int, int]:
    return _sum_up(Charge.objects.filter(item__job=job).values_list("state", "credits"))


def _sum_up(charges: Iterable[tuple[str, int]]) -> tuple[int, int]:
    total: Counter[str] = Counter()
    for state, credits in charges:
        total[state] += credits
    return total[ChargeState.HELD], total[ChargeState.CAPTURED]


def _item(item: Item) -> contract.Item:
    code = ReasonCode(item.reason_code) if item.reason_code else None
    return contract.Item(
        id=item.pk,
        reference=item.reference,
        sha256=item.sha256,
        state=ItemState(item.state),
        reason=contract.Reason(code=code, message=item.reason_message) if code else None,
        attempts=item.attempts,
        charges=[
            contract.Charge(line=ChargeLine(one.line), state=ChargeState(one.state), credits=one.credits)
            for one in item.charges.all()
        ],
        analysis=contract.Analysis.model_validate(item.analysis) if text_may_leave(item) else None,
        export=_export(item),
        updated_at=item.updated_at,
    )


def text_may_leave(item: Item) -> bool:
    """Whether the item has a text that is paid for, or free and finished.

    A text that was written anew is its own line's: what was paid before pays for the text before, which stays while
    there is no other (then no engine is named).
    """
    line = current_charge(item, ChargeLine.ANALYSIS)
    if item.analysis_engine and line and line.state not in _PAID_FOR:
        return False
    states = {charge.state for charge in item.charges.all() if charge.line == ChargeLine.ANALYSIS}
    finished = item.state in _TEXT_IS_READY or ChargeState.CAPTURED in states
    return bool(item.analysis) and finished and not states.isdisjoint(_PAID_FOR)


def _export(item: Item) -> contract.ExportResult | None:
    files = list(item.files.all())
    if item.export is None or not files or item.state not in _FILES_ARE_READY:
        return None
    shown = contract.ResultFile.model_fields
    return contract.ExportResult(
        **item.export,
        files=[contract.ResultFile(**{name: getattr(file, name) for name in shown}) for file in files],
    )
