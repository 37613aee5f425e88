"""One item or object that the lane cannot deal with keeps nobody else's texts from being sent and fetched."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from structlog.testing import capture_logs

from picopt_saas.jobs.models import BatchQuestion, Item
from picopt_saas.pipeline.batches.delivery import deliver
from picopt_saas.storage import disk
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
