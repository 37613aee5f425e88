"""Settings from the environment: typed, read once, validated at start. `docs/settings.md` explains each of them."""

from enum import StrEnum
from typing import Self, TypeVar

from django.core.exceptions import ImproperlyConfigured
from pydantic import Field, PostgresDsn, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

_DEVELOPMENT_SECRET = "development-only-secret-of-at-least-32-bytes"  # noqa: S105 -- refused in production, see below


class Environment(StrEnum):
    """Where this runs. Production refuses test money and development secrets."""

    DEVELOPMENT = "development"
    TEST = "test"
    PRODUCTION = "production"


class PaymentProviderName(StrEnum):
    """Who takes the money."""

    SANDBOX = "sandbox"
    STRIPE = "stripe"


class Config(BaseSettings):
    """Every setting of the platform; the environment variable has the field's name in capitals."""

    model_config = SettingsConfigDict(frozen=True, env_ignore_empty=True, extra="ignore")

    environment: Environment = Environment.DEVELOPMENT
    secret_key: SecretStr = SecretStr(_DEVELOPMENT_SECRET)
    database_url: PostgresDsn = PostgresDsn("postgresql://postgres@localhost/picopt")
    public_url: str = Field("http://localhost:8000", pattern=r"^https?://[^/\s]+$")
    """Where people reach the dashboard."""
    api_url: str = Field("http://localhost:8080", pattern=r"^https?://[^/\s]+$")
    """Where sites reach the gateway; shown beside new keys."""
    allowed_hosts: str = "*"
    """Host names that the dashboard and the internal API answer to, separated by commas."""
    log_level: str = Field("INFO", pattern=r"^(DEBUG|INFO|WARNING|ERROR)$")
    log_format: str = Field("console", pattern=r"^(console|json)$")
    metrics_token: SecretStr = SecretStr("")
    """Bearer token of /metrics; without one, production answers 404."""
    picopt_internal_secret: SecretStr = SecretStr(_DEVELOPMENT_SECRET)
    """Signs what the gateway asks; the same value as the gateway's."""
    storage_url: str = Field("file:var/storage", pattern=r"^(file:|s3://)\S+$")
    """A folder (`file:/srv/pictures`) or a bucket (`s3://bucket/prefix?endpoint=…`)."""
    bill_embedded: bool = False
    """Charge for text by the embedded draft model too."""
    email_url: str = Field("console:", pattern=r"^(console:|smtps?://\S+)$")
    email_from: str = "Picture Optimizer <no-reply@localhost>"
    payment_provider: PaymentProviderName = PaymentProviderName.SANDBOX
    stripe_secret_key: SecretStr = SecretStr("")
    stripe_webhook_secret: SecretStr = SecretStr("")
    stripe_api_base: str = Field("https://api.stripe.com", pattern=r"^https?://[^/\s]+$")
    free_credits: int = Field(50, ge=0)
    """Given once a registrable domain, after a verified e-mail and the first connected site."""

    @property
    def in_production(self) -> bool:
        """Whether real customers and real money are on the other side."""
        return self.environment is Environment.PRODUCTION

    @model_validator(mode="after")
    def _refuse_unsafe_production(self) -> Self:
        if not self.in_production:
            return self
        for name in ("secret_key", "picopt_internal_secret"):
            secret: SecretStr = getattr(self, name)
            if secret.get_secret_value() == _DEVELOPMENT_SECRET or len(secret.get_secret_value()) < 32:
                raise ValueError(f"{name.upper()}: production needs a random value of at least 32 characters")
        if self.payment_provider is PaymentProviderName.SANDBOX:
            raise ValueError("PAYMENT_PROVIDER: production refuses the sandbox; set it to stripe")
        if not (self.stripe_secret_key.get_secret_value() and self.stripe_webhook_secret.get_secret_value()):
            raise ValueError("STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET: production needs both")
        return self


Settings = TypeVar("Settings", bound=BaseSettings)


def load_config() -> Config:
    """The settings of this process.

    Raises `ImproperlyConfigured` naming the variable at fault and what it allows.
    """
    return read_settings(Config)


def read_settings(kind: type[Settings]) -> Settings:
    """A part's settings from the environment. Raises `ImproperlyConfigured` as `load_config` does."""
    try:
        return kind()
    except ValidationError as error:
        prefix = kind.model_config.get("env_prefix", "")
        raise ImproperlyConfigured("\n".join(_explain(error, prefix))) from None


def _explain(error: ValidationError, prefix: str) -> list[str]:
    return [
        f"{prefix + '.'.join(str(part) for part in problem['loc']).upper() or 'Settings'}: {problem['msg']}"
        for problem in error.errors(include_input=False, include_url=False)
    ]
