"""A provider's server with batches, the worker's model that asks it, and images that may wait."""

import json

import pytest

from picopt_saas.pipeline.config import pipeline_config
from picopt_saas.vision_config import vision_config
from picopt_saas.worker import toolbox
from picopt_vision.scripted import read_script
from picopt_vision.scripted.batches import serve_batches

GOOD = json.dumps(read_script("good")[0]["content"])


def configure(monkeypatch, **environment):
    for name, value in environment.items():
        monkeypatch.setenv(f"VISION_{name}", value)
    vision_config.cache_clear()


@pytest.fixture(scope="module", params=["openai", pytest.param("anthropic", marks=pytest.mark.deep)])
def provider(request):
    return request.param


@pytest.fixture(scope="module")
def running(provider):
    """The provider's server, and the worker's tools with its model: their processes take seconds to start."""
    with serve_batches() as running, pytest.MonkeyPatch.context() as patch:
        configure(
            patch,
            PROVIDER="openai",
            MODEL="m",
            BASE_URL=running.url,
            API_KEY="k",
            TIMEOUT_SECONDS="20",
            PRICE_PER_MILLION_INPUT="1",
            PRICE_PER_MILLION_OUTPUT="10",
            BATCH_PROTOCOL=provider,
        )
        # Each child loads for seconds, and these few images have work for one.
        patch.setenv("WORKER_PROCESSES", "1")
        patch.setenv("WORKER_TEXT_PROCESSES", "1")
        pipeline_config.cache_clear()
        before, toolbox._tools = toolbox._tools, None
        yield running
        if toolbox._tools is not None:
            toolbox._tools.close()
        toolbox._tools = before
    vision_config.cache_clear()
    pipeline_config.cache_clear()


@pytest.fixture(autouse=True)
def server(running):
    """The same server as if nobody had called it yet."""
    vision_config.cache_clear()
    for memory in (running.batches, running.files, running.calls, running.asked_at_once):
        memory.clear()
    running.refuse, running.hang_up = None, False
    running.at_once = lambda _body: GOOD
    return running


@pytest.fixture
def wait(site, make_pictures, run_worker):
    """Orders images that may wait, and has a worker look at them; the job."""

    def _wait(count=2, *, pipeline="analyze", **more):
        job = site.order_pictures(*make_pictures(count), pipeline=pipeline, may_wait=True, **more)
        run_worker()
        return job

    return _wait


@pytest.fixture
def close_lane(monkeypatch):
    """What the operator does who wants no batches any longer."""
    return lambda: configure(monkeypatch, BATCH_PROTOCOL="")
