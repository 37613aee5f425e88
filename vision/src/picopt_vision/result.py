"""What comes out of an analysis."""

from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """Why a word stands in the text. `score` is the model's probability or measured share, 0–1."""

    claim: str
    source: str
    """Who says it: classifier, faces, pixels, text recognition, embedded metadata, product, link, caption, file name
    together with the parts of the page that agree (`file name, heading`), or a remote model's name."""
    score: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Usage:
    """What the analysis took. Tokens and cost are 0 for the embedded model."""

    input_tokens: int = 0
    output_tokens: int = 0
    cost: Decimal = Decimal(0)
    """In the currency of the configured prices; an estimate from tokens."""
    requests: int = 0
    """Requests sent to a remote model, failed ones included."""
    seconds: float = 0.0

    def plus(self, other: "Usage") -> "Usage":
        """Both together."""
        return Usage(
            input_tokens=self.input_tokens + other.input_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
            cost=self.cost + other.cost,
            requests=self.requests + other.requests,
            seconds=self.seconds + other.seconds,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Text:
    """Metadata for an image: plain text, one line each except the description."""

    alt: str = ""
    title: str = ""
    caption: str = ""
    description: str = ""
    filename: str = ""
    """Base name without extension: lower-case ASCII words joined by hyphens."""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class PlacementAlt:
    """The alt text of a place that needs another than the image's own. The fields equal the contract's."""

    key: str
    alt: str
    role: str
    """informative, functional, decorative, text or complex."""
    language: str | None = None
    """Where it is not the one of the settings."""


def only(text: Text, fields: Collection[str]) -> Text:
    """The text without the fields that are not in `fields`."""
    return Text(
        alt=text.alt if "alt" in fields else "",
        title=text.title if "title" in fields else "",
        caption=text.caption if "caption" in fields else "",
        description=text.description if "description" in fields else "",
        filename=text.filename if "filename" in fields else "",
        tags=text.tags if "tags" in fields else (),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """A model's answer before the common finish."""

    text: Text
    language: str
    decorative: bool
    confidence: float
    model: str
    prompt_version: str
    evidence: tuple[Evidence, ...] = ()
    usage: Usage = field(default_factory=Usage)
    is_draft: bool = False
    """Written without understanding the picture as a person would; have a person look at it."""
    role: str = "informative"
    """What the image is for: informative, functional, decorative, text or complex."""
    placements: tuple[PlacementAlt, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """Finished text. The fields up to `warnings` equal the contract's `Analysis`."""

    alt: str
    title: str
    caption: str
    description: str
    filename: str
    tags: tuple[str, ...]
    language: str
    decorative: bool
    """The image carries no content: an empty alt text is right."""
    draft: bool
    confidence: float
    model: str
    prompt_version: str
    warnings: tuple[str, ...] = ()
    """Names of rules that the text violates mildly."""
    evidence: tuple[Evidence, ...] = ()
    usage: Usage = field(default_factory=Usage)
    role: str = "informative"
    """What the image is for: informative, functional, decorative, text or complex (W3C's image concepts)."""
    placements: tuple[PlacementAlt, ...] = ()
    """Places whose alt text is not `alt`: links, decoration, text that says it already, other languages."""
