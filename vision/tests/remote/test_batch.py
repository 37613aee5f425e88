"""The batch lane against a server with both providers' batch protocols: half of the price, a day's patience."""

import base64
import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from batch_lane import PRICES, Lane, Start

from picopt_vision import ModelConfig, Settings, VisionError
from picopt_vision.remote.batch import Delivery, protocol_of
from picopt_vision.remote.batch.client import failure_as_text
from picopt_vision.remote.batch.folder import describe_all
from picopt_vision.remote.failures import Failure
from picopt_vision.scripted import read_script
from picopt_vision.scripted.batches import BatchServer

GOOD = json.dumps(read_script("good")[0]["content"])


def test_a_question_waits_for_its_batch_and_costs_half(start: Start, server: BatchServer) -> None:
    lane = start()
    assert [lane.code("lighthouse"), lane.code("cat"), lane.code("lighthouse")] == ["model_waiting"] * 3
    assert server.calls == []  # nothing is sent by asking
    assert lane.delivery.run().sent == 2
    assert lane.delivery.run().under_way == 1
    assert lane.code() == "model_waiting"
    server.finish(lambda *_: GOOD)
    report = lane.delivery.run()
    assert (report.answered, report.sent, report.under_way) == (2, 0, 0)
    result = lane.describe()
    assert result.alt.startswith("White lighthouse")
    assert result.usage.cost == (900 * PRICES["price_per_million_input"] + 120 * 10) / Decimal(2_000_000)
    assert (result.usage.input_tokens, result.usage.output_tokens, result.usage.requests) == (900, 120, 1)
    assert len(server.batches) == 1


def test_the_requests_are_in_the_provider_s_words(start: Start, server: BatchServer) -> None:
    lane = start()
    lane.code()
    lane.delivery.run()
    (request,) = server.batches["batch_1"].requests.values()
    text, image = request["messages"][-1]["content"]
    assert request["model"] == "m"
    assert request["temperature"] == 0.1
    assert text["type"] == "text"
    if "system" in request:
        assert (image["type"], image["source"]["media_type"]) == ("image", "image/jpeg")
        data = image["source"]["data"]
        assert [message["role"] for message in request["messages"]] == ["user"]
        assert "response_format" not in request
    else:
        data = image["image_url"]["url"].split(",")[1]
        assert request["response_format"]["type"] == "json_schema"
    assert base64.b64decode(data).startswith(b"\xff\xd8")


def test_a_new_process_goes_on_where_the_last_was_ended(start: Start, server: BatchServer) -> None:
    start().code()
    start().delivery.run()
    server.finish(lambda *_: GOOD)
    start().delivery.run()
    assert start().describe().alt
    assert len(server.batches) == 1


def test_a_batch_that_was_created_unheard_is_found_and_not_paid_twice(start: Start, server: BatchServer) -> None:
    lane = start()
    lane.code()
    server.hang_up = True
    with pytest.raises(VisionError) as caught:
        lane.delivery.run()
    assert (caught.value.code, caught.value.retryable) == ("model_unavailable", True)
    assert len(server.batches) == 1
    again = start()
    assert again.delivery.run().sent == 0
    server.finish(lambda *_: GOOD)
    assert again.delivery.run().answered == 1
    assert again.describe().alt
    assert len(server.batches) == 1


def test_what_was_not_created_is_sent_again(start: Start, server: BatchServer) -> None:
    lane = start()
    lane.code()
    server.refuse = (503, {"error": {"message": "overloaded"}})
    with pytest.raises(VisionError):
        lane.delivery.run()
    server.refuse = None
    assert start().delivery.run().sent == 1
    assert len(server.batches) == 1


def test_what_expired_is_sent_again_and_given_up_at_last(start: Start, server: BatchServer) -> None:
    lane = start()
    lane.code("cat")
    lane.code("lighthouse")
    lane.delivery.run()
    first = next(iter(server.batches["batch_1"].requests))
    server.finish(lambda key, _: GOOD if key == first else "expired", status="expired")
    report = lane.delivery.run()
    assert (report.answered, report.failed, report.sent) == (1, 0, 1)
    for _ in range(2):
        server.finish(lambda *_: "expired", status="expired")
        report = lane.delivery.run()
    assert (report.failed, report.sent, report.under_way) == (1, 0, 0)
    assert lane.describe("cat").alt
    assert lane.code("lighthouse") == "model_unavailable"
    assert lane.code("lighthouse") == "model_waiting"  # the failure was told; asked again, it is sent again


@pytest.mark.parametrize(("status", "code"), [(400, "model_refused"), (401, "model_account")])
def test_one_image_s_failure_is_its_own(start: Start, server: BatchServer, status: int, code: str) -> None:
    lane = start()
    lane.code("cat")
    lane.code("lighthouse")
    lane.delivery.run()
    first = next(iter(server.batches["batch_1"].requests))
    server.finish(lambda key, _: status if key == first else GOOD)
    report = lane.delivery.run()
    assert (report.answered, report.failed) == (1, 1)
    assert lane.code("cat") == code
    assert lane.describe("lighthouse").alt


def test_a_busy_endpoint_s_requests_go_into_the_next_batch(start: Start, server: BatchServer) -> None:
    lane = start()
    lane.code()
    lane.delivery.run()
    server.finish(lambda *_: 500)
    assert lane.delivery.run().sent == 1
    server.finish(lambda *_: GOOD)
    lane.delivery.run()
    assert lane.describe().usage.requests == 2


def test_a_faulty_answer_is_mended_in_a_batch_of_its_own(start: Start, server: BatchServer) -> None:
    lane = start()
    lane.code()
    lane.delivery.run()
    server.finish(lambda *_: "no JSON at all")
    lane.delivery.run()
    assert lane.code() == "model_waiting"  # the repair turn is a question, too
    assert lane.delivery.run().sent == 1
    server.finish(lambda *_: GOOD)
    lane.delivery.run()
    result = lane.describe()
    assert result.alt
    assert result.usage.requests == 2
    assert result.usage.cost == 2 * (900 + 1200) / Decimal(2_000_000)


def test_other_programs_batches_are_left_alone(start: Start, server: BatchServer) -> None:
    """In a workspace that is shared, results with keys of others are read over."""
    lane = start()
    lane.code()
    lane.delivery.run()
    server.batches["batch_1"].requests["somebody-else-s"] = {}
    server.finish(lambda *_: GOOD)
    assert lane.delivery.run().answered == 1


def test_a_batch_holds_no_more_than_the_provider_takes(start: Start, server: BatchServer) -> None:
    lane = start()
    for name in ("cat", "lighthouse", "door"):
        lane.code(name)
    lane.delivery._protocol.most_requests = 2
    assert lane.delivery.run().sent == 3
    assert [len(batch.requests) for batch in server.batches.values()] == [2, 1]
    lane.code("coffee")
    lane.code("macaws")
    lane.delivery._protocol.most_bytes = 1000
    lane.delivery.run()
    assert [len(batch.requests) for batch in server.batches.values()] == [2, 1, 1, 1]


def test_an_endpoint_s_dialect_is_learnt_from_its_refusal(
    server: BatchServer, tmp_path: Path, picture: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    config = ModelConfig(kind="openai", model="m", base_url=server.url, api_key="k", provider="openai")
    lane = Lane(config, tmp_path / "lane.sqlite", picture)
    lane.code()
    lane.delivery.run()
    said: dict[str, Any] = {"message": "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."}
    monkeypatch.setattr("picopt_vision.scripted.batches._REFUSALS", {400: said["message"]})
    server.finish(lambda *_: 400)
    assert lane.delivery.run().sent == 1
    (request,) = server.batches["batch_2"].requests.values()
    assert "max_completion_tokens" in request
    assert "max_tokens" not in request


def test_a_damaged_line_of_results_costs_no_other_its_answer(start: Start, server: BatchServer) -> None:
    lane = start()
    lane.code("lighthouse")
    lane.code("cat")
    lane.delivery.run()
    first, second = server.batches["batch_1"].requests
    server.finish(lambda *_: GOOD.replace("White", "White\u2028"))
    answer = server.answer

    def spoil(*call: Any) -> tuple[int, str]:
        status, text = answer(*call)
        if not call[1].endswith(("/content", "/results")):
            return status, text
        lines = [json.loads(line) for line in text.splitlines()]
        whole = [json.dumps(line, ensure_ascii=False) for line in lines if line["custom_id"] == second]
        odd = [{"response": "odd", "result": "odd"}, {"error": "odd", "result": {"type": "succeeded"}}]
        odd += [{"response": {"status_code": float("inf")}, "result": "odd"}]
        damaged = ["{", "[]", "null", *(json.dumps({"custom_id": first, **one}) for one in odd)]
        return status, "\r\n".join([*damaged, *whole])

    server.answer = spoil  # type: ignore[method-assign] # a provider on a bad day
    report = lane.delivery.run()
    assert (report.answered, report.sent) == (1, 1)
    assert lane.describe("cat").alt.startswith("White lighthouse")
    assert list(server.batches["batch_2"].requests) == [first]


def test_a_key_out_of_a_file_ends_with_a_line(server: BatchServer) -> None:
    config = ModelConfig(kind="openai", model="m", base_url=server.url, api_key="k\n", provider="openai")
    for name in ("openai", "anthropic"):
        protocol_of(config, name).create({"a" * 64: {"messages": [{"content": ""}], "max_tokens": 1}}, "token")
    assert len(server.batches) == 2


def test_images_of_a_folder_are_described_as_their_batches_end(
    start: Start, server: BatchServer, picture: Callable[[str], Path]
) -> None:
    lane, paths = start(), [picture("cat"), picture("lighthouse")]
    pauses: list[float] = []

    def sleep(seconds: float) -> None:
        pauses.append(seconds)
        server.finish(lambda key, _: GOOD if key == min(server.batches["batch_1"].requests) else 400)

    described = list(describe_all(lane.model, lane.delivery, paths, Settings(), sleep=sleep))
    assert {one.path for one in described} == set(paths)
    assert sorted(one.error.code if one.error else "" for one in described) == ["", "model_refused"]
    assert pauses == [60.0]


def test_nothing_of_a_batch_stays_at_the_provider(start: Start, server: BatchServer) -> None:
    lane = start()
    lane.code("lighthouse")
    lane.code("cat")
    lane.delivery.run()
    first = next(iter(server.batches["batch_1"].requests))
    server.finish(lambda key, _: 400 if key == first else GOOD)
    lane.delivery.run()
    assert server.batches["batch_1"].is_deleted or server.files == {}


def test_requests_of_two_groups_never_share_a_batch(
    start: Start, server: BatchServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    lane = start()
    for name in ("cat", "lighthouse", "door"):
        lane.code(name)
    grouped = [replace(one, group=group) for one, group in zip(lane.ledger.waiting(), "aab", strict=True)]
    monkeypatch.setattr(lane.ledger, "waiting", lambda: grouped)
    assert lane.delivery.run().sent == 3
    assert [len(batch.requests) for batch in server.batches.values()] == [2, 1]


def test_what_somebody_has_withdrawn_while_it_was_sent_is_cancelled(
    start: Start, server: BatchServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that was frozen, and wakes after another one took it for ended."""
    lane = start()
    lane.code()
    begin = lane.ledger.begin

    def freeze(keys: Iterable[str], token: str) -> None:
        begin(keys, token)
        lane.ledger.withdraw(token)

    monkeypatch.setattr(lane.ledger, "begin", freeze)
    lane.delivery.run()
    assert [batch.status for batch in server.batches.values()] == ["cancelling"]
    assert [one.tries for one in lane.ledger.waiting()] == [0]


def test_a_lane_may_send_but_once(server: BatchServer, tmp_path: Path, picture: Callable[[str], Path]) -> None:
    config = ModelConfig(kind="openai", model="m", base_url=server.url, api_key="k", provider="openai")
    lane = Lane(config, tmp_path / "lane.sqlite", picture)
    lane.delivery = Delivery(lane.ledger, protocol_of(config), days=1)
    lane.code()
    lane.delivery.run()
    server.finish(lambda *_: "expired")
    report = lane.delivery.run()
    assert (report.failed, report.sent) == (1, 0)


def test_where_a_batch_left_no_room_for_the_answer_the_next_one_keeps_less(start: Start, server: BatchServer) -> None:
    """The first request does not go with it: it would be refused anew each day, and the image never had its text."""
    lane = start()
    lane.code()
    (asked,) = lane.ledger.waiting()
    lane.ledger.settle(asked.key, "failed", failure_as_text(Failure("room", "the room for the answer is too long")))
    assert [lane.code(), start().code()] == ["model_waiting"] * 2
    assert lane.delivery.run().sent == 1
    server.finish(lambda *_: GOOD)
    lane.delivery.run()
    assert start().describe().alt.startswith("White lighthouse")


def test_what_was_too_long_is_not_sent_a_second_time(start: Start, server: BatchServer) -> None:
    lane = start()
    lane.code()
    lane.delivery.run()
    server.finish(lambda *_: 413)
    assert lane.delivery.run().failed == 1
    assert [lane.code(), start().code()] == ["model_refused"] * 2
    assert (lane.delivery.run().sent, len(server.batches)) == (0, 1)
