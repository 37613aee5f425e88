"""Failing over between real models."""

from collections.abc import Callable
from pathlib import Path

import pytest

from picopt_vision import Context, ModelConfig, Settings, VisionError, analyse, build_model
from picopt_vision.scripted import read_script, serve


@pytest.fixture
def lighthouse(picture: Callable[[str], Path]) -> Path:
    return picture("lighthouse")


def _remote(url: str, fallback: ModelConfig | None = None, *, name: str = "first", is_down: bool = True) -> ModelConfig:
    budget = 1.0 if fallback and is_down else 20  # who is down is given up soon; who answers may have a busy machine
    return ModelConfig(kind="openai", model=name, base_url=url, budget_seconds=budget, fallback=fallback)


def test_the_second_endpoint_answers_when_the_first_is_down(lighthouse: Path) -> None:
    with serve(read_script("always_503")) as down, serve(read_script("good")) as up:
        model = build_model(_remote(down.url, _remote(up.url, name="second")))
        result = analyse(model, lighthouse, Context(), Settings())
    assert model.name == "first"
    assert result.model == "second"
    assert len(down.requests) >= 1


def test_the_embedded_model_can_be_the_last_resort_and_says_so(lighthouse: Path) -> None:
    with serve(read_script("always_503")) as down:
        model = build_model(_remote(down.url, ModelConfig()))
        result = analyse(model, lighthouse, Context(), Settings())
        assert result.draft
        with pytest.raises(VisionError) as caught:  # it writes no German, so the truth is that nobody can be reached
            analyse(model, lighthouse, Context(), Settings(language="de"))
    assert caught.value.code == "model_unavailable"
    assert caught.value.retryable


def test_a_model_that_is_down_is_left_alone_for_a_while(lighthouse: Path) -> None:
    with serve(read_script("always_503")) as down, serve(read_script("good")) as up:
        model = build_model(_remote(down.url, _remote(up.url, name="second")))
        for _ in range(3):
            analyse(model, lighthouse, Context(), Settings())
        sent = len(down.requests)
        analyse(model, lighthouse, Context(), Settings())
        assert len(down.requests) == sent
        assert len(up.requests) == 4


def test_a_refusal_is_an_answer_and_goes_to_nobody_else(lighthouse: Path) -> None:
    with serve(read_script("refusal_prose")) as first, serve(read_script("good")) as second:
        model = build_model(_remote(first.url, _remote(second.url), is_down=False))
        with pytest.raises(VisionError) as caught:
            analyse(model, lighthouse, Context(), Settings())
    assert caught.value.code == "model_refused"
    assert second.requests == []


@pytest.mark.acceptance("E9")
def test_an_empty_account_goes_to_the_next_model_and_is_not_asked_again_and_again(lighthouse: Path) -> None:
    empty = {"status": 429, "body": '{"error": {"message": "You exceeded your current quota"}}'}
    with serve([empty]) as first, serve(read_script("good")) as second:
        model = build_model(_remote(first.url, _remote(second.url, name="second"), is_down=False))
        results = [analyse(model, lighthouse, Context(), Settings()) for _ in range(5)]
    assert {result.model for result in results} == {"second"}
    assert len(first.requests) == 3  # once an image, without retries, until the circuit opened


@pytest.mark.acceptance("E9")
def test_refused_images_never_open_the_circuit(lighthouse: Path) -> None:
    with serve(read_script("refusal_prose")) as first, serve(read_script("good")) as second:
        model = build_model(_remote(first.url, _remote(second.url), is_down=False))
        for _ in range(5):
            with pytest.raises(VisionError, match="refused"):
                analyse(model, lighthouse, Context(), Settings())
        first.answers = read_script("good")
        assert analyse(model, lighthouse, Context(), Settings()).model == "first"
    assert second.requests == []


def test_a_remote_model_needs_a_name() -> None:
    with pytest.raises(ValueError, match="needs the model's name"):
        build_model(ModelConfig(kind="openai", base_url="http://127.0.0.1:1/v1"))
