"""Quotes: what a job costs at most, before anything is spent."""

from datetime import datetime

from pydantic import Field

from picopt_contract.base import Model, QuoteId, Reference, Sha256
from picopt_contract.limits import LIMITS
from picopt_contract.settings import JobSettings, PictureItem
from picopt_contract.values import Pipeline


class QuoteRequest(Model):
    """What is asked for."""

    pipeline: Pipeline
    settings: JobSettings = Field(default_factory=JobSettings)
    items: list[PictureItem] = Field(min_length=1, max_length=LIMITS.items_per_job)


class QuoteItem(Model):
    """The price of one image, line by line; null where the pipeline has no such line."""

    reference: Reference
    sha256: Sha256
    analysis_credits: int | None
    export_credits: int | None
    paid_before: bool
    """The service has a paid result for at least one line, given again without charge."""
    uploaded: bool
    estimated_bytes: int | None
    """Of the full-size result; None for a pipeline without export."""


class Quote(Model):
    """Binding until it expires: the job never holds more."""

    id: QuoteId
    pipeline: Pipeline
    credits: int = Field(ge=0)
    """At most; a result without gain or a failure costs less."""
    items: list[QuoteItem]
    available: int
    available_after: int
    """May be negative: then this many credits are missing."""
    expires_at: datetime
