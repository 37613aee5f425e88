"""Large images never take all places of a worker, so that nobody's small order waits for them for minutes."""

import asyncio
import io
import json
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest
from PIL import Image as Pillow
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.manager import get_channel_for_queues
from procrastinate.psycopg_connector import PsycopgConnector

from picopt_contract.previews import PreviewRequest
from picopt_saas import lanes, queueing
from picopt_saas.jobs.models import Item
from picopt_saas.jobs.ordering.previews import order_preview
from picopt_saas.lanes import LanesInHand
from picopt_saas.pipeline import tools as toolbox
from picopt_saas.pipeline.config import PipelineConfig
from picopt_saas.pipeline.tools import Tools

LARGE = {"width": 6000, "height": 5000}


@pytest.mark.parametrize(
    ("more", "queue"),
    [
        ({"pipeline": "export"}, "interactive-large"),
        ({"pipeline": "analyze_export"}, "interactive-large"),
        ({"pipeline": "analyze_export", "review": True}, "interactive"),
        ({"pipeline": "analyze"}, "interactive"),
    ],
    ids=lambda value: "+".join(map(str, value.values())) if isinstance(value, dict) else "",
)
def test_an_order_of_files_of_a_large_image_waits_in_the_lane(site, picture, more, queue, queues):
    site.upload(picture)
    assert site.order(site.item(picture, **LARGE), **more).status_code == 202
    assert queues() == [queue]


@pytest.mark.parametrize(
    ("wanted", "media_type", "queue"),
    [
        ("webp", "image/jpeg", "interactive"),
        ("original", "image/jpeg", "interactive"),
        ("avif", "image/jpeg", "interactive-large"),
        ("auto", "image/jpeg", "interactive-large"),
        ("original", "image/avif", "interactive-large"),
    ],
)
def test_where_avif_may_be_made_fewer_pixels_are_large(  # noqa: PLR0917 -- fixtures and parameters
    site, picture, wanted, media_type, queue, queues
):
    site.upload(picture)
    item = site.item(picture, width=4000, height=3000, media_type=media_type)
    site.order(item, pipeline="export", settings={"export": {"format": wanted}})
    assert queues() == [queue]


def test_each_image_of_an_order_waits_where_it_belongs(site, make_pictures, queues):
    small, large = make_pictures(2)
    site.upload(small)
    site.upload(large)
    site.order(site.item(small, reference="1:1"), site.item(large, reference="1:2", **LARGE), pipeline="export")
    assert queues() == ["bulk", "bulk-large"]


@pytest.mark.usefixtures("_app")
def test_every_task_is_in_a_queue_that_workers_take_from():
    ours = {name: task.queue for name, task in app.tasks.items() if not name.startswith(("builtin:", "procrastinate."))}
    assert ours
    assert {queue for queue in ours.values() if queue != "default"} <= set(lanes.QUEUES)


@pytest.fixture
def many_large(make_site, make_pictures):
    """Ann's order of three large images."""
    site, pictures = make_site(), make_pictures(3)
    for data in pictures:
        site.upload(data)
    items = [site.item(data, reference=f"1:{place}", **LARGE) for place, data in enumerate(pictures)]
    assert site.order(*items, pipeline="export").status_code == 202


def test_one_accounts_large_images_leave_a_place_to_anothers_small_one(many_large, make_site, picture, worker_does):
    """Though all of them go before it."""
    make_site("Bob", url="https://example.org").order_pictures(picture, pipeline="export")
    ProcrastinateJob.objects.filter(queue_name="interactive").update(priority=-9)

    async def act(worker):
        taken = [await worker.next() for _ in range(4)]
        assert [entry and entry.queue for entry in taken] == ["bulk-large", "bulk-large", "interactive", None]
        await worker.end(taken[0])
        assert (await worker.next()).queue == "bulk-large"

    worker_does(act)


@pytest.mark.parametrize(("told", "found"), [(["bulk"], True), (["interactive"], False), (["bulk-large"], True)])
def test_who_takes_from_a_queue_takes_from_its_lane(many_large, worker_does, told, found):
    async def act(worker):
        return await worker.next(*told)

    assert bool(worker_does(act)) is found


def test_who_takes_from_a_queue_hears_of_its_lane(many_large, settings, database_url, queues, worker_does):
    settings.PICOPT = settings.PICOPT.model_copy(update={"database_direct_url": database_url})

    async def act(worker):
        told = asyncio.Queue()

        async def tell(channel, payload):
            await told.put(payload)

        listening = asyncio.create_task(worker.connector.listen_notify(tell, get_channel_for_queues(["bulk"])))
        entry = await worker.next()
        notify = queueing._NOTIFY.replace("= 'todo'", "= 'doing'")
        async with asyncio.timeout(30):
            while told.empty():  # it may not listen yet
                await worker.connector.execute_query_all_async(notify, entry=entry.id)
                await asyncio.sleep(0.01)
        listening.cancel()
        return entry.id, json.loads(told.get_nowait())

    entry, heard = worker_does(act)
    assert heard == {"type": "job_inserted", "job_id": entry}


def test_room_that_comes_while_the_worker_asks_is_used(many_large, worker_does, monkeypatch):
    """Nobody would wake it until it asks by the clock."""
    ask = PsycopgConnector.execute_query_one_async

    async def act(worker):
        first, _second = [await worker.next() for _ in range(2)]
        ends = iter([first])

        async def ask_while_one_ends(self, query, **arguments):
            answer = await ask(self, query, **arguments)
            for entry in ends:
                await worker.end(entry)
            return answer

        monkeypatch.setattr(PsycopgConnector, "execute_query_one_async", ask_while_one_ends)
        return await worker.next()

    assert worker_does(act).queue == "bulk-large"


def test_a_worker_without_room_is_woken_when_there_is(many_large, settings, database_url, worker_does):
    settings.PICOPT = settings.PICOPT.model_copy(update={"database_direct_url": database_url})

    async def act(worker):
        told = asyncio.Queue()

        async def tell(channel, payload):
            await told.put((channel, payload))

        listening = asyncio.create_task(worker.connector.listen_notify(tell, ["procrastinate_any_queue_v1"]))
        await asyncio.sleep(0)
        first, second = [await worker.next() for _ in range(2)]
        await worker.end(first)
        assert "job_inserted" in (await asyncio.wait_for(told.get(), 30))[1]
        await worker.end(second)
        assert told.empty(), "there was room already"
        listening.cancel()

    worker_does(act)


def test_what_a_worker_has_in_hand_is_counted_once(queues):
    hand = LanesInHand(places=3)
    assert (hand.open_queues(None), hand.open_queues(["bulk"])) == (None, ["bulk", "bulk-large", "bulk-text"])
    hand.take(1, "bulk")
    assert not hand.closed
    hand.take(2, "bulk-text")
    assert hand.open_queues(["bulk"]) == ["bulk", "bulk-large"]
    hand.take(3, "bulk-large")
    assert hand.open_queues(["bulk", "preview-large"]) == ["bulk"]
    assert hand.open_queues(None) == sorted(lanes.QUEUES)
    assert [hand.let_go(entry) for entry in (1, 3, 3, 2, 2)] == [False, True, False, True, False]


@pytest.mark.parametrize(("wanted", "limit"), [("webp", "LARGE_PIXELS"), ("avif", "LARGE_AVIF_PIXELS")])
def test_an_image_with_more_pixels_than_the_site_said_goes_into_the_lane(  # noqa: PLR0917 -- fixtures and parameters
    site, picture, run_worker, monkeypatch, went_through, wanted, limit
):
    """It uses up no attempt, and is made there."""
    job = site.order_pictures(picture, pipeline="export", settings={"export": {"format": wanted}})
    monkeypatch.setattr(lanes, limit, 1000)
    run_worker()
    run_worker()
    assert went_through == ["interactive", "interactive-large"]
    item = Item.objects.get(job=job["id"])
    assert (item.state, item.attempts) == ("ready", 1)


@pytest.mark.parametrize(
    ("frames", "queues_taken_from"),
    [(1, ["preview"]), (2, ["preview", "preview-large"])],
    ids=["still", "animation"],
)
def test_a_preview_of_a_large_animation_goes_into_the_lane(  # noqa: PLR0917 -- fixtures and parameters
    site, run_worker, monkeypatch, queues, went_through, frames, queues_taken_from
):
    """Somebody waits for it, so that of a still, which takes seconds, does not."""
    images = [Pillow.effect_noise((60, 40), 20 + frame) for frame in range(frames)]
    images[0].save(drawn := io.BytesIO(), "GIF", save_all=True, append_images=images[1:])
    order = order_preview(site.account, site.key, PreviewRequest(sha256=site.upload(drawn.getvalue())))
    monkeypatch.setattr(lanes, "LARGE_PIXELS", 1000)
    run_worker()
    run_worker()
    assert went_through == queues_taken_from
    order.refresh_from_db()
    assert (order.result, order.failure) != (None, None)
    assert queues("make_preview") == []


def test_a_child_is_left_to_smaller_images():
    """A large one takes one of the children that such may have, a small one none of them."""
    inside, may_end = threading.Event(), threading.Event()

    class Children:
        def optimize(self, _source, _plan, out):
            if out.name == "large":
                inside.set()
                assert may_end.wait(30)
            return SimpleNamespace(name=out.name)

    tools = Tools(imaging=Children(), text=None, large=threading.Semaphore(1))
    large = threading.Thread(
        target=tools.optimize, args=[Path(), None, Path("large")], kwargs={"large": True}, daemon=True
    )
    large.start()
    assert inside.wait(30)
    assert not tools.large.acquire(blocking=False)
    assert tools.optimize(Path(), None, Path("small"), large=False).name == "small"
    may_end.set()
    large.join(30)
    assert tools.large.acquire(blocking=False)


def test_there_is_one_child_more_than_large_images_may_have(monkeypatch):
    monkeypatch.setattr(toolbox, "pipeline_config", lambda: PipelineConfig(processes=3))
    made = {}
    monkeypatch.setattr(toolbox, "ImagingPool", lambda **options: made.update(options))
    built = toolbox.build_tools()
    built.text.close()
    assert made["workers"] == 4
    assert [built.large.acquire(blocking=False) for _ in range(4)] == [True, True, True, False]
