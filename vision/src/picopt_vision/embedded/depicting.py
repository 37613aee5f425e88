"""What kind of graphic an image is: told by its file and its page, by how it looks, and by the numbers in it."""

from typing import Final

from picopt_vision.context import Context
from picopt_vision.embedded.page.figures import Figure
from picopt_vision.embedded.page.filewords import COMPLEX_KINDS, MARKS, is_of_drawing, kind_beside, kind_of
from picopt_vision.embedded.seeing import Seen
from picopt_vision.embedded.writing.written import AXIS, PAGE, TABLE, Reading

# So many lines for each number have tables, and drawings of chips with their pins; charts do not.
A_NUMBER: Final = 4
# Of the words on a map, so many are names (0–1).
LEAST_NAMES: Final = 0.5
# A photograph of a plot shows land, one of an icon a saint or a star.
_OF_LAND_AND_FAITH: Final = frozenset({"plot", "icon"})
# Kinds of files that show numbers along axes, whatever their names call them.
_OF_TIME: Final = frozenset({"timeline", "infographic", "diagram"})


def kind_of_image(seen: Seen, context: Context, figure: Figure | None, *, is_explained: bool) -> str:
    """`chart`, `logo` and the like where the file's name says so, or numbers along an axis; empty otherwise.

    `figure` is what the text right beside the image calls it; explained is it where something says what its numbers
    are.
    """
    if not seen.layout.is_graphic:
        named = kind_of(context)
        return "" if named in _OF_LAND_AND_FAITH else named
    told, looked = _told_kind(seen, context, figure), _looked_kind(seen)
    if _has_axes(seen, is_explained=is_explained) and (not told or told in _OF_TIME):
        return "map" if looked == "map" else "chart"
    reading = seen.reading
    is_drawn = reading.lines >= AXIS and not reading.numbers and looked != "chart"
    return "diagram" if told == "chart" and is_drawn else told or looked


def _told_kind(seen: Seen, context: Context, figure: Figure | None) -> str:
    """By the file's name, and by what stands beside it."""
    is_window = seen.reading.is_window or seen.drawn == "screenshot"  # an overview of a program is one of its windows
    named = kind_of(context) or ("diagram" if is_of_drawing(context.file_name) and not is_window else "")
    told = named or kind_beside(context.main) or (figure.kind if figure else "")
    is_page = seen.is_screen or seen.reading.lines >= PAGE
    return "" if told in MARKS and is_page else told  # a page about logos is none


def _looked_kind(seen: Seen) -> str:
    """What it looks like. Maps have names on them, and none that are large: banners have shapes behind theirs.

    `cat`, `truck`, and `ship` among dots are classes, and no places.
    """
    kind, reading = seen.drawn, seen.reading
    is_no_map = not reading.lines or reading.is_large or not _has_names(reading)
    return kind if kind in COMPLEX_KINDS and not (kind == "map" and is_no_map) else ""


def _has_names(reading: Reading) -> bool:
    """Most of the words are written large, or cannot be, as in Chinese; true where there are numbers alone."""
    words = [text for text in (*reading.texts, *reading.edges) if text[:1].isalpha()]
    return sum(not text[:1].islower() for text in words) >= LEAST_NAMES * len(words)


def _has_axes(seen: Seen, *, is_explained: bool) -> bool:
    """Numbers stand along an axis, or there is hardly anything but numbers, and something says what they are.

    Among many words, an axis is one where it looks like a chart, too.
    Days in a calendar are in step, too: what looks like a page and like a screen is one.
    """
    reading = seen.reading
    is_dense = reading.lines <= A_NUMBER * reading.numbers and reading.numbers < TABLE
    is_calendar = seen.is_screen and seen.drawn == "screenshot"
    is_plotted = reading.has_axis and is_dense and not (reading.is_tabular or is_calendar)
    is_chart = reading.has_axis and seen.likely == "chart" and not reading.is_tabular
    return is_plotted or is_chart or (reading.is_mostly_numbers and is_explained)
