"""Settings from the environment: typed, read once, validated at start. `docs/settings.md` explains each of them."""

from collections.abc import Iterator
from typing import Annotated, Final, Self

from pydantic import AfterValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from picopt_runtime.production import is_this_machine, what_is_wrong_with

MIB: Final = 1024 * 1024
_SHORTEST_SECRET: Final = 32


def _long_enough(secret: SecretStr) -> SecretStr:
    """Not `min_length`: of a secret, Pydantic would count the items."""
    if len(secret.get_secret_value()) < _SHORTEST_SECRET:
        raise ValueError(f"The secret should have at least {_SHORTEST_SECRET} characters")
    return secret


class Settings(BaseSettings):
    """Everything that can be set. The alias is the name of the environment variable."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True, populate_by_name=True, env_ignore_empty=True)

    environment: str = Field("development", alias="ENVIRONMENT", pattern=r"^(development|test|production)$")
    """Where this runs; production too whenever the dashboard is not on this machine."""
    host: str = Field("127.0.0.1", alias="PICOPT_GATEWAY_HOST", min_length=1)
    """Address to listen on."""
    port: int = Field(8080, alias="PICOPT_GATEWAY_PORT", ge=1, le=65_535)
    saas_url: str = Field(alias="PICOPT_SAAS_URL", pattern=r"^https?://[^\s/]+/?$")
    """Where the platform's internal API is; no path."""
    dashboard_url: str = Field("", alias="PUBLIC_URL", pattern=r"^(https?://[^\s/]+/?)?$")
    """Where people reach the dashboard; `/connect` leads there. Empty: it answers 404."""
    internal_secret: Annotated[SecretStr, AfterValidator(_long_enough)] = Field(alias="PICOPT_INTERNAL_SECRET")
    """Signs what the platform accepts; the same value on both sides."""
    ratelimit_storage_uri: str = Field("memory://", alias="RATELIMIT_STORAGE_URI", pattern=r"^(memory|rediss?)://")
    """Where counters live; `redis://…` as soon as there is more than one gateway."""
    threads: int = Field(128, alias="PICOPT_GATEWAY_THREADS", ge=4, le=1024)
    """Requests at work at once; half of them may be reading a body, a quarter may be long polls."""
    idle_seconds: float = Field(10, alias="PICOPT_GATEWAY_IDLE_SECONDS", ge=1, le=60)
    """A connection without a whole request head for so long is closed, idle keep-alive ones too."""
    address_connections: int = Field(256, alias="PICOPT_GATEWAY_ADDRESS_CONNECTIONS", ge=1)
    """Connections that one address may hold; not counted behind a trusted proxy, which does that itself."""
    trusted_proxies: int | None = Field(None, alias="PICOPT_GATEWAY_TRUSTED_PROXIES", ge=0, le=5)
    """Reverse proxies in front whose `X-Forwarded-For` is believed; None counts as 0."""
    address_requests_per_minute: int = Field(6000, alias="PICOPT_GATEWAY_ADDRESS_REQUESTS_PER_MINUTE", ge=1)
    connect_requests_per_minute: int = Field(60, alias="PICOPT_GATEWAY_CONNECT_REQUESTS_PER_MINUTE", ge=1)
    """Exchanges of one-time codes an address."""
    json_bytes: int = Field(8 * MIB, alias="PICOPT_GATEWAY_JSON_BYTES", ge=1024)
    """Longest JSON body."""
    slow_seconds: float = Field(30, alias="PICOPT_GATEWAY_SLOW_SECONDS", gt=0)
    slow_bytes_per_second: int = Field(16_000, alias="PICOPT_GATEWAY_SLOW_BYTES_PER_SECOND", ge=1)
    """A body that stays below this for `slow_seconds` gets 408."""
    saas_seconds: float = Field(30, alias="PICOPT_GATEWAY_SAAS_SECONDS", gt=0)
    """How long the platform may take to answer, beside a long poll's own time."""
    metrics_token: SecretStr = Field(SecretStr(""), alias="PICOPT_GATEWAY_METRICS_TOKEN")
    """Bearer token of `/metrics`; without one, only this machine sees them."""
    log_level: str = Field("INFO", alias="PICOPT_GATEWAY_LOG_LEVEL", pattern=r"^(DEBUG|INFO|WARNING|ERROR)$")

    @property
    def in_production(self) -> bool:
        """Whether strangers can reach us: so it is said, or the dashboard is not on this machine."""
        elsewhere = bool(self.dashboard_url) and not is_this_machine(self.dashboard_url)
        return self.environment == "production" or elsewhere

    @model_validator(mode="after")
    def _refuse_unsafe_production(self) -> Self:
        if self.in_production and (problems := list(_unsafe(self))):
            raise ValueError("\n".join(problems))
        return self


def _unsafe(settings: Settings) -> Iterator[str]:
    """What production refuses, each with the variable's name."""
    if fault := what_is_wrong_with(settings.internal_secret.get_secret_value()):
        yield f"PICOPT_INTERNAL_SECRET: production needs a secret of its own: {fault}"
    if not settings.dashboard_url.startswith("https://"):
        yield "PUBLIC_URL: production needs the dashboard's https address"
    if settings.trusted_proxies is None:
        yield "PICOPT_GATEWAY_TRUSTED_PROXIES: say how many reverse proxies stand before the gateway (0 for none)"


class SettingsError(Exception):
    """A setting is missing or wrong; the message names each variable."""


def load_settings() -> Settings:
    """Read the environment.

    Raises `SettingsError` with one line a wrong variable.
    """
    try:
        return Settings()
    except ValidationError as error:
        problems = error.errors(include_url=False, include_input=False)
        raise SettingsError("\n".join(_sentence(one["loc"], one["msg"]) for one in problems)) from None


def _sentence(where: tuple[int | str, ...], message: str) -> str:
    """What is wrong with several variables together names them itself."""
    says = message.removeprefix("Value error, ")
    return f"{where[0]}: {says}" if where else says
