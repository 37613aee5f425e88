"""What is written in an image, as the engine for reading found it."""

import re
from dataclasses import dataclass
from typing import Final

# An axis has at least so many numbers; a card or a poster hardly so many lines.
AXIS: Final = 4
PAGE: Final = 12
# More numbers than any axes have: a table.
TABLE: Final = 30
# Share of the image that a text takes for which it is there.
LEAST_QUOTED: Final = 0.03
# Lettering so high, of the image's height, is a banner's or a poster's.
LARGE: Final = 0.08


@dataclass(frozen=True, slots=True)
class Standing:
    """A text that stands by itself: a box of a diagram, a heading, a line of a logo."""

    text: str
    height: float
    """Of its lines, as a share of the image's."""
    score: float
    """How sure the least sure of them is (0–1)."""


# What stands by itself on buttons and in menus, and in no chart or drawing.
_COMMANDS: Final = frozenset(
    """add apply back cancel close continue create dashboard delete done download edit export file filter help home
    import insert login log_in log_out logout menu next ok open options password preferences previous profile
    refresh register remove reply reset save search send settings share sign_in sign_up skip submit subscribe
    tools upload username view window""".split()  # noqa: SIM905 # a list of words is read more easily as prose
)
FEWEST_COMMANDS: Final = 2
# What programs call each other by, with the port. A plan of a network has machines alone.
_OF_PROGRAMS: Final = re.compile(r"\blocalhost\b|\b\d{1,3}(?:\.\d{1,3}){3}:\d{2,5}\b")


@dataclass(frozen=True, slots=True)
class Reading:
    """What is written in the image."""

    headline: str = ""
    """Its largest lines, at most `LONGEST_QUOTE` characters; empty when it is hardly text."""
    lines: int = 0
    """How many lines there are, small ones included: a chart and a page have many."""
    numbers: int = 0
    """How many of them are numbers: ticks of an axis, cells of a table."""
    score: float = 0.0
    surest: float = 0.0
    """How sure the surest of all lines is (0–1)."""
    texts: tuple[str, ...] = ()
    """All lines that are words and large enough to be meant, in the order of reading."""
    clear: tuple[str, ...] = ()
    """Of these, the lines that are read surely enough to be quoted."""
    edges: tuple[str, ...] = ()
    """The same with lines that the image's border may have cut, as it is with logos."""
    apart: tuple[str, ...] = ()
    """All that is written in it, each text that stands by itself whole; none where some of it is not read surely.

    Numbers along an axis are left out.
    """
    standing: tuple[Standing, ...] = ()
    """Texts that stand by themselves, in the order of reading."""
    quoted: int = 0
    """How many lines the headline is of."""
    share: float = 1.0
    """Share of the image (0–1) that they take."""
    cells: int = 0
    """How many of the numbers have a word in their row."""
    has_axis: bool = False
    """Some of the numbers are ticks of an axis."""
    title: str = ""
    """What stands large at the top."""
    axis: str = ""
    """What stands in the middle below everything."""

    @property
    def is_mostly_numbers(self) -> bool:
        """Where no axis is told, two lines of three: half are numbers in a wiring plan, too, and fewer in a window."""
        return TABLE > self.numbers >= AXIS and 3 * self.numbers >= 2 * self.lines and not self.is_tabular

    @property
    def is_tabular(self) -> bool:
        """Most of the numbers stand beside a word, as in a table or a list; along an axis hardly any does."""
        return self.numbers > 0 and 2 * self.cells >= self.numbers

    @property
    def is_mostly_quoted(self) -> bool:
        """Little is written beside the headline: a card, a slide, a notice, and no window with its menus.

        A legend in the corner of a drawing is not what that is there for.
        """
        return 2 * self.quoted >= self.lines and self.share >= LEAST_QUOTED

    @property
    def is_large(self) -> bool:
        """Some of it is a headline, or as high as one."""
        return bool(self.headline) or any(text.height >= LARGE for text in self.standing)

    @property
    def is_window(self) -> bool:
        """It has buttons or a menu, or a program says where it runs, as in a terminal."""
        if any(_OF_PROGRAMS.search(line) for line in (*self.texts, *self.edges)):
            return True
        lines = (line.strip(" :>•").lower().replace(" ", "_") for line in self.texts)
        return sum(line in _COMMANDS for line in lines) >= FEWEST_COMMANDS

    @property
    def is_data(self) -> bool:
        """A chart, a table, a diagram, a page: more than a quotation can tell."""
        return self.numbers >= AXIS or self.lines >= PAGE


NOTHING: Final = Reading()
