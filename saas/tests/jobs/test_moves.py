"""Every pair of states: which moves exist, and what a move leaves behind."""

import itertools
import uuid

import pytest

from picopt_contract.reasons import REASONS, ReasonCode
from picopt_contract.values import FINAL_STATES, ItemState, JobState
from picopt_saas.jobs.models import Item
from picopt_saas.jobs.states import RUNNABLE, RUNNING, WAITING, WrongMoveError, end_all, job_state, may_move, move

S = ItemState
ENDS = {S.FAILED, S.CANCELLED, S.EXPIRED}
POSSIBLE = {
    S.QUEUED: {S.ANALYSING, S.EXPORTING, S.SKIPPED, S.REVIEW, S.READY} | ENDS,
    S.ANALYSING: {S.QUEUED, S.REVIEW, S.EXPORTING, S.READY} | ENDS,
    S.REVIEW: {S.QUEUED} | ENDS,
    S.EXPORTING: {S.QUEUED, S.ANALYSING, S.READY, S.NO_GAIN} | ENDS,
    S.READY: {S.QUEUED, S.DELIVERED, S.FAILED, S.EXPIRED},
    S.DELIVERED: {S.FAILED},
}


@pytest.mark.parametrize(("was", "to"), list(itertools.product(ItemState, ItemState)), ids=str)
def test_each_pair_of_states(was, to):
    assert may_move(Item(state=was), to) is (was is to or to in POSSIBLE.get(was, set()))


@pytest.mark.parametrize(
    ("was", "to"), [(S.FAILED, S.QUEUED), (S.READY, S.CANCELLED), (S.REVIEW, S.READY), (S.DELIVERED, S.EXPIRED)]
)
def test_a_move_that_does_not_exist_changes_nothing(was, to):
    item = Item(pk="itm_1", state=was, reason_code="", attempt_token=uuid.uuid4())
    with pytest.raises(WrongMoveError, match=f"itm_1: {was} → {to}"):
        move(item, to)
    assert (item.state, item.reason_code) == (was, "")
    assert item.attempt_token


def test_many_end_with_one_reason_and_where_one_may_not_none_does(order):
    items = order(3, pipeline="export")
    Item.objects.filter(pk=items[1].pk).update(state=S.EXPORTING, attempt_token=uuid.uuid4())
    items[1].refresh_from_db()
    end_all(items[:2], S.EXPIRED, ReasonCode.RESULT_EXPIRED)
    ended = list(
        Item.objects.order_by("position").values_list("state", "reason_code", "reason_message", "attempt_token")
    )
    sentence = REASONS[ReasonCode.RESULT_EXPIRED]
    assert ended == [("expired", "result_expired", sentence, None)] * 2 + [("queued", "", "", None)]
    again = list(Item.objects.order_by("position"))
    with pytest.raises(WrongMoveError, match=f"{again[0].pk}: expired → cancelled"):
        end_all(again, S.CANCELLED, ReasonCode.CANCELLED_BY_USER)
    assert Item.objects.get(pk=again[2].pk).state == "queued"


def test_groups_of_states_are_what_their_names_say():
    assert {S.ANALYSING, S.EXPORTING} == RUNNING
    assert {S.QUEUED, S.REVIEW} == WAITING
    assert RUNNING | {S.QUEUED} == RUNNABLE
    assert not RUNNABLE & FINAL_STATES


def test_a_reason_is_told_in_its_own_sentence_unless_there_is_a_better_one(order):
    (item,) = order(pipeline="export")
    move(item, S.FAILED, ReasonCode.TRUNCATED)
    assert (item.reason_code, item.reason_message) == ("truncated", REASONS[ReasonCode.TRUNCATED])
    move(item, S.FAILED, ReasonCode.TRUNCATED, "Only 3 of 9 kB came.")
    assert item.reason_message == "Only 3 of 9 kB came."
    move(item, S.FAILED, ReasonCode.INTERNAL, "x" * 600)
    assert len(item.reason_message) == 500


def test_a_move_without_a_reason_forgets_the_one_before(order):
    (item,) = order(pipeline="export")
    move(item, S.QUEUED, ReasonCode.WAITING_FOR_CREDITS)
    move(item, S.EXPORTING)
    assert (item.reason_code, item.reason_message) == ("", "")


def test_only_running_items_have_a_token(order):
    (item,) = order(pipeline="export")
    item.attempt_token = token = uuid.uuid4()
    move(item, S.EXPORTING)
    assert item.attempt_token == token
    move(item, S.READY)
    assert item.attempt_token is None


def test_a_move_is_saved_and_dated(order):
    (item,) = order(pipeline="export")
    before = item.updated_at
    move(item, S.EXPORTING)
    stored = Item.objects.get(pk=item.pk)
    assert stored.state == "exporting"
    assert stored.updated_at == item.updated_at > before


@pytest.mark.parametrize("state", [S.DELIVERED, S.SKIPPED, S.NO_GAIN, S.FAILED, S.CANCELLED, S.EXPIRED, S.READY])
def test_a_job_is_finished_when_nothing_is_left_to_do(state):
    assert job_state({state: 2}, cancelled=False) is JobState.FINISHED
    assert job_state({state: 2, S.QUEUED: 1}, cancelled=False) is JobState.RUNNING


@pytest.mark.parametrize("state", [S.ANALYSING, S.REVIEW, S.EXPORTING])
def test_a_job_runs_while_one_item_is_at_work(state):
    assert job_state({state: 1}, cancelled=False) is JobState.RUNNING
    assert job_state({state: 1, S.QUEUED: 9}, cancelled=False) is JobState.RUNNING


@pytest.mark.parametrize(
    ("counts", "state"),
    [
        ({}, JobState.CANCELLED),
        ({S.CANCELLED: 3}, JobState.CANCELLED),
        ({S.READY: 3}, JobState.CANCELLED),
        ({S.ANALYSING: 1, S.CANCELLED: 2}, JobState.RUNNING),
        ({S.EXPORTING: 1}, JobState.RUNNING),
        ({S.EXPORTING: 0, S.CANCELLED: 1}, JobState.CANCELLED),
    ],
)
def test_a_cancelled_job_is_cancelled_once_nothing_runs(counts, state):
    assert job_state(counts, cancelled=True) is state


def test_an_empty_job_is_finished():
    assert job_state({}, cancelled=False) is JobState.FINISHED
