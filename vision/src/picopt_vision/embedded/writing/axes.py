"""Axes: numbers at even steps along a line. They make a chart, which no form, table or puzzle is."""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final

import numpy as np

from picopt_vision.embedded.writing.line import Line

# Two numbers are in step by themselves; three hardly ever are by chance.
FEWEST_TICKS: Final = 3
# So well do value and place agree along an axis (coefficient of determination). Ticks are placed to the pixel.
IN_STEP: Final = 0.998
# Numbers in a row that count by one to no more than this are days, pages, steps or stars.
MOST_DAYS: Final = 31
# More steps of one up a side are pins of a chip or rows.
MOST_COUNTED: Final = 12
_VALUE: Final = re.compile(r"[-–−+]?[$€£]?(\d+(?:[.,]\d+)?)\s?(?:%|[a-zA-Zµ°]{0,2})")


_Place = Callable[[Line], float]


def has_axis(lines: Sequence[Line]) -> bool:
    """Some of the lines are ticks of an axis: they grow to the right, or upward. What grows downward counts lines."""
    ticks = [line for line in lines if value(line.text) is not None]
    across = [axis for row in _rows(ticks) if (axis := _in_step(row, [_middle(tick) for tick in row]))]
    up = [axis for column in _columns(ticks) if (axis := _in_step(column, [-tick.top for tick in column]))]
    return any(not _counts(axis) or len(axis) <= MOST_COUNTED for axis in up) or any(not _are_days(x) for x in across)


def value(text: str) -> float | None:
    """`0.25`, `$80`, `−5 %` as numbers; None for what is none."""
    plain = re.sub(r"(?<=\d)[ ,](?=\d{3}\b)", "", text.strip())
    found = _VALUE.fullmatch(plain)
    if not found:
        return None
    number = float(found[1].replace(",", "."))
    return -number if plain[0] in "-–−" else number


def _rows(ticks: Sequence[Line]) -> list[list[Line]]:
    """Ticks at one height, from left to right."""
    return _grouped(sorted(ticks, key=lambda tick: tick.top), lambda tick: tick.top, by=_middle)


def _columns(ticks: Sequence[Line]) -> list[list[Line]]:
    """Ticks that end at one place, from the lowest up, as those of a vertical axis do."""
    return _grouped(sorted(ticks, key=lambda tick: tick.right), lambda tick: tick.right, by=lambda tick: -tick.top)


def _grouped(ticks: Sequence[Line], place: _Place, *, by: _Place) -> list[list[Line]]:
    """Ticks that follow each other within half of their height are of one group."""
    groups: list[list[Line]] = []
    for tick in ticks:
        if groups and place(tick) - place(groups[-1][-1]) < tick.height / 2:
            groups[-1].append(tick)
        else:
            groups.append([tick])
    return [sorted(group, key=by) for group in groups]


def _in_step(ticks: Sequence[Line], places: Sequence[float]) -> list[Line]:
    """The longest run of ticks whose values grow with their places; empty where there is none."""
    values = [value(tick.text) or 0.0 for tick in ticks]
    runs = (
        (first, last)
        for first in range(len(ticks))
        for last in range(len(ticks), first + FEWEST_TICKS - 1, -1)
        if _is_even(values[first:last], places[first:last])
    )
    first, last = max(runs, key=lambda run: run[1] - run[0], default=(0, 0))
    return list(ticks[first:last])


def _is_even(values: Sequence[float], places: Sequence[float]) -> bool:
    grows = all(one < other for one, other in pairwise(values))
    return grows and float(np.corrcoef(values, places)[0, 1] ** 2) >= IN_STEP


def _counts(axis: Sequence[Line]) -> bool:
    """One, two, three."""
    return all((value(other.text) or 0) - (value(one.text) or 0) == 1 for one, other in pairwise(axis))


def _are_days(axis: Sequence[Line]) -> bool:
    return _counts(axis) and (value(axis[-1].text) or 0) <= MOST_DAYS


def _middle(tick: Line) -> float:
    return (tick.left + tick.right) / 2
