"""Lines of text in an image, put together to the texts that they are of."""

from collections.abc import Sequence
from functools import cmp_to_key
from typing import Final

from picopt_vision.embedded.writing.line import Line

# Lines that share more than this of their height stand in a row.
IN_A_ROW: Final = 0.7
# Lines of one text are of about one height.
ALIKE_IN_HEIGHT: Final = 0.55


def texts_apart(lines: Sequence[Line]) -> tuple[str, ...]:
    """Each text that stands by itself, in the order of reading."""
    return tuple(map(as_text, blocks_of(lines)))


def blocks_of(lines: Sequence[Line], alike_from: float = ALIKE_IN_HEIGHT) -> list[list[Line]]:
    """The lines of each text that stands by itself, in the order of reading.

    `alike_from`: what is lower than this share of a line's height is another text.
    """
    rest, blocks = list(lines), []
    while rest:
        first = min(rest, key=lambda line: (line.top, line.left))
        alike = [line for line in rest if alike_from * first.height <= line.height <= first.height / alike_from]
        block = going_on(first, alike)
        rest = [line for line in rest if line not in block]
        blocks.append(sorted(block, key=cmp_to_key(in_order)))
    return blocks


def as_text(block: Sequence[Line]) -> str:
    """The lines of one text, which stand in the order of reading."""
    return " ".join(line.text for line in block)


def going_on(start: Line, lines: Sequence[Line]) -> list[Line]:
    """The line and all that stand close to it, or to one of these."""
    block, rest = [start], [line for line in lines if line is not start]
    while near := [line for line in rest if any(line.goes_on(other) for other in block)]:
        block += near
        rest = [line for line in rest if line not in near]
    return block


def in_order(one: Line, other: Line) -> int:
    """Compares two lines by which of them is read first."""
    is_first = one.left < other.left if one.overlap(other) >= IN_A_ROW else one.top < other.top
    return -1 if is_first else 1
