"""Asking and answering, hours and processes apart."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from picopt_vision import Context, ModelConfig, Settings, VisionError, analyse, build_model
from picopt_vision.context import Placement
from picopt_vision.remote.batch.apart import question_of
from picopt_vision.remote.batch.client import failure_as_text
from picopt_vision.remote.failures import Failure
from picopt_vision.scripted import read_script
from picopt_vision.scripted.batches import serve_batches

GOOD = json.dumps(read_script("good")[0]["content"])
PRICE = Decimal(900 + 1200) / 1_000_000


def completion(text: str) -> str:
    message = {"role": "assistant", "content": text}
    usage = {"prompt_tokens": 900, "completion_tokens": 120}
    return json.dumps(
        {"object": "chat.completion", "choices": [{"message": message, "finish_reason": "stop"}], "usage": usage}
    )


def config_for(url: str) -> ModelConfig:
    return ModelConfig(
        kind="openai",
        model="m",
        base_url=url,
        api_key="k",
        price_per_million_input=Decimal(1),
        price_per_million_output=Decimal(10),
    )


def test_a_question_is_the_same_for_the_same_image_and_settings(picture: Callable[[str], Path]) -> None:
    config = config_for("http://127.0.0.1:1/v1")  # nobody is asked
    first = question_of(config, picture("cat"), Context(), Settings())
    assert first == question_of(config, picture("cat"), Context(), Settings())
    assert first.request["messages"][0]["role"] == "system"
    others = [
        question_of(config, picture("lighthouse"), Context(), Settings()),
        question_of(config, picture("cat"), Context(), Settings(language="de")),
    ]
    assert len({first.key, *(other.key for other in others)}) == 3


def test_an_image_that_cannot_be_read_is_no_question(tmp_path: Path) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"no image")
    with pytest.raises(VisionError) as caught:
        question_of(config_for("http://127.0.0.1:1/v1"), broken, Context(), Settings())
    assert caught.value.code in {"unreadable_image", "unsupported_media"}


@pytest.mark.parametrize(
    ("text", "requests", "cost"),
    [(GOOD, 0, PRICE / 2), ("no JSON at all", 1, PRICE / 2 + PRICE)],
    ids=["as it came", "repaired at once"],
)
def test_a_batch_s_answer_is_taken_at_its_price(
    picture: Callable[[str], Path], text: str, requests: int, cost: Decimal
) -> None:
    with serve_batches() as server:
        server.at_once = lambda _body: GOOD
        config = config_for(server.url)
        asked = question_of(config, picture("cat"), Context(), Settings())
        model = build_model(config, {asked.key: completion(text)})
        result = analyse(model, picture("cat"), Context(), Settings())
        assert len(server.asked_at_once) == requests
    assert result.alt.startswith("White lighthouse")
    assert result.usage.cost == cost


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "<html>",
        "{}",
        '{"error": {"message": "overloaded"}}',
        '{"verdict": "unsafe"}',
        '{"verdict": "x", "why": "y"}',
    ],
)
def test_an_answer_that_is_none_and_another_question_are_asked_at_once(
    picture: Callable[[str], Path], answer: str
) -> None:
    with serve_batches() as server:
        server.at_once = lambda _body: GOOD
        config = config_for(server.url)
        asked = question_of(config, picture("cat"), Context(), Settings())
        model = build_model(config, {asked.key: answer, "another": completion(GOOD)})
        result = analyse(model, picture("cat"), Context(), Settings())
        assert len(server.asked_at_once) == 1
    assert result.usage.cost == PRICE


TOO_LONG = failure_as_text(Failure("long", "this image and its facts are too long for it"))


def test_what_was_too_long_in_a_batch_is_not_sent_again_but_fewer_places_are(picture: Callable[[str], Path]) -> None:
    titles = ("Opening hours", "Prices", "Directions", "Contact")
    links = [
        Placement(key=f"post:{number}", link_target=f"https://example.org/{number}", link_title=title)
        for number, title in enumerate(titles)
    ]
    places = (Placement(key="post:9", page_title="Our coast", heading="Lights"), *links)
    with serve_batches() as server:
        server.at_once = lambda _body: GOOD
        config = config_for(server.url)
        context = Context(placements=places)
        asked = question_of(config, picture("cat"), context, Settings())
        analyse(build_model(config, {asked.key: TOO_LONG}), picture("cat"), context, Settings())
        told = [json.dumps(request) for request in server.asked_at_once]
    assert [title in told[0] for title in titles] == [True, True, False, False]


def test_an_image_that_is_too_long_by_itself_is_asked_about_once(picture: Callable[[str], Path]) -> None:
    with serve_batches() as server:
        config = config_for(server.url)
        asked = question_of(config, picture("cat"), Context(), Settings())
        with pytest.raises(VisionError, match="too long"):
            analyse(build_model(config, {asked.key: TOO_LONG}), picture("cat"), Context(), Settings())
        assert server.asked_at_once == []


def test_a_batch_that_left_no_room_for_the_answer_is_asked_again_with_less(picture: Callable[[str], Path]) -> None:
    no_room = failure_as_text(Failure("room", "the room that is kept for the answer is too long for it"))
    with serve_batches() as server:
        server.at_once = lambda _body: GOOD
        config = config_for(server.url)
        asked = question_of(config, picture("cat"), Context(), Settings())
        analyse(build_model(config, {asked.key: no_room}), picture("cat"), Context(), Settings())
        (sent,) = server.asked_at_once
    assert sent["max_tokens"] < asked.request["max_tokens"]
