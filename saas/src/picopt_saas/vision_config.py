"""Settings of the vision model and of the results' life, from the environment. `docs/settings.md` explains them."""

from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Literal, Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from picopt_saas.config import read_settings


class VisionProvider(StrEnum):
    """Whose model writes the text. `openai` is any endpoint that speaks OpenAI's protocol."""

    EMBEDDED = "embedded"
    OPENAI = "openai"


class VisionConfig(BaseSettings):
    """Which vision model is used; the environment variable has the field's name in capitals, with `VISION_` before."""

    model_config = SettingsConfigDict(env_prefix="VISION_", frozen=True, env_ignore_empty=True, extra="ignore")

    provider: VisionProvider = VisionProvider.EMBEDDED
    model: str = ""
    """The model's name at the provider."""
    base_url: str = Field("", pattern=r"^(https?://\S+)?$")
    """Of an OpenAI-compatible server; empty: the provider's own."""
    api_key: SecretStr = SecretStr("")
    timeout_seconds: float = Field(60, gt=0, le=600)
    """For one picture, all tries together."""
    price_per_million_input: Decimal = Field(Decimal(0), ge=0)
    """What the provider asks for a million tokens that the model reads; the log tells each text's cost by it."""
    price_per_million_cached_input: Decimal | None = Field(None, ge=0)
    """The same for tokens that it found in its cache; empty: as any other."""
    price_per_million_output: Decimal = Field(Decimal(0), ge=0)
    """The same for tokens that it writes."""
    temperature: float | None = Field(0.2, ge=0, le=2)
    """How freely the model writes; not sent with a reasoning effort."""
    reasoning_effort: Literal["", "none", "minimal", "low", "medium", "high"] = ""
    """For models that think before they write; empty: not sent."""
    image_detail: Literal["", "low", "high", "auto"] = ""
    """For providers that know it; empty: not sent."""
    max_image_tokens: int = Field(800, ge=85, le=4000)
    """Images are sent as large as this many tokens allow by the provider's own rule."""
    max_output_tokens: int = Field(4000, ge=200, le=100_000)
    """For all fields of a text, thoughts included; fewer fields get less."""
    batch_protocol: Literal["", "openai", "anthropic"] = ""
    """Whose batches the endpoint has, for orders that may wait; empty: none, every image is described at once."""
    fallback_provider: VisionProvider | None = None
    """Who writes while the provider above cannot be reached; empty: nobody, the items wait and are tried again."""
    fallback_model: str = ""
    fallback_base_url: str = Field("", pattern=r"^(https?://\S+)?$")
    fallback_api_key: SecretStr = SecretStr("")

    @model_validator(mode="after")
    def _batches_need_a_model(self) -> Self:
        if self.batch_protocol and self.provider is VisionProvider.EMBEDDED:
            raise ValueError("VISION_BATCH_PROTOCOL: the embedded model has no batches; set VISION_PROVIDER=openai")
        return self

    @model_validator(mode="after")
    def _a_remote_model_has_a_name(self) -> Self:
        named = {
            "VISION_MODEL": (self.provider, self.model),
            "VISION_FALLBACK_MODEL": (self.fallback_provider, self.fallback_model),
        }
        for variable, (provider, model) in named.items():
            if provider is VisionProvider.OPENAI and not model.strip():
                raise ValueError(f"{variable}: a remote vision model needs its name at the provider")
        return self

    @property
    def is_draft(self) -> bool:
        """Whether the text is only a draft."""
        return self.provider is VisionProvider.EMBEDDED

    @property
    def uses_embedded(self) -> bool:
        """Whether the embedded model writes, always or while the other cannot be reached."""
        return VisionProvider.EMBEDDED in (self.provider, self.fallback_provider)

    @property
    def remote_seconds(self) -> float:
        """The longest that all remote models together may take for one image."""
        return self.timeout_seconds * (self.provider, self.fallback_provider).count(VisionProvider.OPENAI)

    @property
    def languages(self) -> list[str]:
        """BCP 47 tags that the model writes; empty means any."""
        return ["en"] if self.is_draft else []


@lru_cache(maxsize=1)
def vision_config() -> VisionConfig:
    """The settings of this process, read once."""
    return read_settings(VisionConfig)
