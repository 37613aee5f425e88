"""One worker's try: who has the item, what happens to one that comes late, when an item is given up."""

import uuid

import pytest
from django.utils import timezone

from picopt_contract.reasons import REASONS, ReasonCode
from picopt_contract.values import ItemState
from picopt_saas.jobs.delivery.charges import deliver
from picopt_saas.jobs.models import Item
from picopt_saas.jobs.running.attempts import (
    MAX_BEGUN,
    Attempt,
    Superseded,
    begin_attempt,
    changing,
    fail,
    put_back,
    starts_with_export,
)
from picopt_saas.jobs.running.cancel import cancel_job
from picopt_saas.jobs.states import move

pytestmark = pytest.mark.usefixtures("books")


def stored(item):
    return Item.objects.get(pk=item.pk)


@pytest.mark.parametrize(
    ("pipeline", "state"), [("export", "exporting"), ("analyze", "analysing"), ("analyze_export", "analysing")]
)
def test_an_attempt_takes_the_item_and_counts(order, pipeline, state):
    (item,) = order(pipeline=pipeline)
    attempt = begin_attempt(item.pk)
    assert (attempt.item_id, attempt.number, attempt.is_last) == (item.pk, 1, False)
    taken = stored(item)
    assert (taken.state, taken.attempts, taken.attempt_token) == (state, 1, attempt.token)


def test_a_reviewed_text_is_not_written_again(order):
    (item,) = order()
    assert not starts_with_export(item)
    item.reviewed_text = {"alt": "A barn"}
    assert starts_with_export(item)


def test_text_alone_is_never_an_export(order):
    (item,) = order(pipeline="analyze")
    item.reviewed_text = {"alt": "A barn"}
    assert not starts_with_export(item)


def test_an_item_that_is_not_there_has_nothing_to_do(db):
    assert begin_attempt("itm_nobody") is None


@pytest.mark.parametrize("state", [ItemState.REVIEW, ItemState.READY, ItemState.SKIPPED])
def test_an_item_that_waits_for_nobody_is_not_taken(order, state):
    (item,) = order()
    move(item, state)
    assert begin_attempt(item.pk) is None
    assert stored(item).attempts == 0


def test_an_item_whose_worker_died_is_taken_over(order):
    (item,) = order(pipeline="export")
    first, second = begin_attempt(item.pk), begin_attempt(item.pk)
    assert (second.number, second.token != first.token) == (2, True)
    with pytest.raises(Superseded), changing(first):
        pytest.fail("the first worker has lost the item")
    with changing(second) as mine:
        assert mine.pk == item.pk


def test_after_so_many_attempts_without_an_end_an_item_is_given_up_and_its_credits_return(site, order):
    (item,) = order()
    numbers = [begin_attempt(item.pk).number for _ in range(MAX_BEGUN)]
    assert numbers == [1, 2, 3, 4, 5, 6]
    assert site.balance().held == 2
    assert begin_attempt(item.pk) is None
    assert (stored(item).state, stored(item).reason_code) == ("failed", "given_up")
    assert (site.balance().held, site.balance().available) == (0, 50)


def test_the_third_attempt_is_the_last():
    assert [
        Attempt(item_id="i", token=uuid.uuid4(), number=number, item=Item()).is_last for number in (1, 2, 3, 4)
    ] == [
        False,
        False,
        True,
        True,
    ]


def test_a_cancelled_job_gives_its_item_to_nobody(site, order):
    (item,) = order(pipeline="export")
    begin_attempt(item.pk)
    cancel_job(item.job)
    assert begin_attempt(item.pk) is None
    assert (stored(item).state, stored(item).reason_code) == ("cancelled", "cancelled_by_user")
    assert site.balance().held == 0


def test_an_attempt_whose_job_is_cancelled_meanwhile_is_over(site, order):
    (item,) = order(pipeline="export")
    attempt = begin_attempt(item.pk)
    cancel_job(item.job)
    with pytest.raises(Superseded), changing(attempt):
        pytest.fail("nothing may be changed any more")
    assert stored(item).state == "cancelled"
    assert (site.balance().held, site.balance().available) == (0, 50)


def test_a_change_that_fails_is_no_change(order):
    (item,) = order(pipeline="export")
    attempt = begin_attempt(item.pk)

    def change():
        with changing(attempt) as mine:
            move(mine, ItemState.READY)
            raise OSError("the disk is full")

    with pytest.raises(OSError, match="disk"):
        change()
    assert stored(item).state == "exporting"
    assert stored(item).attempt_token == attempt.token


def test_a_failure_says_why_and_returns_what_is_held(site, order):
    (item,) = order()
    fail(begin_attempt(item.pk), ReasonCode.UNREADABLE_IMAGE, "The file ends early.")
    failed = stored(item)
    assert (failed.state, failed.reason_code, failed.reason_message) == (
        "failed",
        "unreadable_image",
        "The file ends early. Nothing was charged.",
    )
    assert set(failed.charges.values_list("state", flat=True)) == {"released"}
    assert site.balance().available == 50


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("", REASONS[ReasonCode.MODEL_REFUSED]),
        ("It refused.", "It refused. Nothing was charged."),
        ("x" * 600, f"{'x' * 470} Nothing was charged."),
    ],
)
def test_what_a_failure_cost_is_said_whatever_the_library_that_failed_says(order, said, kept):
    (item,) = order(pipeline="analyze")
    fail(begin_attempt(item.pk), ReasonCode.MODEL_REFUSED, said)
    assert stored(item).reason_message == kept


def test_another_text_that_fails_costs_nothing_more_than_the_one_before(order):
    (item,) = order(pipeline="analyze")
    deliver(list(item.charges.select_related("item__job")))
    Item.objects.filter(pk=item.pk).update(analysis={"alt": "A barn"}, regenerated=1)
    fail(begin_attempt(item.pk), ReasonCode.MODEL_REFUSED, "It refused.")
    assert (stored(item).state, stored(item).reason_message) == ("ready", "It refused. Nothing more was charged.")


def test_a_failure_of_an_attempt_that_is_over_changes_nothing(order):
    (item,) = order(pipeline="export")
    late = begin_attempt(item.pk)
    begin_attempt(item.pk)
    for act in (lambda: fail(late, ReasonCode.INTERNAL), lambda: put_back(late)):
        with pytest.raises(Superseded):
            act()
    assert stored(item).state == "exporting"


@pytest.mark.parametrize(("count", "attempts"), [(True, 1), (False, 0)])
def test_an_item_is_put_back_for_another_try(order, count, attempts):
    (item,) = order(pipeline="export")
    put_back(begin_attempt(item.pk), ReasonCode.TIME_OUT, "Too slow.", count=count)
    waiting = stored(item)
    assert (waiting.state, waiting.attempts, waiting.attempt_token) == ("queued", attempts, None)
    assert (waiting.reason_code, waiting.reason_message) == ("time_out", "Too slow.")


def test_another_try_counts_unless_it_is_said_that_it_does_not(order):
    (item,) = order(pipeline="export")
    put_back(begin_attempt(item.pk))
    assert (stored(item).attempts, stored(item).reason_code) == (1, "")


def test_a_worker_that_stops_never_uses_up_an_attempt(order):
    (item,) = order(pipeline="export")
    for _ in range(5):
        put_back(begin_attempt(item.pk), count=False)
    assert stored(item).attempts == 0
    assert stored(item).state == "queued"


@pytest.mark.parametrize(("review", "state"), [(True, "review"), (False, "ready")])
def test_the_text_before_stays_when_another_one_fails(site, order, write, review, state):
    (item,) = order(pipeline="analyze_export" if review else "analyze", review=review)
    write(item)
    item.regenerated = 1
    move(item, ItemState.QUEUED)
    fail(begin_attempt(item.pk), ReasonCode.MODEL_REFUSED)
    kept = stored(item)
    assert (kept.state, kept.reason_code) == (state, "model_refused")
    assert kept.analysis["alt"] == "A red barn"
    assert site.balance().held == 0


def test_files_that_fail_after_another_text_was_accepted_are_an_end_like_any_other(site, order, write):
    (item,) = order(review=True)
    write(item)
    item.regenerated, item.reviewed_text = 1, {"alt": "A red barn"}
    move(item, ItemState.QUEUED)
    fail(begin_attempt(item.pk), ReasonCode.TRUNCATED)
    assert (stored(item).state, stored(item).reason_code) == ("failed", "truncated")
    assert site.balance().held == 0


def test_without_a_text_before_there_is_nothing_to_keep(order):
    (item,) = order(pipeline="analyze")
    item.regenerated = 1
    item.save()
    fail(begin_attempt(item.pk), ReasonCode.MODEL_REFUSED)
    assert stored(item).state == "failed"


def test_cancelling_twice_is_cancelling_once(site, order):
    items = order(3, pipeline="export")
    job = items[0].job
    begin_attempt(items[0].pk)
    cancel_job(job)
    first = job.cancelled_at
    cancel_job(job)
    assert job.cancelled_at == first <= timezone.now()
    assert [stored(item).state for item in items] == ["cancelled", "cancelled", "cancelled"]
    assert site.balance().held == 0


def test_results_that_are_ready_survive_a_cancellation(site, order, make_files):
    done, waiting = order(2, pipeline="export")
    make_files(done)
    cancel_job(done.job)
    assert [stored(one).state for one in (done, waiting)] == ["ready", "cancelled"]
    assert site.balance().held == 1
