"""A slow remote model never takes all places of a worker: nobody's files wait for it for minutes."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from picopt_saas import lanes
from picopt_saas.jobs.models import Item
from picopt_saas.jobs.running import queue as running
from picopt_saas.vision_config import VisionConfig, VisionProvider

LARGE = {"width": 6000, "height": 5000}


@pytest.fixture(autouse=True)
def _remote_model(monkeypatch):
    """For orders; the tests' worker describes by itself."""
    monkeypatch.setattr(running, "vision_config", lambda: VisionConfig(provider=VisionProvider.OPENAI, model="m"))


@pytest.mark.parametrize("size", [{}, LARGE], ids=["small", "large"])
@pytest.mark.parametrize("pipeline", ["analyze", "analyze_export", "export"])
def test_what_a_remote_model_describes_waits_in_the_lane_for_text(site, picture, queues, pipeline, size):
    site.upload(picture)
    assert site.order(site.item(picture, **size), pipeline=pipeline).status_code == 202
    files_only = "interactive-large" if size else "interactive"
    assert queues() == [files_only if pipeline == "export" else "interactive-text"]


def test_files_for_an_approved_text_are_no_work_of_the_model(site, picture, queues):
    job = site.order_pictures(picture, pipeline="analyze_export", review=True)
    item = Item.objects.select_related("job", "account").get(job=job["id"])
    ProcrastinateJob.objects.all().delete()
    item.reviewed_text = {"alt": "A lighthouse"}
    running.enqueue_again(item)
    assert queues() == ["interactive"]


def test_one_accounts_texts_leave_places_to_anothers_files(make_site, make_pictures, worker_does):
    """Of the two last places one may be a large image's, the very last is a small one's alone."""
    ann, bob, (first, *pictures) = make_site(), make_site("Bob", url="https://example.org"), make_pictures(5)
    ann.order_pictures(*pictures, pipeline="analyze_export")
    for data in (first, *pictures):
        bob.upload(data)
    large = [bob.item(data, reference=f"1:{place}", **LARGE) for place, data in enumerate(pictures[:2])]
    assert bob.order(*large, pipeline="export").status_code == 202
    bob.order_pictures(first, pipeline="export")
    ProcrastinateJob.objects.exclude(queue_name="bulk-text").update(priority=-9)

    async def act(worker):
        taken = [await worker.next() for _ in range(5)]
        assert [entry and entry.queue for entry in taken] == [
            "bulk-text",
            "bulk-text",
            "bulk-large",
            "interactive",
            None,
        ]
        await worker.end(taken[2])
        assert (await worker.next()).queue == "bulk-large"
        await worker.end(taken[0])
        assert (await worker.next()).queue == "bulk-text"

    worker_does(act, places=4)


@pytest.mark.deep
def test_a_large_image_is_made_in_the_lane_for_text(site, picture, run_worker, monkeypatch, went_through):
    """There it takes nobody's place either; so its original is fetched once, and the model asked once."""
    monkeypatch.setattr(lanes, "LARGE_PIXELS", 1000)
    monkeypatch.setattr(lanes, "LARGE_AVIF_PIXELS", 1000)
    job = site.order_pictures(picture, pipeline="analyze_export")
    run_worker()
    assert went_through == ["interactive-text"]
    assert Item.objects.get(job=job["id"]).state == "ready"
