"""The states are the contract's, and only the table's moves are possible."""

import pytest

from picopt_contract.values import FINAL_STATES, ItemState, JobState
from picopt_saas.jobs.models import Item
from picopt_saas.jobs.states import RUNNABLE, TRANSITIONS, WrongMoveError, job_state, may_move, move

S = ItemState


def test_every_state_has_its_moves():
    assert set(TRANSITIONS) == set(ItemState)


def test_every_state_can_be_reached_and_every_open_one_can_end():
    reached = {S.QUEUED}
    while more := {to for state in reached for to in TRANSITIONS[state]} - reached:
        reached |= more
    assert reached == set(ItemState)
    for state in set(ItemState) - FINAL_STATES:
        assert TRANSITIONS[state] & FINAL_STATES


def test_what_has_ended_stays_ended_but_for_a_result_that_is_sent_back():
    moves = {state: set(TRANSITIONS[state]) for state in FINAL_STATES}
    assert moves.pop(S.DELIVERED) == {S.FAILED}
    assert not any(moves.values())


def test_a_worker_takes_only_what_may_run():
    assert {S.QUEUED, S.ANALYSING, S.EXPORTING} == RUNNABLE


def test_a_move_that_is_not_in_the_table_is_refused():
    item = Item(state=S.CANCELLED)
    assert not may_move(item, S.READY)
    with pytest.raises(WrongMoveError, match="cancelled → ready"):
        move(item, S.READY)


@pytest.mark.parametrize(
    ("counts", "cancelled", "state"),
    [
        ({S.QUEUED: 3}, False, JobState.QUEUED),
        ({S.QUEUED: 2, S.EXPORTING: 1}, False, JobState.RUNNING),
        ({S.QUEUED: 2, S.READY: 1}, False, JobState.RUNNING),
        ({S.REVIEW: 1}, False, JobState.RUNNING),
        ({S.READY: 1, S.DELIVERED: 1, S.FAILED: 1, S.NO_GAIN: 1}, False, JobState.FINISHED),
        ({S.CANCELLED: 1, S.READY: 1}, True, JobState.CANCELLED),
        ({S.CANCELLED: 1, S.EXPORTING: 1}, True, JobState.RUNNING),
    ],
)
def test_a_jobs_state_follows_from_its_items(counts, cancelled, state):
    assert job_state(counts, cancelled=cancelled) == state
