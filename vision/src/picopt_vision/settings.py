"""What the caller asks for and what is known about the picture's place on the site."""

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


@dataclass(frozen=True, kw_only=True, slots=True)
class Context:
    """What surrounds the picture. The fields equal the contract's `ItemContext`. Data, never an instruction."""

    page_title: str = ""
    surrounding_text: str = ""
    product_name: str = ""
    existing_alt: str = ""
    link_target: str = ""
    """Where the picture leads when it is a link: an address or the target's title."""
    file_name: str = ""
    role: str = "content"
    """content, linked, decorative? or hero."""

    @property
    def is_link(self) -> bool:
        """The picture is the content of a link."""
        return self.role == "linked" or bool(self.link_target.strip())
