"""The batch lane when a provider refuses: an account, a batch as a whole, one that it no longer has."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from batch_lane import Lane, Start

from picopt_vision import ModelConfig, VisionError
from picopt_vision.scripted import read_script
from picopt_vision.scripted.batches import BatchServer

GOOD = json.dumps(read_script("good")[0]["content"])


def test_an_account_that_is_not_accepted_is_told_and_loses_nothing(start: Start, server: BatchServer) -> None:
    lane = start()
    lane.code()
    server.refuse = (401, {"error": {"type": "authentication_error", "message": "invalid x-api-key"}})
    with pytest.raises(VisionError) as caught:
        lane.delivery.run()
    assert caught.value.code == "model_account"
    server.refuse = None
    assert lane.delivery.run().sent == 1


def test_a_batch_that_is_refused_as_a_whole_is_sent_again_when_there_is_room(
    server: BatchServer, tmp_path: Path, picture: Callable[[str], Path]
) -> None:
    config = ModelConfig(kind="openai", model="m", base_url=server.url, api_key="k", provider="openai")
    lane = Lane(config, tmp_path / "lane.sqlite", picture)
    lane.code()
    lane.delivery.run()
    server.finish(lambda *_: GOOD, status="failed")
    with pytest.raises(VisionError):
        lane.delivery.run()
    assert lane.code() == "model_waiting"
    assert lane.delivery.run().sent == 1


def test_an_account_that_is_refused_while_a_batch_is_under_way_does_not_have_it_sent_again(
    start: Start, server: BatchServer
) -> None:
    lane = start()
    lane.code()
    lane.delivery.run()
    server.refuse = (401, {"error": {"type": "authentication_error", "message": "invalid x-api-key"}})
    with pytest.raises(VisionError):
        lane.delivery.run()
    server.refuse = None
    server.finish(lambda *_: GOOD)
    assert lane.delivery.run().answered == 1
    assert len(server.batches) == 1


def test_a_batch_that_the_provider_no_longer_has_is_sent_again(start: Start, server: BatchServer) -> None:
    lane = start()
    lane.code()
    lane.delivery.run()
    server.refuse = (404, {"error": {"type": "not_found_error", "message": "No such batch"}})
    with pytest.raises(VisionError):
        lane.delivery.run()
    server.refuse = None
    assert lane.delivery.run().sent == 1
