"""The batch protocols' answers, and the command that goes by them."""

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from picopt_vision import ModelConfig
from picopt_vision.cli import main
from picopt_vision.remote.batch import protocol_of
from picopt_vision.remote.batch.http import Http
from picopt_vision.remote.batch.protocol import Outcome
from picopt_vision.remote.providers import PROVIDERS, Provider
from picopt_vision.remote.reply import AskFailed
from picopt_vision.scripted import read_script
from picopt_vision.scripted.batches import BatchServer

GOOD = json.dumps(read_script("good")[0]["content"])
PRICES = {"price_per_million_input": Decimal(1), "price_per_million_output": Decimal(10)}


@pytest.mark.parametrize("provider", ["openai", "anthropic"])
def test_the_command_line_sends_first_and_tells_later(  # noqa: PLR0917 -- fixtures
    server: BatchServer,
    tmp_path: Path,
    picture: Callable[[str], Path],
    provider: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("VISION_API_KEY", "k")
    monkeypatch.setattr("picopt_vision.remote.providers.PROVIDERS", _called("127.0.0.1", provider))
    call = ["batch", "--ledger", str(tmp_path / "lane"), "--model", "m", "--base-url", server.url]
    call.append(str(picture("lighthouse")))
    assert main(call) == 0
    assert capsys.readouterr().out == ""
    server.finish(lambda *_: GOOD)
    assert main(call) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["alt"].startswith("White lighthouse")
    assert told["file"].endswith("lighthouse.jpg")
    assert len(server.batches) == 1


def _called(host: str, name: str) -> tuple[Provider, ...]:
    """The provider of this name at another address."""
    return tuple(replace(one, hosts=(host,)) if one.name == name else one for one in PROVIDERS)


def test_only_two_providers_have_batches() -> None:
    with pytest.raises(ValueError, match="no batch lane for the provider “gemini”"):
        protocol_of(ModelConfig(kind="openai", model="m", provider="gemini"))


@pytest.mark.parametrize(
    "answer",
    ["", "<html>", "[]", "null", "{}", '{"id": null}', "[" * 100_000],
)
def test_what_is_no_answer_of_a_batch_protocol_is_asked_again(monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    monkeypatch.setattr(Http, "text", lambda *_args, **_what: answer)
    with pytest.raises(AskFailed) as failed:
        Http("http://127.0.0.1:1", {}).call("GET", "batches/1", needs="id")
    assert failed.value.failure.verdict == "again"


def test_a_broken_line_of_results_costs_only_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(line: dict) -> Outcome:
        return Outcome(line["custom_id"])

    lines = ['{"custom_id": "a"}', "", '{"custom_id": "b"', "[]", '{"other": 1}', "\x00", '{"custom_id": "c"}']
    monkeypatch.setattr(Http, "text", lambda *_args: "\n".join(lines))
    found = Http("http://127.0.0.1:1", {}).outcomes("files/1/content", read)
    assert [outcome.key for outcome in found] == ["a", "c"]
