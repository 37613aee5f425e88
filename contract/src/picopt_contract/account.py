"""Account and capabilities."""

from datetime import datetime

from pydantic import Field

from picopt_contract.base import LanguageTag, Model
from picopt_contract.limits import Limits
from picopt_contract.values import Format, Pipeline, Preset, Scope, TextField


class ExpiringCredits(Model):
    """Credits that end at a moment."""

    credits: int = Field(ge=0)
    expires_at: datetime


class Credits(Model):
    """Balances in whole credits; granted = available + held + used + expired + revoked."""

    granted: int = Field(ge=0)
    available: int = Field(ge=0)
    held: int = Field(ge=0)
    used: int = Field(ge=0)
    expired: int = Field(ge=0)
    revoked: int = Field(ge=0)
    debt: int = Field(default=0, ge=0)
    expiring: list[ExpiringCredits] = Field(default_factory=list)


class Usage(Model):
    """What this key's site used."""

    credits_today: int = Field(ge=0)
    credits_30_days: int = Field(ge=0)
    """Reserved or charged by what was ordered today and on the 29 days before (UTC)."""
    credits_this_month: int = Field(default=0, ge=0)
    """Reserved or charged since the month (UTC) began: what counts toward `KeyInfo.monthly_budget`."""
    upload_bytes_30_days: int = Field(ge=0)


class KeyInfo(Model):
    """The key that asks."""

    prefix: str
    scopes: list[Scope]
    site_url: str
    daily_spend_cap: int | None
    monthly_budget: int | None = None
    """The most credits that the site may use in a month (UTC), by all of its keys; None: no limit."""
    test: bool


class Account(Model):
    """Answer of `GET /v1/account`."""

    name: str
    plan: str
    frozen: bool
    credits: Credits
    usage: Usage
    key: KeyInfo
    upload_bytes_per_30_days: int
    buy_url: str
    budget_url: str = ""
    """Where an owner sets the monthly budget of the key's site."""


class PresetValues(Model):
    """Encoder quality of a preset a format, 0–100; `png` is `lossless` or `palette`; all None for `auto`."""

    jpeg: int | None = None
    webp: int | None = None
    avif: int | None = None
    png: str | None = None


class EstimateModel(Model):
    """Constants of the size estimate: bytes = pixels × bits_per_pixel / 8 × factor of the image's own density.

    The factor is (the file's bits a pixel ÷ reference) ^ exponent. `picopt_contract.estimates` does the arithmetic.
    """

    bits_per_pixel: dict[Format, dict[Preset, float]]
    """Typical bits a pixel of a photograph."""
    density_exponent: float
    """How strongly the source's own bits per pixel scale the estimate."""
    density_reference: float
    """Bits per pixel of the source at which the factor is 1."""
    lossless_exponent: float
    """The same for sources that were stored without loss (PNG, TIFF, BMP, GIF), and the line below."""
    lossless_reference: float
    lossless_ceiling: float
    """A lossless file with more bits a pixel was only compressed badly."""
    drawn_below: float
    """A lossless file with fewer bits a pixel is a drawing: results, but JPEG, have `drawn_share` of its bytes."""
    drawn_share: float
    scale_exponent: float
    """A result with a share s of the source's pixels has s ^ exponent of the bytes."""
    growth_per_point: float
    """Preset `auto`: each point of target more multiplies the bytes by e ^ this."""


class AnalysisCapabilities(Model):
    """What the configured vision model can do."""

    model: str
    draft: bool
    """True for the embedded model: its text is a draft."""
    languages: list[LanguageTag]
    """BCP 47; empty means any."""
    fields: list[TextField]
    credits: int
    """Credits for an analysis line with this model: 1, or 0 for the embedded model unless it is billed."""
    batches: bool = False
    """Whether orders with `may_wait` do wait for the model's batches; otherwise it changes nothing."""


class Capabilities(Model):
    """Answer of `GET /v1/capabilities`: the one source of truth for the wizard."""

    service_version: str
    formats: list[Format]
    input_media_types: list[str]
    presets: dict[Preset, PresetValues]
    default_format: Format
    default_preset: Preset
    default_target: float
    direct_hosts: list[str] = Field(default_factory=list)
    """Hosts, with their ports where they have one, to which bytes go straight; no other address is to be trusted.
    Empty: everything goes through this service."""
    prices: dict[Pipeline, int]
    """Credits per image, at most."""
    estimates: EstimateModel
    analysis: AnalysisCapabilities
    limits: Limits
