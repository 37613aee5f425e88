"""A server with both providers' batch protocols."""

from collections.abc import Iterator

import pytest

from picopt_vision.scripted.batches import BatchServer, serve_batches


@pytest.fixture
def server() -> Iterator[BatchServer]:
    with serve_batches() as running:
        yield running
