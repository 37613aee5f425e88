"""A model and what it was asked; a server with both providers' batch protocols."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from batch_lane import PRICES, Lane, Start

from picopt_vision import Context, ModelConfig, Settings, analyse
from picopt_vision.scripted.batches import BatchServer, serve_batches


@pytest.fixture
def run(remote: Callable, picture: Callable[[str], Path]) -> Callable:
    """Analyses the lighthouse with a script; gives the result and the script."""

    def run_(script, *, context: Context | None = None, settings: Settings | None = None, **config):
        model, served = remote(script, **config)
        return analyse(model, picture("lighthouse"), context or Context(), settings or Settings()), served

    return run_


@pytest.fixture
def server() -> Iterator[BatchServer]:
    with serve_batches() as running:
        yield running


@pytest.fixture(params=["openai", "anthropic"])
def start(request: pytest.FixtureRequest, server: BatchServer, tmp_path: Path, picture: Callable[[str], Path]) -> Start:
    config = ModelConfig(
        kind="openai", model="m", base_url=server.url, api_key="k", provider=request.param, temperature=0.1, **PRICES
    )
    return lambda: Lane(config, tmp_path / "lane.sqlite", picture)
