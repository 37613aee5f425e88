"""Addresses with a query, as Azure has them, and proxies that cannot be used."""

import time

import httpx2
import openai
import pytest

from picopt_vision import ModelConfig, VisionError
from picopt_vision.remote.batch.http import Http
from picopt_vision.remote.client import Client
from picopt_vision.remote.reaching import plain_http
from picopt_vision.remote.reply import AskFailed

ADDRESS = "https://azure.example/openai/deployments/sight?api-version=2024-10-21"
LONGEST = httpx2.Timeout(5)
REQUEST = {"messages": [], "max_tokens": 9}


def config(address: str = "https://model.example/v1") -> ModelConfig:
    return ModelConfig(kind="openai", model="m", base_url=address)


def test_what_stands_behind_the_question_mark_goes_with_every_request() -> None:
    asked = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append(str(request.url))
        return httpx2.Response(401, json={})

    http = openai.DefaultHttpxClient(transport=httpx2.MockTransport(answer))
    with pytest.raises(VisionError):
        Client(config(ADDRESS), http=http).ask(REQUEST, time.monotonic() + 0.3)
    assert asked == ["https://azure.example/openai/deployments/sight/chat/completions?api-version=2024-10-21"]
    listing = plain_http(ADDRESS, {}, LONGEST).build_request("GET", "batches", params={"limit": 100})
    assert str(listing.url).endswith("/openai/deployments/sight/batches?api-version=2024-10-21&limit=100")


@pytest.mark.parametrize("proxy", ["socks5://user:secret@127.0.0.1:9", "ftp://127.0.0.1:9"])
def test_a_proxy_of_another_kind_is_told_of_as_one_that_is_away(monkeypatch: pytest.MonkeyPatch, proxy: str) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    with pytest.raises(VisionError, match=r"proxy .* none of http:// or https://") as caught:
        Client(config()).ask(REQUEST, time.monotonic() + 0.3)
    assert caught.value.kind == "outage"
    assert "secret" not in caught.value.message
    with pytest.raises(AskFailed):
        Http("https://model.example/v1", {}).text("GET", "batches")
