"""Golden snapshots of what each provider is sent; `UPDATE_GOLDEN=1` writes them anew."""

import base64
import io
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from picopt_vision import Context, ModelConfig, Placement, Product, Settings
from picopt_vision.picture import View, look
from picopt_vision.remote.providers import PROVIDERS, long_side, provider_of
from picopt_vision.remote.request import build_request
from picopt_vision.remote.schema import output_tokens, response_format
from picopt_vision.settings import FIELDS

GOLDEN = Path(__file__).parent / "golden"
CONTEXT = Context(
    file_name="trek-520.jpg",
    site_name="Example Cycles",
    product=Product(name="Trek 520", attributes={"Color": "Red"}, categories=("Touring",), brand="Trek"),
    placements=(
        Placement(
            key="product:7", page_title="Trek 520", heading="Touring bicycles", text_before="Built for distance."
        ),
        Placement(key="post:9", link_target="https://example.org/?p=7", link_title="Trek 520 in our shop"),
    ),
)


@pytest.fixture
def view(tmp_path: Path) -> View:
    path = tmp_path / "one.png"
    Image.linear_gradient("L").resize((1600, 1000)).save(path)
    return look(path)


def snapshot(request: dict[str, Any]) -> dict[str, Any]:
    """The request with the image's size in place of its bytes, which change with the JPEG library."""

    def sized(match: re.Match[str]) -> str:
        image = Image.open(io.BytesIO(base64.b64decode(match[1])))
        return f"data:image/jpeg;base64,({image.width} x {image.height} px)"

    return json.loads(re.sub(r"data:image/jpeg;base64,([A-Za-z0-9+/=]+)", sized, json.dumps(request)))


@pytest.mark.parametrize("name", [provider.name for provider in PROVIDERS])
def test_what_each_provider_is_sent(name: str, view: View) -> None:
    config = ModelConfig(kind="openai", model="m", provider=name, image_detail="low")  # type: ignore[arg-type]  # any name
    places = CONTEXT.placements[1:]
    request = build_request(view, CONTEXT, Settings(), places, config=config, provider=provider_of(config))
    path = GOLDEN / f"{name}.json"
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(snapshot(request), indent=1, ensure_ascii=False) + "\n", "utf-8")
    assert snapshot(request) == json.loads(path.read_text("utf-8"))


@pytest.mark.parametrize(
    ("base_url", "name"),
    [
        ("", "openai"),
        ("https://api.anthropic.com/v1/", "anthropic"),
        ("https://generativelanguage.googleapis.com/v1beta/openai/", "gemini"),
        ("https://openrouter.ai/api/v1", "openrouter"),
        ("http://127.0.0.1:11434/v1", "other"),
    ],
)
def test_a_provider_is_known_by_its_address(base_url: str, name: str) -> None:
    assert provider_of(ModelConfig(kind="openai", model="m", base_url=base_url)).name == name


@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda provider: provider.name)
@pytest.mark.parametrize("size", [(1024, 1024), (1024, 683), (1024, 256), (300, 200), (200, 1024)])
def test_an_image_takes_no_more_tokens_than_are_wanted(provider: Any, size: tuple[int, int]) -> None:
    side = long_side(provider, *size, most_tokens=800)
    ratio = min(size) / max(size)
    tokens = [provider.image_tokens(one, max(1, round(one * ratio))) for one in (side, 640)]
    assert min(640, *size) <= side <= 1024
    assert tokens[0] <= max(800, tokens[1])


def test_a_thinking_model_is_told_how_hard_to_think_and_not_how_freely_to_write(view: View) -> None:
    config = ModelConfig(kind="openai", model="m", reasoning_effort="low")
    request = build_request(view, Context(), Settings(), (), config=config, provider=provider_of(config))
    assert request["reasoning_effort"] == "low"
    assert "temperature" not in request


def test_the_prompt_before_the_facts_is_the_same_for_every_image(view: View) -> None:
    """What providers cache is the beginning that does not change."""
    config = ModelConfig(kind="openai", model="m")
    requests = [
        build_request(view, context, Settings(), (), config=config, provider=provider_of(config))
        for context in (Context(page_title="One"), Context(page_title="Two", file_name="two.jpg"))
    ]
    assert requests[0]["messages"][0] == requests[1]["messages"][0]


def test_alt_text_alone_takes_a_third_of_the_output_at_most() -> None:
    assert output_tokens(("alt",), places=0, most=4000) <= 0.35 * output_tokens(FIELDS, places=0, most=4000)
    asked = response_format(("alt",), with_places=False)["json_schema"]["schema"]["properties"]
    assert set(asked) & set(FIELDS) == {"alt"}
