"""A disk that is full ends no job: its images wait, nothing is charged, and they go on when there is room again."""

import errno
from pathlib import Path

import pytest
from django.db import connection
from structlog.testing import capture_logs

from picopt_saas.jobs.models import Item
from picopt_saas.pipeline.steps import fetch_original
from picopt_saas.storage import disk

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.acceptance("G7")]


def is_full(*_arguments, **_more):
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.deep
@pytest.mark.usefixtures("books")
@pytest.mark.parametrize(
    "place",
    [(disk.os, "fsync"), (fetch_original, "copy_original")],
    ids=["where files are kept", "where images are worked on"],
)
def test_an_image_waits_for_room_as_long_as_it_takes(site, picture, run_worker, monkeypatch, place):
    job = site.order_pictures(picture, pipeline="export")
    with monkeypatch.context() as full:
        full.setattr(*place, is_full)
        for _ in range(5):  # more often than an image's own fault would be forgiven
            with capture_logs() as logs:
                run_worker()
            assert [entry["event"] for entry in logs if entry["log_level"] == "error"] == ["storage_full"]
            (item,) = site.job(job["id"])["items"]
            assert (item["state"], item["attempts"]) == ("queued", 0)
            due_now()
        assert (site.balance().held, site.balance().used) == (1, 0)
        assert not [key for key in site.kept() if key.startswith("results/")]
    run_worker()
    (item,) = site.job(job["id"])["items"]
    assert item["state"] == "ready"
    for file in item["export"]["files"]:
        assert site.ask("GET", f"/v1/files/{file['id']}").status_code == 200
    assert (site.balance().held, site.balance().used) == (0, 1)
    assert Item.objects.get().attempts == 1


def test_a_worker_whose_log_has_no_room_works(site, picture, workers, eventually):
    with Path("/dev/full").open("wb") as full:
        process = workers.start(log=full)
    job = site.order_pictures(picture, pipeline="export")
    eventually(lambda: process.poll() is not None or site.job(job["id"])["items"][0]["state"] == "ready")
    assert process.poll() is None


def due_now():
    """Whoever waits for another try need not wait."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo'")
