"""Workers that are killed, frozen or stopped in the middle of items."""

import os
import signal
import subprocess

import pytest

from picopt_saas.billing.ledger.proof import prove
from picopt_saas.billing.models import Hold
from picopt_saas.jobs.models import Item
from picopt_saas.jobs.upkeep.reconciling import reconcile
from picopt_saas.storage.build import storage

pytestmark = pytest.mark.django_db(transaction=True)

RUNNING = ("analysing", "exporting")
# Two workers in a row may be at the same picture when they die, and a third must still be allowed to finish it.
PICTURES = 6


@pytest.fixture
def job(site, make_pictures):
    """An order that keeps a worker busy for some seconds."""
    settings = {"export": {"format": "avif"}}
    return site.order_pictures(*make_pictures(PICTURES), pipeline="export", settings=settings)


def states(job):
    return list(Item.objects.filter(job=job["id"]).values_list("state", flat=True))


def finish(site, job):
    """Fetch every result; what a customer would do."""
    items = site.job(job["id"])["items"]
    for item in items:
        for file in item["export"]["files"] if item["export"] else ():
            assert site.ask("GET", f"/v1/files/{file['id']}").status_code == 200
    return items


def assert_every_item_ended_once(site, job):
    items = finish(site, job)
    assert {item["state"] for item in items} <= {"ready", "no_gain", "failed"}, items
    ready = [item for item in items if item["state"] == "ready"]
    assert len(ready) >= PICTURES - 2
    assert site.balance().used == len(ready)
    assert site.balance().held == 0
    assert not Hold.objects.filter(state="held").exists()
    assert not [proof.faults for proof in prove() if proof.faults]
    assert reconcile().faults == []
    kept = {found.key for found in storage().list(f"{site.account.pk}/results/")}
    assert len(kept) == sum(len(item["export"]["files"]) for item in ready)


def children_of(process):
    found = subprocess.run(["pgrep", "-g", str(process.pid)], capture_output=True, text=True, check=False)
    return [int(pid) for pid in found.stdout.split()]


@pytest.mark.acceptance("D9")
def test_what_a_killed_worker_held_is_finished_by_another(site, job, workers, eventually, tmp_path):
    work = tmp_path / "work"
    work.mkdir()
    victim = workers.start(WORKER_WORK_FOLDER=str(work))
    eventually(lambda: set(states(job)) & set(RUNNING))
    victim.kill()
    victim.wait()
    # Its children decode pictures for nobody now; they end with it.
    eventually(lambda: not children_of(victim))
    assert list(work.rglob("original"))

    workers.start(WORKER_WORK_FOLDER=str(work))
    eventually(lambda: not set(states(job)) & {"queued", *RUNNING})

    assert_every_item_ended_once(site, job)
    assert Item.objects.filter(attempts__gte=2).exists()
    eventually(lambda: not list(work.rglob("original")))


@pytest.mark.deep
@pytest.mark.acceptance("D9")
def test_a_worker_that_was_frozen_and_comes_back_changes_nothing(site, job, workers, eventually):
    frozen = workers.start()
    eventually(lambda: set(states(job)) & set(RUNNING))
    os.killpg(frozen.pid, signal.SIGSTOP)

    workers.start()
    eventually(lambda: not set(states(job)) & {"queued", *RUNNING})
    before = {item.pk: (item.state, item.updated_at) for item in Item.objects.all()}
    os.killpg(frozen.pid, signal.SIGCONT)
    frozen.send_signal(signal.SIGTERM)
    frozen.wait(timeout=30)

    assert {item.pk: (item.state, item.updated_at) for item in Item.objects.all()} == before
    assert_every_item_ended_once(site, job)


@pytest.mark.deep
def test_a_stopped_worker_hands_back_what_it_cannot_finish(site, job, workers, eventually):
    worker = workers.start(WORKER_PROCESSES="1")  # busy for longer than a slow machine needs to look
    eventually(lambda: set(states(job)) & set(RUNNING))
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=15) == 0, workers.logs()
    assert not set(states(job)) & set(RUNNING), workers.logs()

    workers.start()
    eventually(lambda: not set(states(job)) & {"queued", *RUNNING})
    assert_every_item_ended_once(site, job)
    assert not Item.objects.filter(attempts__gte=2).exists()  # a deployment uses up nobody's attempts
