"""A line of text in an image, and where it stands."""

from dataclasses import dataclass
from typing import Final

# Rows of one text are less than this many heights of a line apart.
ROW_APART: Final = 1.2
# Share of the lower one's height from which two lines stand in a row.
SAME_ROW: Final = 0.5


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text; its place and its height in heights of the image, from the image's upper left corner."""

    text: str
    score: float
    height: float
    left: float = 0.0
    right: float = 1.0
    top: float = 0.0
    is_cut: bool = False
    """It reaches the image's left or right border: there is more of it outside."""

    def is_central(self, width: float) -> bool:
        """Its middle is near that of the image, which is `width` wide."""
        return abs((self.left + self.right) / 2 - width / 2) < width / 6

    def overlap(self, other: "Line") -> float:
        """Which share of the lower of the two is in the same row as the other one."""
        shared = min(self.top + self.height, other.top + other.height) - max(self.top, other.top)
        return max(0.0, shared) / max(1e-6, min(self.height, other.height))

    def goes_on(self, other: "Line") -> bool:
        """One row on, or a word's distance away in the same row."""
        low, high = min(self.height, other.height), max(self.height, other.height)
        across = max(self.left - other.right, other.left - self.right)
        down = max(self.top - other.top - other.height, other.top - self.top - self.height)
        return down < ROW_APART * high and across < (low if self.overlap(other) > SAME_ROW else 0.0)

    def is_beside(self, other: "Line") -> bool:
        """In the same row, with more between them than there is between words."""
        gap = max(self.left - other.right, other.left - self.right)
        return abs(self.top - other.top) < min(self.height, other.height) / 2 and gap > min(self.height, other.height)
