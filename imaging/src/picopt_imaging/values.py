"""Closed sets of values. Their strings equal those of the wire contract; a test compares both."""

from enum import StrEnum


class Format(StrEnum):
    """Output formats. `auto` lets candidates compete; `original` keeps the source's format where it can be written."""

    WEBP = "webp"
    AVIF = "avif"
    JPEG = "jpeg"
    PNG = "png"
    ORIGINAL = "original"
    AUTO = "auto"


class Preset(StrEnum):
    """Quality presets. `auto` searches for a perceptual target, picture by picture."""

    AUTO = "auto"
    MAXIMUM = "maximum"
    VERY_HIGH = "very_high"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    MINIMUM = "minimum"


class Field(StrEnum):
    """Groups of embedded metadata that a policy writes, keeps or drops."""

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


RIGHTS = frozenset({Field.COPYRIGHT, Field.CREATOR, Field.CREDIT})
"""Survive unless they are dropped by name."""
