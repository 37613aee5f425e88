"""Errors of endpoints that are made to be too much."""

import gzip

import httpx2
import pytest

from picopt_vision.remote.bounds import bounded
from picopt_vision.remote.reaching import plain_http

LONG = b'{"error": "no"}' + b" " * 50_000_000


@pytest.mark.parametrize(
    ("body", "headers", "most"),
    [(LONG, {}, 64_000), (gzip.compress(LONG), {"Content-Encoding": "gzip"}, 10_000_000)],
    ids=["long", "packed"],
)
def test_an_error_is_read_as_far_as_it_may_say_something(body: bytes, headers: dict[str, str], most: int) -> None:
    answer = httpx2.Response(500, headers=headers, stream=httpx2.ByteStream(body))
    with bounded(httpx2.Client(transport=httpx2.MockTransport(lambda _request: answer))) as client:
        read = client.get("https://model.example/v1").content
    assert read.startswith(b'{"error": "no"}')
    assert len(read) <= most


def test_so_is_one_of_the_batch_lane(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = httpx2.Response(500, stream=httpx2.ByteStream(LONG))
    monkeypatch.setattr(httpx2.HTTPTransport, "handle_request", lambda _self, _request: answer)
    with plain_http("https://model.example/v1", {}, httpx2.Timeout(5)) as client:
        assert len(client.get("batches").content) == 64_000
