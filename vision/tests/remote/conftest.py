"""A model and what it was asked; a server with both providers' batch protocols."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from picopt_vision import Context, Settings, analyse
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
