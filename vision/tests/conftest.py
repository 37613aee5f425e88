"""Fixtures of the vision tests."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from picopt_vision import ModelConfig, VisionModel, build_model
from picopt_vision.scripted import Script, read_script, serve

PICTURES = Path(__file__).parent / "pictures"

# How long an example takes says how busy the machine is, not what the code does.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


@pytest.fixture
def picture() -> Callable[[str], Path]:
    """Path of a test picture by its name."""
    return lambda name: PICTURES / f"{name}.jpg"


@pytest.fixture(scope="session")
def embedded() -> VisionModel:
    return build_model(ModelConfig())


@pytest.fixture
def remote() -> Iterator[Callable[..., tuple[VisionModel, Script]]]:
    """Starts a scripted server and gives the model that talks to it, and the script."""
    with ExitStack() as servers:

        def start(script: str | list[dict[str, Any]], **config: Any) -> tuple[VisionModel, Script]:
            answers = read_script(script) if isinstance(script, str) else script
            served = servers.enter_context(serve(answers))
            settings = {"timeout_seconds": 20, "budget_seconds": 40, **config}
            return build_model(ModelConfig(kind="openai", model="scripted", base_url=served.url, **settings)), served

        yield start
