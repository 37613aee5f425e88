"""One item or object that the lane cannot deal with keeps nobody else's texts from being sent and fetched."""

import json
from datetime import timedelta

import pytest
from django.db import ProgrammingError
from django.utils import timezone
from structlog.testing import capture_logs

from picopt_saas.jobs.models import BatchQuestion, Item
from picopt_saas.jobs.running.reviving import revive_items
from picopt_saas.pipeline.batches import ledger
from picopt_saas.pipeline.batches.delivery import deliver
from picopt_saas.pipeline.batches.ledger import TableLedger
from picopt_saas.storage import disk
from picopt_saas.storage.build import storage
from picopt_saas.storage.disk import DiskStorage
from picopt_saas.storage.keys import question_key
from picopt_vision.scripted import read_script

pytestmark = pytest.mark.django_db(transaction=True)
GOOD = json.dumps(read_script("good")[0]["content"])


@pytest.fixture
def items(wait):
    """Three that wait; the first one's row is not as our code expects."""
    job = wait(3, pipeline="analyze_export")
    made = list(Item.objects.filter(job=job["id"]).order_by("position"))
    Item.objects.filter(pk=made[0].pk).update(picture={}, reviewed_text={})
    return made


def is_left_to_itself(items, logs):
    states = [(one.state, bool(one.analysis)) for one in Item.objects.filter(job=items[0].job_id).order_by("position")]
    told = [entry["question"] for entry in logs if entry["event"] == "question_not_settled"]
    return states[0] == ("queued", False) and told == [BatchQuestion.objects.get(item=items[0]).pk]


def test_answers_reach_the_others(server, items, run_worker):
    deliver()
    server.finish(lambda *_: GOOD)
    with capture_logs() as logs:
        deliver()
    run_worker()
    assert is_left_to_itself(items, logs)
    assert [Item.objects.get(pk=item.pk).state for item in items[1:]] == ["ready", "ready"]
    with capture_logs() as logs:
        deliver()
    assert not logs, "and is not met again"


def test_the_others_are_given_up_in_time(server, items, run_worker):
    BatchQuestion.objects.update(created_at=timezone.now() - timedelta(days=2))
    with capture_logs() as logs:
        deliver()
    run_worker()
    assert is_left_to_itself(items, logs)
    assert [Item.objects.get(pk=item.pk).state for item in items[1:]] == ["ready", "ready"]


def test_requests_that_the_store_does_not_let_go_keep_nobody_waiting(server, wait, run_worker, monkeypatch):
    job = wait(2)
    monkeypatch.setattr(disk, "_unlink", lambda _path: PermissionError(1, "not ours"))
    deliver()
    server.finish(lambda *_: GOOD)
    deliver()
    run_worker()
    assert [item.state for item in Item.objects.filter(job=job["id"])] == ["ready", "ready"]
    deliver()
    assert not BatchQuestion.objects.exists()


def states(job):
    return list(Item.objects.filter(job=job["id"]).order_by("position").values_list("state", flat=True))


@pytest.mark.parametrize("place", ["send_to_work", "_settle"])
def test_a_fault_that_all_items_have_costs_no_answer(server, wait, run_worker, monkeypatch, place):
    job = wait(3)
    deliver()
    server.finish(lambda *_: GOOD)

    def broken(*_):
        raise ProgrammingError("a column that is not there yet")

    with monkeypatch.context() as patch:
        patch.setattr(ledger, place, broken)
        deliver()
        for key in BatchQuestion.objects.values_list("pk", flat=True):
            TableLedger().settle(key, "failed")
    assert set(BatchQuestion.objects.values_list("state", flat=True)) == {"answered"}
    Item.objects.update(updated_at=timezone.now() - timedelta(minutes=5))
    assert len(revive_items()) == 3
    run_worker()
    assert states(job) == ["ready"] * 3
    assert not server.asked_at_once, "what was answered is paid for"


def test_an_answer_that_cannot_be_kept_is_none(server, wait, run_worker):
    job = wait(1)
    deliver()
    TableLedger().settle(BatchQuestion.objects.get().pk, "answered", "\0")
    assert BatchQuestion.objects.get().state == "failed"
    Item.objects.update(updated_at=timezone.now() - timedelta(minutes=5))
    revive_items()
    run_worker()
    assert states(job) == ["ready"]


@pytest.mark.parametrize("damaged", [b"", b'{"model": ', b"\xff\xfe\x00", b"[]"])
def test_a_damaged_request_is_described_at_once_and_the_others_are_sent(server, wait, run_worker, damaged):
    job = wait(3)
    first = BatchQuestion.objects.order_by("created_at").first()
    storage().write(question_key(first.account_id, first.pk), [damaged])
    assert deliver()["sent"] == 2
    run_worker()
    assert sorted(states(job)) == ["queued", "queued", "ready"]


def test_requests_that_cannot_be_read_wait_and_the_others_are_sent(server, wait, monkeypatch):
    wait(4)
    keys = [question_key(asked.account_id, asked.pk) for asked in BatchQuestion.objects.order_by("created_at")]
    whole, away = DiskStorage.read, set(keys[:2])

    def partly(store, key, *more):
        if key in away:
            raise PermissionError(13, "not ours")
        return whole(store, key, *more)

    monkeypatch.setattr(DiskStorage, "read", partly)
    with capture_logs() as logs:
        assert deliver()["sent"] == 2
    assert [entry["event"] for entry in logs] == ["question_not_read"] * 2
    away.clear()
    assert deliver()["sent"] == 2


def test_where_no_request_can_be_read_it_is_the_store(server, wait, monkeypatch):
    wait(4)

    def away(*_):
        raise PermissionError(13, "not ours")

    monkeypatch.setattr(DiskStorage, "read", away)
    with pytest.raises(PermissionError):
        deliver()
