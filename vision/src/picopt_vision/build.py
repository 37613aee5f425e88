"""From configuration to a model."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from picopt_vision.failover import FailoverModel
from picopt_vision.port import VisionModel


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelConfig:
    """Which model writes the text, and how it is reached."""

    kind: Literal["embedded", "openai"] = "embedded"
    """`embedded` needs nothing; `openai` is any endpoint that speaks OpenAI's chat protocol."""
    model: str = ""
    """The model's name at the endpoint."""
    base_url: str = ""
    """The endpoint, `/v1` included; empty means OpenAI's own."""
    api_key: str = ""
    timeout_seconds: float = 60
    """For one request."""
    budget_seconds: float = 150
    """For all requests about one picture, retries and repair included."""
    max_output_tokens: int = 1200
    price_per_million_input: Decimal = Decimal(0)
    price_per_million_output: Decimal = Decimal(0)
    fallback: "ModelConfig | None" = None
    """Used while this one cannot be reached."""


def build_model(config: ModelConfig) -> VisionModel:
    """The configured model. Raises ValueError for a configuration that cannot work; loads nothing heavy yet."""
    chain = [_build_one(one) for one in _chain(config)]
    return chain[0] if len(chain) == 1 else FailoverModel(chain)


def _chain(config: ModelConfig) -> Iterator[ModelConfig]:
    one: ModelConfig | None = config
    while one:
        yield one
        one = one.fallback


def _build_one(config: ModelConfig) -> VisionModel:
    if config.kind == "embedded":
        from picopt_vision.embedded import EmbeddedModel  # noqa: PLC0415 # onnxruntime is loaded only where it is used

        return EmbeddedModel()
    from picopt_vision.remote import RemoteModel  # noqa: PLC0415 # the SDK likewise

    return RemoteModel(config)
