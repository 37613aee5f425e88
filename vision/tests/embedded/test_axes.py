"""What makes an axis, and what only looks like one."""

import pytest

from picopt_vision.embedded.writing.axes import has_axis, value
from picopt_vision.embedded.writing.line import Line


def _row(*texts: str, top: float = 0.9, step: float = 0.2) -> list[Line]:
    return [
        Line(text, 0.99, 0.03, left=0.1 + at * step, right=0.14 + at * step, top=top) for at, text in enumerate(texts)
    ]


def _column(*texts: str, right: float = 0.08) -> list[Line]:
    """From the top down."""
    return [Line(text, 0.99, 0.03, left=0.02, right=right, top=0.1 + at * 0.2) for at, text in enumerate(texts)]


@pytest.mark.parametrize(
    "lines",
    [
        _row("0", "250", "500", "750"),
        _row("0%", "10%", "20%"),
        _row("x", "1999", "2003", "2007"),
        _row("0.1", "0.2", "0.3"),
        _column("1,000", "500", "0"),
        _column("$20", "$10", "$0", "-$10"),
        [*_row("2", "3", "4", "2", "3", "4"), *_column("40", "30", "20")],
    ],
)
def test_numbers_that_grow_evenly_to_the_right_or_upward_make_an_axis(lines: list[Line]) -> None:
    assert has_axis(lines)


@pytest.mark.parametrize(
    "lines",
    [
        [],
        _row("0", "250"),  # any two numbers are in step
        _row("4", "7", "1", "9"),  # a puzzle, a telephone number
        _row("0", "1", "100", "101"),
        _row("March", "Total", "Sum"),
        _column("1", "2", "3", "4", "5"),  # lines of a program, places of a ranking
        _column(*map(str, range(40, 20, -1))),  # pins of a chip
        _row("1", "2", "3", "4", "5", "6", "7", step=0.1),  # one week of a telephone's calendar, pages, steps
        [*_row("1", "2", "3", top=0.2), *_row("8", "9", "10", top=0.4), *_row("15", "16", "17", top=0.6)],  # weeks
    ],
)
def test_other_numbers_make_none(lines: list[Line]) -> None:
    assert not has_axis(lines)


@pytest.mark.parametrize(
    ("text", "number"),
    [("0.25", 0.25), ("1 000", 1000), ("1,000", 1000), ("0,5", 0.5), ("−5 %", -5), ("$80", 80), ("10s", 10)],
)
def test_numbers_are_read_as_people_write_them(text: str, number: float) -> None:
    assert value(text) == number


@pytest.mark.parametrize("text", ["GP17", "3 apples", "12:30", "v2.0.1", ""])
def test_what_is_no_number_is_none(text: str) -> None:
    assert value(text) is None
