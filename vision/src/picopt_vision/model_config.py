"""Which vision model is used, and how it is reached."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Literal

ProviderName = Literal["openai", "anthropic", "gemini", "openrouter", "other"]
Effort = Literal["", "none", "minimal", "low", "medium", "high"]
Detail = Literal["", "low", "high", "auto"]


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
    provider: ProviderName | None = None
    """Whose ways the endpoint has; told from its address where it is not said."""
    timeout_seconds: float = 60
    """For one request."""
    budget_seconds: float = 150
    """For all requests about one image, retries and repair included."""
    max_output_tokens: int = 4000
    """For all fields; fewer get less. The text takes about 700; models that reason before they write count that too."""
    temperature: float | None = 0.2
    """None: the provider's own."""
    reasoning_effort: Effort = ""
    """Empty: not sent."""
    image_detail: Detail = ""
    """Empty: not sent. Only some providers know it."""
    max_image_tokens: int = 800
    """The image is sent as large as this many tokens allow by the provider's own rule, at most 1024 px."""
    price_per_million_input: Decimal = Decimal(0)
    price_per_million_cached_input: Decimal | None = None
    """Of tokens that the provider found in its cache; None: as any other."""
    price_per_million_output: Decimal = Decimal(0)
    record_to: Path | None = None
    """Folder into which every exchange is written, without the key and the image: for a new case in the tests."""
    fallback: "ModelConfig | None" = None
    """Used while this one cannot be reached."""

    @property
    def key(self) -> str:
        """As it is sent: keys from files end with a line."""
        return self.api_key.strip()
