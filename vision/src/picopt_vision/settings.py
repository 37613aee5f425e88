"""What the caller asks for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

FIELDS: Final = ("alt", "title", "caption", "description", "filename", "tags")


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """How text is written. The fields equal the contract's `AnalysisSettings`."""

    language: str = "en"
    """BCP 47 tag, regional codes included."""
    tone: str = ""
    keywords: Sequence[str] = ()
    negative_keywords: Sequence[str] = ()
    brand: str = ""
    max_alt_length: int = 125
    """Characters; a longer alt text is a warning, not an error."""
    custom_instruction: str = ""
    fields: Sequence[str] = FIELDS
    """Which of `FIELDS` to fill; the others stay empty."""
    use_location: bool = False
    """Let GPS coordinates of the file lead to a place name in the text."""
    glossary: Sequence[str] = ()
    """The site's own names, products and spellings."""
