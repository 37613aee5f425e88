"""Charts drawn on the server: plain SVG, so that no script and no inline style is needed; a table says the same."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, log10
from typing import Final

from django.utils.formats import date_format

WIDTH: Final = 360
HEIGHT: Final = 170
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 4, 8, 22
_GAP: Final = 0.25  # of a day's width
_STEPS: Final = (1, 2, 5, 10)


@dataclass(frozen=True)
class Series:
    """One number for each day. `number` tells its color."""

    name: str
    values: Sequence[float]
    number: int = 0


@dataclass(frozen=True)
class Bar:
    """A bar in the drawing's own units; `says` is its tooltip."""

    x: str
    y: str
    width: str
    height: str
    number: int
    says: str


@dataclass(frozen=True, kw_only=True)
class Chart:
    """Bars for days, one above the other where there are several series. `write` says a value with its unit."""

    slug: str
    title: str
    summary: str
    days: Sequence[date]
    series: Sequence[Series]
    write: Callable[[float], str]
    most: float | None = None
    """The scale's end; None: as the values need."""
    powers_of: int = 10
    """What steps of the scale are powers of: 1024 for bytes."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(any(one.values) for one in self.series)

    @property
    def top(self) -> float:
        """The number at the upper end of the scale."""
        highest = max((sum(values) for values in zip(*(one.values for one in self.series), strict=True)), default=0)
        return float(self.most or round_up(highest, self.powers_of))

    @property
    def bars(self) -> list[Bar]:
        """All bars, from left to right, from below to above."""
        drawn = []
        for place in range(len(self.days)):
            low = 0.0
            for one in self.series:
                if one.values[place] > 0:
                    drawn.append(self._bar(place, one, low))
                    low += one.values[place]
        return drawn

    def _bar(self, place: int, one: Series, low: float) -> Bar:
        """A day's bar that stands on those that end at `low`."""
        slot = (WIDTH - _LEFT - _RIGHT) / len(self.days)
        value = one.values[place]
        height = max(1.0, self._tall * value / self.top)
        says = f"{date_format(self.days[place], 'SHORT_DATE_FORMAT')}: {self.write(value)}"
        return Bar(
            x=_short(_LEFT + slot * (place + _GAP / 2)),
            y=_short(HEIGHT - _BOTTOM - self._tall * low / self.top - height),
            width=_short(slot * (1 - _GAP)),
            height=_short(height),
            number=one.number,
            says=f"{one.name}, {says}" if one.name else says,
        )

    @property
    def grid(self) -> list[tuple[str, str]]:
        """Heights of the lines behind the bars, and what each means: nobody has half an image, or half a credit."""
        marks = [mark for mark in (0.0, self.top / 2, self.top) if mark.is_integer()]
        return [(_short(HEIGHT - _BOTTOM - self._tall * mark / self.top), self.write(mark)) for mark in marks]

    @property
    def ticks(self) -> list[tuple[str, str, str]]:
        """Where the first, middle and last day stand below, how they are aligned, and what they are called."""
        slot = (WIDTH - _LEFT - _RIGHT) / len(self.days)
        places = ((0, "start"), (len(self.days) // 2, "middle"), (len(self.days) - 1, "end"))
        edges = {"start": 0.0, "middle": 0.5, "end": 1.0}
        return [
            (_short(_LEFT + slot * (place + edges[how])), how, date_format(self.days[place], "MONTH_DAY_FORMAT"))
            for place, how in places
        ]

    @property
    def rows(self) -> list[tuple[date, list[str]]]:
        """The table beside it: days on which something happened, the newest first."""
        numbers = zip(*(one.values for one in self.series), strict=True)
        found = [(day, values) for day, values in zip(self.days, numbers, strict=True) if any(values)]
        return [(day, [self.write(value) for value in values]) for day, values in reversed(found)]

    @property
    def _tall(self) -> float:
        return HEIGHT - _TOP - _BOTTOM


def round_up(number: float, powers_of: int = 10) -> float:
    """The next number that reads well on a scale: 1, 2 or 5 and zeros, in the unit that its size asks for."""
    if number <= 0:
        return 1
    unit = 1.0
    while powers_of > 10 and number / unit >= powers_of:
        unit *= powers_of
    power = 10.0 ** max(0, ceil(log10(number / unit)) - 1)
    return unit * power * next(step for step in _STEPS if step * power * unit >= number)


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
