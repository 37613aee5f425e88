"""The start-up check against servers that see, that do not, that keep no schema, and that cannot be used."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from picopt_vision import ModelConfig
from picopt_vision.cli import main
from picopt_vision.remote.probe import probe
from picopt_vision.scripted import read_script, serve

SEES = {"content": {"zu_sehen": "a red triangle"}}
GOOD = read_script("good")[0]


@pytest.fixture
def check() -> Callable:
    def check_(*answers, **config):
        with serve(list(answers)) as script:
            model = ModelConfig(kind="openai", model="m", base_url=script.url, budget_seconds=2.0, **config)
            return {finding.name: (finding.fine, finding.says) for finding in probe(model)}, script

    return check_


@pytest.mark.acceptance("E9")
def test_a_model_that_is_fit(check: Callable) -> None:
    found, script = check(SEES, GOOD, price_per_million_input=Decimal(1), price_per_million_output=Decimal(10))
    assert all(fine for fine, _ in found.values())
    assert found["tells its cost"][1] == "900 tokens in, 120 out: 2.10 for 1000 images"
    assert len(script.requests) == 2


def test_a_text_model_that_pretends_to_see_is_found_out(check: Callable) -> None:
    found, _ = check({"content": {"zu_sehen": "a beautiful landscape"}}, GOOD)
    assert found["sees images"][0] is False
    assert "beautiful landscape" in found["sees images"][1]


@pytest.mark.parametrize(
    "answer",
    [
        "a colored triangle",
        "The image is rendered with a triangular shape.",
        "a red circle",
        "It may be a circle, a square or a triangle, in red, green or blue.",
        "<think>perhaps a red triangle?</think>I see no image.",
        "red triangle " * 400,
    ],
)
def test_words_that_happen_to_fall_are_no_sight(check: Callable, answer: str) -> None:
    found, _ = check({"content": answer}, GOOD)
    assert found["sees images"][0] is False


@pytest.mark.parametrize(
    "answer",
    [
        "Red triangle.",
        "The shape in this image is a triangle, and it is **red**, on a white background. Is there anything else?",
        "<think>Not a circle, not a square.</think>A triangle, reddish",
        '```json\n{"shape": "triangular", "color": "RED"}\n```',
    ],
)
def test_sight_may_be_said_in_many_words(check: Callable, answer: str) -> None:
    found, _ = check({"content": answer}, GOOD)
    assert found["sees images"] == (True, "named the drawn shape")


def test_a_server_that_ignores_schemas_is_found_out(check: Callable) -> None:
    found, _ = check({"content": "It is a red triangle."}, GOOD)
    assert found["sees images"][0]
    assert found["keeps a schema"] == (False, "accepts a schema and ignores it")


def test_a_server_that_refuses_schemas_says_so(check: Callable) -> None:
    refusal = {"status": 400, "body": '{"error": {"message": "response_format is not supported"}}'}
    found, _ = check(refusal, {"content": "A red triangle"}, GOOD)
    assert "refuses schemas" in found["keeps a schema"][1]


@pytest.mark.parametrize(
    ("status", "words", "trouble"),
    [
        (429, "You exceeded your current quota", "account trouble"),
        (404, "model not found", "model trouble"),
        (503, "down", "outage trouble"),
    ],
)
def test_trouble_is_named_by_its_kind(check: Callable, status: int, words: str, trouble: str) -> None:
    found, _ = check({"status": status, "body": f'{{"error": {{"message": "{words}"}}}}'})
    assert list(found) == [trouble]


def test_the_command_tells_by_its_exit_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VISION_API_KEY", "sk-secret")
    with serve([SEES, GOOD]) as script:
        assert main(["models", "--check", "--model", "m", "--base-url", script.url]) == 0
    with serve([{"content": {"zu_sehen": "a cat"}}, GOOD]) as script:
        assert main(["models", "--check", "--model", "m", "--base-url", script.url]) == 1
    printed = capsys.readouterr().out
    assert "NO  sees images" in printed
    assert "sk-secret" not in printed


def test_without_a_remote_model_there_is_nothing_to_check(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("VISION_MODEL", raising=False)
    assert main(["models", "--check"]) == 0
    assert "embedded" in capsys.readouterr().out
