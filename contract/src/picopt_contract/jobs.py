"""Jobs, their items, results and receipts."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from picopt_contract.base import (
    FileId,
    ImageType,
    ItemId,
    JobId,
    LanguageTag,
    MaybeBytes,
    Model,
    Pixels,
    QuoteId,
    Reference,
    Sha256,
)
from picopt_contract.limits import LIMITS
from picopt_contract.reasons import ReasonCode
from picopt_contract.settings import JobSettings, PictureItem
from picopt_contract.values import ChargeLine, ChargeState, Format, ImageRole, ItemState, JobState, Pipeline


class JobRequest(Model):
    """Orders what was quoted. The pipeline, settings, and images must be those of the quote."""

    quote_id: QuoteId
    pipeline: Pipeline
    settings: JobSettings = Field(default_factory=JobSettings)
    items: list[PictureItem] = Field(min_length=1, max_length=LIMITS.items_per_job)
    review: bool = False
    """Stop after analysis until the text was reviewed."""
    accept_drafts: bool = False
    """Write texts that are only drafts (`Analysis.draft`) into files unseen. Without it files are made with the
    attachment's present text, and the draft comes beside them, to be reviewed; exporting again with the approved text
    is free."""
    batch: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._:-]{0,64}$")] = ""
    """The site's own name for the job that this is a part of; parts with one name are shown as one job."""
    automatic: bool = False
    """Asked for by the site itself, for what was just uploaded, and by nobody in particular."""
    may_wait: bool = False
    """Nobody waits for the analysis: it may go into a batch of the vision model's, which takes up to a day and is
    cheaper for whoever runs the service. The price in credits is the same. Meanwhile items are `queued` with the reason
    `waiting_for_batch`; what a batch does not bring is analyzed at once."""


class Reason(Model):
    """Why an item is where it is."""

    code: ReasonCode
    message: str


class Charge(Model):
    """One charge line of an item."""

    line: ChargeLine
    state: ChargeState
    credits: int = Field(ge=0)


class PictureText(Model):
    """Metadata for an image: plain text, one line each except the description."""

    alt: str = ""
    title: str = ""
    caption: str = ""
    description: str = ""
    filename: str = ""
    """Suggested base name: lower-case ASCII words joined by hyphens, no extension."""
    tags: list[str] = Field(default_factory=list)


class PlacementText(Model):
    """The alt text of one place that needs another than the attachment's."""

    key: Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]{1,200}$")]
    """As it came in the order."""
    alt: Annotated[str, StringConstraints(max_length=2000)] = ""
    role: ImageRole = ImageRole.INFORMATIVE
    language: LanguageTag | None = None
    """Where it is not the analysis' own."""


class Analysis(PictureText):
    """What the vision model wrote."""

    language: str
    decorative: bool
    """The image carries no content: an empty alt text is right."""
    draft: bool
    """Written by the embedded model; have a person look at it."""
    confidence: float = Field(ge=0, le=1)
    model: str
    prompt_version: str
    warnings: list[str] = Field(default_factory=list)
    """Names of rules that the text violates mildly."""
    role: ImageRole = ImageRole.INFORMATIVE
    placements: list[PlacementText] = Field(default_factory=list)
    """Places whose alt text is not `alt`: links, decoration, pages of another language."""


class MetadataChange(Model):
    """One field of the embedded metadata, before and after."""

    field: str
    before: str | None
    after: str | None


class ResultFile(Model):
    """One file of a result. `name` is `full`, a sub-size's name as requested, or `breakpoint-<width>`."""

    id: FileId
    name: str
    width: Pixels
    height: Pixels
    bytes: int = Field(ge=1)
    sha256: Sha256
    media_type: ImageType
    extension: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]{1,5}$")]
    quality: int | None
    """Encoder quality; None where there is none: without loss, near-lossless, or a palette."""
    score: float | None
    """SSIMULACRA2 against the same size made losslessly; None where it was not measured."""


class ExportResult(Model):
    """What came out of an export."""

    format: Format
    source_bytes: int
    files: list[ResultFile]
    metadata_changes: list[MetadataChange] = Field(default_factory=list)
    notes: list[str] = Field(default_factory=list)
    """What was converted, kept or lost, in sentences."""


class Item(Model):
    """One image of a job."""

    id: ItemId
    reference: Reference
    sha256: Sha256
    state: ItemState
    reason: Reason | None
    attempts: int = Field(ge=0)
    charges: list[Charge]
    analysis: Analysis | None
    export: ExportResult | None
    updated_at: datetime


class Job(Model):
    """A job with a page of its items. Reading an item's text is delivery of it: the analysis line is captured then."""

    id: JobId
    pipeline: Pipeline
    state: JobState
    created_at: datetime
    counts: dict[ItemState, int]
    credits_held: int = Field(ge=0)
    credits_used: int = Field(ge=0)
    items: list[Item]
    next_cursor: str | None
    """Give it as `?cursor=` for the next page of items."""


class JobSummary(Model):
    """A job in the list of jobs."""

    id: JobId
    pipeline: Pipeline
    state: JobState
    created_at: datetime
    counts: dict[ItemState, int]


class JobList(Model):
    """Answer of `GET /v1/jobs`, newest first."""

    jobs: list[JobSummary]
    next_cursor: str | None


class ReviewedText(PictureText):
    """The text as a person left it; body of `PUT /v1/items/{id}/metadata`."""

    decorative: bool = False
    placements: list[PlacementText] = Field(default_factory=list, max_length=LIMITS.placements_per_item)
    """Alt texts of places, as the person left them; a place that is not named keeps what the analysis gave it."""


class RegenerateRequest(Model):
    """Ask for another text."""

    wish: Annotated[str, StringConstraints(max_length=500)] = ""


class AppliedFile(Model):
    """A file as it lies on the site's disk."""

    name: str
    sha256: Sha256


class Receipt(Model):
    """What the site did with a result. `not_applied` gives the credits back, within limits.

    `reverted`: it was applied, and a person put the image back to what it was. Nothing is refunded, and nothing said
    afterwards changes it: whoever wants the result again orders it again, which is free while it is kept. An item that
    is in the archive answers 404, and is noted all the same.
    """

    outcome: Literal["applied", "not_applied", "reverted"]
    files: list[AppliedFile] = Field(default_factory=list)
    reason: Annotated[str, StringConstraints(max_length=500)] = ""
    bytes_before: MaybeBytes | None = None
    """Of all files that pages could show of this image, before; None where no file was replaced."""
    bytes_after: MaybeBytes | None = None
    """The same afterwards."""


class ReceiptAnswer(Model):
    """What the receipt led to."""

    item: Item
    refunded: int = Field(ge=0)
    refund_pending: bool = False
    """Beyond the automatic limit: staff decide."""
