"""Which model writes the text, and who writes while it cannot be reached."""

import dataclasses
from decimal import Decimal

import pytest

import picopt_vision as vision
from picopt_contract import context as contract_context
from picopt_contract import jobs as contract_jobs
from picopt_contract import settings as contract_settings
from picopt_saas.pipeline.describing import longest_text_seconds, model_config
from picopt_saas.vision_config import VisionConfig, vision_config
from picopt_vision import ModelConfig

REMOTE = {
    "VISION_PROVIDER": "openai",
    "VISION_MODEL": "first",
    "VISION_BASE_URL": "http://first/v1",
    "VISION_API_KEY": "k1",
    "VISION_TIMEOUT_SECONDS": "20",
    "VISION_PRICE_PER_MILLION_INPUT": "0.15",
    "VISION_PRICE_PER_MILLION_OUTPUT": "0.6",
}
SECOND = {
    "VISION_FALLBACK_PROVIDER": "openai",
    "VISION_FALLBACK_MODEL": "second",
    "VISION_FALLBACK_BASE_URL": "http://second/v1",
    "VISION_FALLBACK_API_KEY": "k2",
}


def configured(monkeypatch, **environment):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return model_config(VisionConfig())


def test_prices_reach_the_model_that_counts_the_cost(monkeypatch):
    config = configured(monkeypatch, **REMOTE)
    assert (config.price_per_million_input, config.price_per_million_output) == (Decimal("0.15"), Decimal("0.6"))
    assert (config.model, config.budget_seconds, config.fallback) == ("first", 20, None)


def test_another_server_writes_while_the_first_cannot_be_reached(monkeypatch):
    fallback = configured(monkeypatch, **REMOTE, **SECOND).fallback
    assert fallback == ModelConfig(
        kind="openai", model="second", base_url="http://second/v1", api_key="k2", timeout_seconds=20, budget_seconds=20
    )


def test_an_answer_that_takes_minutes_is_waited_for(monkeypatch):
    """A model on a CPU: neither its request nor the child that asks ends before its time, nor that of a fallback."""
    assert configured(monkeypatch, **REMOTE | {"VISION_TIMEOUT_SECONDS": "300"}).timeout_seconds == 300
    seconds = []
    for more in ({"VISION_PROVIDER": "embedded"}, REMOTE, {"VISION_TIMEOUT_SECONDS": "300"}, SECOND):
        configured(monkeypatch, **more)
        vision_config.cache_clear()
        seconds.append(longest_text_seconds())
    vision_config.cache_clear()
    assert seconds == [180, 180, 360, 660]


def test_drafts_can_be_the_fallback(monkeypatch):
    config = configured(monkeypatch, **REMOTE, VISION_FALLBACK_PROVIDER="embedded")
    assert config.fallback == ModelConfig(kind="embedded")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("VISION_FALLBACK_PROVIDER", "nobody"),
        ("VISION_PRICE_PER_MILLION_INPUT", "-1"),
        ("VISION_FALLBACK_BASE_URL", "x"),
    ],
)
def test_a_bad_value_is_refused(monkeypatch, name, value):
    with pytest.raises(ValueError, match="validation error"):
        configured(monkeypatch, **(REMOTE | {name: value}))


@pytest.mark.parametrize("name", ["VISION_MODEL", "VISION_FALLBACK_MODEL"])
def test_a_remote_model_without_a_name_is_refused_at_the_start(monkeypatch, name):
    """Each child that was to write a text would end at once, and each image be tried until it is given up."""
    with pytest.raises(ValueError, match=f"{name}: a remote"):
        configured(monkeypatch, **(REMOTE | SECOND | {name: " "}))


@pytest.mark.parametrize(
    ("ours", "library"),
    [
        (contract_context.ItemContext, vision.Context),
        (contract_context.Placement, vision.Placement),
        (contract_context.Product, vision.Product),
        (contract_settings.AnalysisSettings, vision.Settings),
    ],
)
def test_the_contract_s_words_are_the_library_s(ours, library):
    assert set(ours.model_fields) == {field.name for field in dataclasses.fields(library)}


def test_the_library_s_answer_has_all_that_the_contract_promises():
    assert set(contract_jobs.Analysis.model_fields) <= {field.name for field in dataclasses.fields(vision.Result)}
    assert set(contract_jobs.PlacementText.model_fields) == {
        field.name for field in dataclasses.fields(vision.PlacementAlt)
    }
