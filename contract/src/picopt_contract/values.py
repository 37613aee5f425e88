"""The closed sets of values: pipelines, states, formats, presets."""

from enum import StrEnum
from types import MappingProxyType
from typing import Final


class ChargeLine(StrEnum):
    """What an item can be charged for; each line costs one credit, which is reserved for it alone."""

    ANALYSIS = "analysis"
    EXPORT = "export"


class Pipeline(StrEnum):
    """The three things a user can ask for."""

    ANALYZE_EXPORT = "analyze_export"
    ANALYZE = "analyze"
    EXPORT = "export"


LINES: Final = MappingProxyType(
    {
        Pipeline.ANALYZE_EXPORT: (ChargeLine.ANALYSIS, ChargeLine.EXPORT),
        Pipeline.ANALYZE: (ChargeLine.ANALYSIS,),
        Pipeline.EXPORT: (ChargeLine.EXPORT,),
    }
)
CREDITS_PER_LINE: Final = 1


class ItemState(StrEnum):
    """Where an item stands."""

    QUEUED = "queued"
    ANALYSING = "analysing"
    REVIEW = "review"
    EXPORTING = "exporting"
    READY = "ready"
    DELIVERED = "delivered"
    SKIPPED = "skipped"
    NO_GAIN = "no_gain"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


FINAL_STATES: Final = frozenset(
    {
        ItemState.DELIVERED,
        ItemState.SKIPPED,
        ItemState.NO_GAIN,
        ItemState.FAILED,
        ItemState.CANCELLED,
        ItemState.EXPIRED,
    }
)


class JobState(StrEnum):
    """A job's state follows from its items: waiting, at work, or nothing left to do on the service."""

    QUEUED = "queued"
    RUNNING = "running"
    FINISHED = "finished"
    CANCELLED = "cancelled"


class ChargeState(StrEnum):
    """What became of a charge line."""

    FREE = "free"  # already paid for, or a model whose text costs nothing
    HELD = "held"
    CAPTURED = "captured"
    RELEASED = "released"
    REFUNDED = "refunded"


class Format(StrEnum):
    """Output formats; `auto` lets candidates compete, `original` keeps the source's format."""

    WEBP = "webp"
    AVIF = "avif"
    JPEG = "jpeg"
    PNG = "png"
    ORIGINAL = "original"
    AUTO = "auto"


class Preset(StrEnum):
    """Quality presets; `auto` searches for a perceptual target."""

    AUTO = "auto"
    MAXIMUM = "maximum"
    VERY_HIGH = "very_high"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    MINIMUM = "minimum"


class Scope(StrEnum):
    """What a key may do."""

    ANALYZE = "analyze"
    EXPORT = "export"
    READ = "read"


class TextField(StrEnum):
    """Text fields that an analysis can fill."""

    ALT = "alt"
    TITLE = "title"
    CAPTION = "caption"
    DESCRIPTION = "description"
    FILENAME = "filename"
    TAGS = "tags"


class MetadataField(StrEnum):
    """Groups of embedded metadata that a policy can keep or drop."""

    COPYRIGHT = "copyright"
    CREATOR = "creator"
    CREDIT = "credit"
    GPS = "gps"
    CAMERA = "camera"
    DATE = "date"
    TITLE = "title"
    ALT = "alt"
    CAPTION = "caption"
    DESCRIPTION = "description"
    KEYWORDS = "keywords"


class ImageRole(StrEnum):
    """What an image is for in a place, as the analysis told it (W3C's image concepts)."""

    INFORMATIVE = "informative"
    FUNCTIONAL = "functional"  # in a link: the alt text says where it leads
    DECORATIVE = "decorative"  # the alt text is empty
    TEXT = "text"  # shows text, which the alt text carries
    COMPLEX = "complex"  # chart or diagram: gist as alt text, the rest in the description


class Role(StrEnum):
    """What an image is for on its page, as far as the site can tell."""

    CONTENT = "content"
    LINKED = "linked"
    DECORATIVE = "decorative?"
    HERO = "hero"
