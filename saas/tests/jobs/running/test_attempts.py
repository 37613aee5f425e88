"""Attempts are counted first, and a token that is out of date changes nothing."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.utils import timezone
from structlog.testing import capture_logs

from picopt_contract.reasons import ReasonCode
from picopt_contract.values import ItemState
from picopt_saas.jobs.models import Item, Job
from picopt_saas.jobs.running.attempts import Superseded, begin_attempt, changing, fail, put_back
from picopt_saas.jobs.running.cancel import cancel_job
from picopt_saas.jobs.states import move

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(site, picture):
    return Item.objects.get(pk=site.order_pictures(picture, pipeline="export")["items"][0]["id"])


def test_a_picture_that_kills_its_workers_is_given_up_in_the_end_and_its_credit_returns(site, item):
    with capture_logs() as logs:
        attempts = [begin_attempt(item.pk) for _ in range(7)]
    assert [attempt.number for attempt in attempts[:6]] == [1, 2, 3, 4, 5, 6]
    assert attempts[6] is None
    item.refresh_from_db()
    assert (item.state, item.reason_code, item.attempts) == ("failed", "given_up", 6)
    assert [(entry["item"], entry["reason"]) for entry in logs] == [(item.pk, "given_up")]
    assert site.balance().available == 50


@pytest.mark.parametrize("pipeline", ["analyze_export", "analyze", "export"])
@pytest.mark.parametrize("died_in", ["analysing", "exporting"])
def test_an_item_whose_worker_died_can_be_taken_up_again(site, picture, pipeline, died_in):
    job = site.order_pictures(picture, pipeline=pipeline)
    Item.objects.update(state=died_in, attempts=1)
    attempt = begin_attempt(job["items"][0]["id"])
    assert attempt.number == 2


def test_the_older_attempt_can_change_nothing(item):
    old, new = begin_attempt(item.pk), begin_attempt(item.pk)
    for act in (lambda: fail(old, ReasonCode.CRASHED), lambda: put_back(old)):
        with pytest.raises(Superseded):
            act()
    with pytest.raises(Superseded), changing(old):
        pass
    with changing(new) as locked:
        move(locked, ItemState.READY)


def test_a_job_cancelled_in_the_middle_ends_at_once_and_the_step_after_does_not_run(site, item):
    attempt = begin_attempt(item.pk)
    cancel_job(Job.objects.get())
    with pytest.raises(Superseded), changing(attempt):
        pytest.fail("the step must not run")
    item.refresh_from_db()
    assert (item.state, item.reason_code) == ("cancelled", "cancelled_by_user")
    assert site.balance().available == 50


def test_a_job_that_the_platform_before_an_update_cancelled_is_not_worked_on(site, item):
    """That one left to the workers what they have in hand: it only noted the cancellation."""
    attempt = begin_attempt(item.pk)
    Job.objects.update(cancelled_at=timezone.now())
    with pytest.raises(Superseded), changing(attempt):
        pytest.fail("the step must not run")
    item.refresh_from_db()
    assert (item.state, item.reason_code) == ("cancelled", "cancelled_by_user")
    assert site.balance().available == 50


def test_what_a_worker_from_before_an_update_had_of_a_cancelled_job_is_not_taken_up_again(site, item):
    Job.objects.update(cancelled_at=timezone.now())
    Item.objects.update(state="exporting", attempts=1)
    assert begin_attempt(item.pk) is None
    item.refresh_from_db()
    assert item.state == "cancelled"
    assert site.balance().available == 50


def test_a_worker_that_stops_uses_up_no_attempt(item):
    put_back(begin_attempt(item.pk), count=False)
    item.refresh_from_db()
    assert (item.state, item.attempts) == ("queued", 0)


def test_nothing_is_done_for_an_item_that_has_ended_or_never_was(item):
    fail(begin_attempt(item.pk), ReasonCode.TRUNCATED)
    assert begin_attempt(item.pk) is None
    assert begin_attempt("itm_unknown") is None


@pytest.mark.django_db(transaction=True)
def test_an_item_that_goes_to_its_review_while_its_job_is_cancelled_is_cancelled_too(site, known_picture, eventually):
    """Its worker has looked at the job before; afterwards nobody would have ended the item and returned its credits."""
    order = site.order_pictures(known_picture, review=True)
    attempt = begin_attempt(order["items"][0]["id"])

    def cancel():
        try:
            with transaction.atomic():
                cancel_job(Job.objects.get())
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with changing(attempt) as item:
            cancelling = pool.submit(cancel)
            eventually(lambda: cancelling.done() or somebody_waits())
            move(item, ItemState.REVIEW)
        cancelling.result()
    item.refresh_from_db()
    assert item.state == "cancelled"
    assert site.balance().held == 0


def somebody_waits():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0] > 0
