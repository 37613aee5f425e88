"""Settings from the environment: typed, read once, validated at start. `docs/settings.md` explains each of them."""

from enum import StrEnum
from typing import Self, TypeVar
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from pydantic import Field, PostgresDsn, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from picopt_runtime.production import DEVELOPMENT_SECRET, is_this_machine
from picopt_saas.production import faults, secrets_of


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
    secret_key: SecretStr = SecretStr(DEVELOPMENT_SECRET)
    secret_key_fallbacks: SecretStr = SecretStr("")
    """Earlier values of SECRET_KEY that are still accepted, separated by commas."""
    database_url: PostgresDsn = PostgresDsn("postgresql://postgres@localhost/picopt")
    database_direct_url: PostgresDsn | None = None
    """Where a worker listens for new entries, when a pooler stands at DATABASE_URL; empty: there too."""
    worker_heartbeat_seconds: float = Field(10, ge=0.5, le=10)
    """How often a worker says that it lives. What a silent one held is another's within three times that."""
    public_url: str = Field("http://localhost:8000", pattern=r"^https?://[^/\s]+$")
    """Where people reach the dashboard."""
    api_url: str = Field("http://localhost:8080", pattern=r"^https?://[^/\s]+$")
    """Where sites reach the gateway; shown beside new keys."""
    allowed_hosts: str = ""
    """Further host names that the dashboard answers to, separated by commas; links always name PUBLIC_URL."""
    trusted_proxies: int | None = Field(None, ge=0, le=5)
    """Reverse proxies in front of the dashboard whose `X-Forwarded-…` headers are believed; None counts as 0."""
    platform_host: str = Field("127.0.0.1", min_length=1)
    """Address that the platform listens on."""
    platform_port: int = Field(8000, ge=1, le=65_535)
    platform_threads: int = Field(16, ge=2, le=256)
    """Requests at work at once; each holds a database connection."""
    log_level: str = Field("INFO", pattern=r"^(DEBUG|INFO|WARNING|ERROR)$")
    log_format: str = Field("console", pattern=r"^(console|json)$")
    metrics_token: SecretStr = SecretStr("")
    """Bearer token of /metrics; without one, production answers 404."""
    picopt_internal_secret: SecretStr = SecretStr(DEVELOPMENT_SECRET)
    """Signs what the gateway asks; the same value as the gateway's."""
    picopt_internal_secret_fallbacks: SecretStr = SecretStr("")
    """Earlier values of it that are still accepted, separated by commas."""
    storage_url: str = Field("file:var/storage", pattern=r"^(file:|s3://)\S+$")
    """A folder (`file:/srv/pictures`) or a bucket (`s3://bucket/prefix?endpoint=…`)."""
    storage_public_url: str = Field("", pattern=r"^(https?://[^/\s]+)?$")
    """Where sites reach the bucket's server; empty: not at all, unless it is Amazon's own."""
    archive_url: str = Field("", pattern=r"^((file:|s3://)\S+)?$")
    """Where the archive's objects go; empty: into the storage, under `archive/`."""
    archive_after_months: int = Field(13, ge=0, le=600)
    """Whole months that jobs and ledger entries stay in the database; 0: for ever."""
    archive_kept_years: int = Field(10, ge=6, le=100)
    """How long the archive keeps them, as the law on bookkeeping wants."""
    accept_heic: bool = False
    """Take HEIC images, as iPhones store them. Their compression (HEVC) is patented, so the operator decides."""
    bill_embedded: bool = False
    """Charge for text by the embedded draft model too."""
    email_url: str = Field("console:", pattern=r"^(console:|folder:\S+|smtps?://\S+|smtp\+plain://\S+)$")
    email_from: str = "Picture Optimizer <no-reply@localhost>"
    payment_provider: PaymentProviderName = PaymentProviderName.SANDBOX
    stripe_secret_key: SecretStr = SecretStr("")
    stripe_webhook_secret: SecretStr = SecretStr("")
    stripe_tax: bool = False
    stripe_api_base: str = Field("https://api.stripe.com", pattern=r"^https?://[^/\s]+$")
    free_credits: int = Field(50, ge=0)
    """Given once a registrable domain, after a verified e-mail and the first connected site."""

    free_credits_without_domain: int = Field(10, ge=0)
    """Given once an account for a first site on localhost or an IP address, instead; a domain later brings the rest."""

    @property
    def in_production(self) -> bool:
        """Whether real customers and real money are on the other side: so it is said, or others can reach us."""
        return self.environment is Environment.PRODUCTION or not is_this_machine(self.public_url)

    @property
    def direct_url(self) -> str:
        """The database itself, without a pooler before it."""
        return str(self.database_direct_url or self.database_url)

    @property
    def hosts(self) -> list[str]:
        """The host names that the dashboard answers to."""
        ours = ["localhost", "127.0.0.1", "[::1]"] if is_this_machine(self.public_url) else []
        further = [host.strip() for host in self.allowed_hosts.split(",") if host.strip()]
        return [_host(self.public_url), *ours, *further]

    @property
    def origins(self) -> list[str]:
        """What a browser calls us when it sends one of our forms back."""
        parts = urlsplit(self.public_url)
        port = f":{parts.port}" if parts.port else ""
        return [f"{parts.scheme}://{host}{port}" for host in self.hosts if "*" not in host]

    @property
    def secret_keys(self) -> list[str]:
        """The secret that signs, and those of before that are still accepted."""
        return secrets_of(self.secret_key, self.secret_key_fallbacks)

    @property
    def internal_secrets(self) -> list[str]:
        """The same of the gateway's signatures."""
        return secrets_of(self.picopt_internal_secret, self.picopt_internal_secret_fallbacks)

    @model_validator(mode="after")
    def _refuse_unsafe_production(self) -> Self:
        if self.in_production and (problems := list(faults(self))):
            raise ValueError("\n".join(problems))
        return self


def _host(url: str) -> str:
    """The host of an address as Django compares it: no port, IPv6 in brackets."""
    host = urlsplit(url).hostname or ""
    return f"[{host}]" if ":" in host else host


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
        _sentence(prefix + ".".join(str(part) for part in problem["loc"]).upper(), problem["msg"])
        for problem in error.errors(include_input=False, include_url=False)
    ]


def _sentence(variable: str, message: str) -> str:
    """What is wrong with several variables together names them itself."""
    return f"{variable}: {message}" if variable else message.removeprefix("Value error, ")
