"""The states of items and jobs: which may follow which. The only place that moves an item."""

from collections.abc import Mapping, Sequence
from typing import Final

from django.utils import timezone

from picopt_contract.reasons import REASONS, ReasonCode
from picopt_contract.values import FINAL_STATES, ItemState, JobState
from picopt_saas.jobs.models import Item

S = ItemState

# States in which a worker has the item, or may take it.
WAITING: Final = frozenset({S.QUEUED, S.REVIEW})
RUNNING: Final = frozenset({S.ANALYSING, S.EXPORTING})
RUNNABLE: Final = frozenset({S.QUEUED, *RUNNING})

_ENDS_EARLY: Final = {S.FAILED, S.CANCELLED, S.EXPIRED}

TRANSITIONS: Final[Mapping[ItemState, frozenset[ItemState]]] = {
    # To review or ready: another text was asked for, there is none, and the one before stays.
    S.QUEUED: frozenset({S.ANALYSING, S.EXPORTING, S.SKIPPED, S.REVIEW, S.READY, *_ENDS_EARLY}),
    # Back to queued: handed back by a worker that stops, or waiting for another try.
    S.ANALYSING: frozenset({S.QUEUED, S.REVIEW, S.EXPORTING, S.READY, *_ENDS_EARLY}),
    # Back to queued: another text was asked for, or the reviewed text was given.
    S.REVIEW: frozenset({S.QUEUED, *_ENDS_EARLY}),
    # Back to analysing: taken up again after its worker died over the files.
    S.EXPORTING: frozenset({S.QUEUED, S.ANALYSING, S.READY, S.NO_GAIN, *_ENDS_EARLY}),
    # Back to queued: another text was asked for, for a picture that is only analysed.
    S.READY: frozenset({S.QUEUED, S.DELIVERED, S.FAILED, S.EXPIRED}),
    # What was delivered can still be sent back (`not_applied`).
    S.DELIVERED: frozenset({S.FAILED}),
    S.NO_GAIN: frozenset(),
    S.SKIPPED: frozenset(),
    S.FAILED: frozenset(),
    S.CANCELLED: frozenset(),
    S.EXPIRED: frozenset(),
}


class WrongMoveError(RuntimeError):
    """A transition that does not exist was tried: a mistake in our code, or a race that a lock should prevent."""


def may_move(item: Item, to: ItemState) -> bool:
    """Whether the item can go to `to` from where it is; staying is always possible."""
    return ItemState(item.state) is to or to in TRANSITIONS[ItemState(item.state)]


def move(item: Item, to: ItemState, reason: ReasonCode | None = None, message: str = "") -> None:
    """Move a locked item to `to` and save it. Without `message` the reason's own sentence is used."""
    if not may_move(item, to):
        raise WrongMoveError(f"{item.pk}: {item.state} → {to}")
    item.state = to
    item.reason_code = reason or ""
    item.reason_message = (message or (REASONS[reason] if reason else ""))[:500]
    if to not in RUNNING:
        item.attempt_token = None
    item.updated_at = timezone.now()
    item.save()


def end_all(items: Sequence[Item], to: ItemState, reason: ReasonCode) -> None:
    """Move many locked items to `to`, an end, with one statement."""
    if wrong := [item for item in items if not may_move(item, to)]:
        raise WrongMoveError(f"{wrong[0].pk}: {wrong[0].state} → {to}")
    Item.objects.filter(pk__in=[item.pk for item in items]).update(
        state=to,
        reason_code=reason,
        reason_message=REASONS[reason][:500],
        attempt_token=None,
        updated_at=timezone.now(),
    )


def job_state(counts: Mapping[ItemState, int], *, cancelled: bool) -> JobState:
    """A job's state from the number of its items in each state."""
    if cancelled and not any(counts.get(state) for state in RUNNING):
        return JobState.CANCELLED
    open_items = sum(number for state, number in counts.items() if state not in FINAL_STATES | {S.READY})
    if open_items == 0:
        return JobState.FINISHED
    started = sum(counts.values()) - counts.get(S.QUEUED, 0)
    return JobState.RUNNING if started else JobState.QUEUED
