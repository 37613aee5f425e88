"""Which vision model is used, and how it is reached."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal


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
    max_output_tokens: int = 4000
    """The text takes about 200; models that reason before they write count that too."""
    price_per_million_input: Decimal = Decimal(0)
    price_per_million_output: Decimal = Decimal(0)
    fallback: "ModelConfig | None" = None
    """Used while this one cannot be reached."""
