"""What the page calls the image, and who says so."""

from dataclasses import dataclass
from typing import Literal

# Where the page says what the file is called after.
Channel = Literal["caption", "heading", "page title", "text beside", "running text"]


@dataclass(frozen=True, slots=True)
class Topic:
    """A phrase of the page, in its own words."""

    phrase: str
    is_name: bool
    """Two to four capitalized words in a row: a person, a place, a product."""
    is_captioned: bool = False
    """A common noun out of the caption."""
    said_by: frozenset[Channel] = frozenset()
    """Where the page says it."""
    is_of_file: bool = True
    """The file is called so, and not after a part of it: `ethiopia-food` does not show Ethiopia."""

    @property
    def witnesses(self) -> list[str]:
        """Who says it, the file's name first."""
        return ["file name", *sorted(self.said_by)]

    @property
    def is_fragment(self) -> bool:
        """One word of several that the file is called."""
        return not self.is_of_file and " " not in self.phrase

    @property
    def is_titled(self) -> bool:
        """Only title or heading have it: where the file is called after its page, nobody says what is to be seen."""
        return bool(self.said_by) and self.said_by <= {"page title", "heading"}

    @property
    def is_mentioned(self) -> bool:
        """Only running text has it: whoever is named there may have sent the image."""
        return bool(self.said_by) and self.said_by <= {"text beside", "running text"}

    @property
    def is_far(self) -> bool:
        """Only text that does not touch the image has it."""
        return self.said_by == {"running text"}
