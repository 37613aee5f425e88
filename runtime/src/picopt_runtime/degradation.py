"""What an installation lacks and goes on without: never silently."""

from typing import NamedTuple


class Degradation(NamedTuple):
    """Something that is missing: its name, and what that means and how it is mended, in a sentence or two."""

    name: str
    says: str
