"""Every example is a valid message, and every message of a route has an example."""

import json
from pathlib import Path

import pytest
from pydantic import BaseModel

from picopt_contract import account, connect, direct, errors, images, internal, jobs, previews, quotes
from picopt_contract.routes import ROUTES

EXAMPLES = Path(__file__).parents[1] / "examples"
MODULES = (account, connect, direct, errors, images, internal, jobs, previews, quotes)


def model_named(name: str) -> type[BaseModel]:
    model = next(getattr(module, name) for module in MODULES if hasattr(module, name))
    assert issubclass(model, BaseModel)
    return model


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.json")), ids=lambda path: path.stem)
def test_example_is_valid_and_complete(path):
    data = json.loads(path.read_text(encoding="utf-8"))

    message = model_named(path.name.split(".")[0]).model_validate(data)

    assert message.model_dump(mode="json") == data


def test_every_message_of_a_route_has_an_example():
    named = {path.name.split(".")[0] for path in EXAMPLES.glob("*.json")}
    wanted = {model.__name__ for route in ROUTES for _status, model in route.answers if model}
    wanted |= {route.request.__name__ for route in ROUTES if route.request}

    assert wanted <= named
