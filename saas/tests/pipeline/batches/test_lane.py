"""The batch lane against a server with both providers' batch protocols: what waits, what comes back, what is paid."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from picopt_saas.billing.ledger.proof import prove
from picopt_saas.jobs.models import BatchQuestion, Item, ModelBatch
from picopt_saas.jobs.running.reviving import revive_items
from picopt_saas.jobs.upkeep.overdue import overdue
from picopt_saas.jobs.upkeep.privacy import forget_account
from picopt_saas.jobs.upkeep.reconciling import reconcile
from picopt_saas.pipeline.batches import delivery
from picopt_saas.pipeline.batches.delivery import deliver
from picopt_saas.pipeline.batches.ledger import TableLedger
from picopt_saas.storage.build import storage
from picopt_saas.worker.batches import how_often
from picopt_vision.scripted import read_script

pytestmark = pytest.mark.django_db(transaction=True)

GOOD = json.dumps(read_script("good")[0]["content"])
WAITS = "waiting_for_batch"
# 900 tokens read at 1, 120 written at 10 a million, as the server counts them.
AT_ONCE = Decimal(900 + 1200) / 1_000_000


# What the two do differently; everything else is tried with one, and with the other where it may take long.
with_each = pytest.mark.parametrize("provider", ["openai", "anthropic"], indirect=True, scope="module")


def items_of(job):
    return list(Item.objects.filter(job=job["id"]).order_by("position"))


def states(job):
    return [(item.state, item.reason_code) for item in items_of(job)]


def alts(job):
    return [(item.analysis or {}).get("alt") for item in items_of(job)]


def costs(job):
    return [Decimal(item.analysis_usage["cost"]) for item in items_of(job)]


def in_queue():
    return ProcrastinateJob.objects.filter(task_name="run_item", status__in=["todo", "doing"]).count()


def assert_the_lane_is_empty(site, server):
    deliver()
    assert not BatchQuestion.objects.exists()
    assert not ModelBatch.objects.exclude(state="closed").exists()
    assert not [name for name in site.kept() if name.startswith("questions/")]
    assert all(batch.is_deleted or batch.file not in server.files for batch in server.batches.values())
    assert not [proof.faults for proof in prove() if proof.faults]
    assert reconcile().faults == []


@with_each
def test_images_that_may_wait_are_described_in_a_batch_at_half_of_the_cost(site, server, wait, run_worker):
    job = wait()
    assert states(job) == [("queued", WAITS)] * 2
    assert [item["reason"]["code"] for item in site.job(job["id"])["items"]] == [WAITS] * 2
    assert in_queue() == 0  # neither a worker nor the queue has them
    assert site.balance().held == 2
    assert server.batches == {}
    assert deliver()["sent"] == 2
    assert deliver()["sent"] == 0
    (batch,) = server.batches.values()
    assert len(batch.requests) == 2

    server.finish(lambda *_: GOOD)
    assert deliver()["answered"] == 2
    run_worker()
    assert states(job) == [("ready", "")] * 2
    assert [alt.startswith("White lighthouse") for alt in alts(job)] == [True, True]
    assert costs(job) == [AT_ONCE / 2] * 2
    assert server.asked_at_once == []
    assert site.balance().used == 0  # nobody has read the texts yet
    site.job(job["id"])
    assert (site.balance().used, site.balance().held) == (2, 0)
    assert_the_lane_is_empty(site, server)


def test_nobody_s_image_waits_who_did_not_say_that_it_may(site, server, make_pictures, run_worker):
    job = site.order_pictures(*make_pictures(2), pipeline="analyze")
    run_worker()
    assert states(job) == [("ready", "")] * 2
    assert len(server.asked_at_once) == 2
    assert costs(job) == [AT_ONCE] * 2
    assert deliver() == {"given_up": 0, "forgotten": 0}
    assert server.batches == {}


def test_what_a_batch_does_not_bring_is_described_at_once(site, server, wait, run_worker):
    job = wait(4)
    deliver()
    keys = list(BatchQuestion.objects.order_by("item__position").values_list("pk", flat=True))
    server.finish(lambda key, _: ["expired", 400, 500, GOOD][keys.index(key)])
    report = deliver()
    assert (report["answered"], report["failed"], report["sent"]) == (1, 3, 0)
    run_worker()
    assert states(job) == [("ready", "")] * 4
    assert costs(job) == [AT_ONCE] * 3 + [AT_ONCE / 2]
    assert len(server.asked_at_once) == 3
    site.job(job["id"])
    assert site.balance().used == 4
    assert_the_lane_is_empty(site, server)


def test_what_is_too_long_for_a_batch_is_not_asked_again_to_the_letter(site, server, wait, run_worker):
    job = wait(1)
    deliver()
    server.finish(lambda *_: 413)
    assert deliver()["failed"] == 1
    run_worker()
    assert states(job) == [("failed", "model_refused")]
    assert server.asked_at_once == []
    assert site.balance().used == 0
    assert_the_lane_is_empty(site, server)


@with_each
def test_a_line_that_is_missing_in_the_results_loses_no_image(site, server, wait, run_worker):
    job = wait(2)
    deliver()
    (batch,) = server.batches.values()
    lost = min(batch.requests)
    server.finish(lambda *_: GOOD)
    del batch.fates[lost]
    deliver()
    run_worker()
    assert states(job) == [("ready", "")] * 2
    assert sorted(costs(job)) == [AT_ONCE / 2, AT_ONCE]
    assert_the_lane_is_empty(site, server)


def test_an_answer_that_breaks_the_rules_is_mended_at_once(site, server, wait, run_worker):
    job = wait(1)
    deliver()
    server.finish(lambda *_: "no JSON at all")
    deliver()
    run_worker()
    assert states(job) == [("ready", "")]
    assert costs(job) == [AT_ONCE / 2 + AT_ONCE]  # the batch's answer and the repair
    assert_the_lane_is_empty(site, server)


@with_each
def test_a_cancelled_job_cancels_its_batch_and_is_charged_nothing(site, server, wait, run_worker):
    job = wait(2)
    other = wait(1)
    deliver()
    site.ask("POST", f"/v1/jobs/{job['id']}/cancel", {})
    assert states(job) == [("cancelled", "cancelled_by_user")] * 2
    assert (site.balance().held, site.balance().used) == (1, 0)
    assert deliver()["cancelled"] == 1
    assert sorted(batch.status for batch in server.batches.values()) == ["cancelling", "in_progress"]
    assert deliver()["cancelled"] == 0  # told once

    server.finish(lambda *_: GOOD)
    deliver()
    run_worker()
    assert states(job) == [("cancelled", "cancelled_by_user")] * 2
    assert alts(job) == [None, None]
    assert states(other) == [("ready", "")]
    assert server.asked_at_once == []
    assert_the_lane_is_empty(site, server)


def test_a_job_that_is_cancelled_before_it_is_sent_is_never_sent(site, server, wait):
    job = wait(2)
    site.ask("POST", f"/v1/jobs/{job['id']}/cancel", {})
    deliver()
    assert server.batches == {}
    assert_the_lane_is_empty(site, server)


def test_parts_of_one_order_share_a_batch_and_orders_do_not(server, wait, make_site):
    for name in ("one", "one", "two", ""):
        wait(1, batch=name)
    assert deliver()["sent"] == 4
    assert sorted(len(batch.requests) for batch in server.batches.values()) == [1, 1, 2]


@with_each
def test_a_worker_that_dies_over_sending_leaves_a_batch_that_is_found(site, server, wait, run_worker):
    job = wait(2)
    server.hang_up = True
    assert "sent" not in deliver()  # what it was told is not known: the connection broke
    assert ModelBatch.objects.get().state == "begun"
    assert deliver()["sent"] == 0
    server.finish(lambda *_: GOOD)
    deliver()
    run_worker()
    assert states(job) == [("ready", "")] * 2
    assert len(server.batches) == 1  # the provider was paid once
    assert server.asked_at_once == []
    assert_the_lane_is_empty(site, server)


def test_a_worker_that_died_before_sending_is_made_up_for(server, wait):
    wait(2)
    TableLedger().begin(BatchQuestion.objects.values_list("pk", flat=True), "t0")
    assert deliver()["sent"] == 2
    assert list(BatchQuestion.objects.values_list("state", "tries")) == [("sent", 1)] * 2


def test_a_worker_that_was_frozen_over_sending_cancels_what_it_sent_too_late(server, wait, monkeypatch):
    wait(1)
    begin = TableLedger.begin

    def freeze(self, keys, token):
        """Another round begins and ends between this one's note and its request."""
        begin(self, keys, token)
        monkeypatch.setattr(TableLedger, "begin", begin)
        deliver()

    monkeypatch.setattr(TableLedger, "begin", freeze)
    deliver()
    assert [batch.status for batch in server.batches.values()] == ["in_progress", "cancelling"]
    assert list(ModelBatch.objects.values_list("name", "state")) == [("batch_1", "open")]


def test_an_account_that_is_not_accepted_loses_nothing(site, server, wait, run_worker):
    job = wait(1)
    deliver()
    server.finish(lambda *_: GOOD)
    server.refuse = (401, {"error": {"type": "authentication_error", "message": "invalid x-api-key"}})
    assert "answered" not in deliver()
    assert states(job) == [("queued", WAITS)]
    server.refuse = None
    assert deliver()["answered"] == 1
    run_worker()
    assert costs(job) == [AT_ONCE / 2]
    assert len(server.batches) == 1


def test_after_a_day_nobody_waits_any_longer(site, server, wait, run_worker):
    job = wait(2)
    deliver()
    BatchQuestion.objects.update(created_at=timezone.now() - timedelta(hours=24, minutes=1))
    assert overdue()["questions"] > 0
    report = deliver()
    assert (report["given_up"], report["cancelled"]) == (2, 1)
    run_worker()
    assert states(job) == [("ready", "")] * 2
    assert costs(job) == [AT_ONCE] * 2
    server.finish(lambda *_: GOOD)
    assert_the_lane_is_empty(site, server)
    assert overdue()["questions"] == 0


def test_a_lane_that_the_operator_closes_keeps_nobody_waiting(server, wait, run_worker, close_lane):
    job = wait(2)
    deliver()
    close_lane()
    assert deliver()["given_up"] == 2
    run_worker()
    assert states(job) == [("ready", "")] * 2
    assert len(server.asked_at_once) == 2


def test_a_lane_that_is_closed_is_emptied_however_much_is_in_it(wait, close_lane, monkeypatch):
    monkeypatch.setattr(delivery, "BATCH", 1)
    wait(2)
    close_lane()
    assert deliver()["given_up"] == 2


def test_another_text_is_written_at_once(site, server, wait, run_worker):
    job = wait(1)
    deliver()
    server.finish(lambda *_: GOOD)
    deliver()
    run_worker()
    (item,) = items_of(job)
    site.ask("POST", f"/v1/items/{item.pk}/regenerate", {"wish": "Name the sea."})
    run_worker()
    assert states(job) == [("ready", "")]
    (asked,) = server.asked_at_once
    assert "Name the sea." in json.dumps(asked)
    assert len(server.batches) == 1


@pytest.mark.parametrize("after", ["ready", "review"])
def test_files_follow_their_texts(site, server, wait, run_worker, after):
    job = wait(1, pipeline="analyze_export", review=after == "review")
    deliver()
    server.finish(lambda *_: GOOD)
    deliver()
    run_worker()
    (item,) = items_of(job)
    assert item.state in {after, "no_gain"}
    assert item.analysis["alt"].startswith("White lighthouse")
    assert_the_lane_is_empty(site, server)


def test_what_waits_for_a_batch_is_not_lost_and_not_revived(wait):
    job = wait(1)
    Item.objects.update(updated_at=timezone.now() - timedelta(hours=24))
    assert revive_items() == []
    Item.objects.update(updated_at=timezone.now() - timedelta(hours=26))  # whatever happened to the lane
    assert revive_items() == [items_of(job)[0].pk]


def test_what_waits_puts_no_other_image_of_the_account_behind(site, wait, picture):
    wait(3)
    site.order_pictures(picture, pipeline="export")
    assert ProcrastinateJob.objects.get(status="todo", task_name="run_item").priority == 1000


def test_of_a_closed_account_nothing_stays_in_the_lane(site, server, wait):
    wait(2)
    deliver()
    forget_account(site.account)
    assert not BatchQuestion.objects.exists()
    assert site.kept() == []
    assert deliver()["cancelled"] == 1
    assert site.balance().held == 0


def test_a_request_that_the_store_has_lost_is_made_at_once(site, server, wait, run_worker):
    job = wait(1)
    storage().delete(*(f"{site.account.pk}/{name}" for name in site.kept() if name.startswith("questions/")))
    deliver()
    run_worker()
    assert states(job) == [("ready", "")]
    assert server.batches == {}


def test_a_closed_lane_is_looked_into_hourly_only(provider, close_lane):
    assert how_often() == "*/5 * * * *"
    close_lane()
    assert how_often() == "23 * * * *"
