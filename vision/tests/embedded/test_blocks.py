"""Lines are put together to texts."""

from picopt_vision.embedded.writing.blocks import texts_apart
from picopt_vision.embedded.writing.line import Line


def _line(text: str, top: float, left: float, height: float = 0.1) -> Line:
    return Line(text, 0.99, height, left, left + height * len(text) / 2, top)


def test_lines_below_each_other_are_one_text_and_others_stand_apart() -> None:
    lines = [_line("was clear!", 0.22, 0.1), _line("All of it", 0.1, 0.1), _line("Well done", 0.1, 1.4)]
    assert texts_apart(lines) == ("All of it was clear!", "Well done")
    assert texts_apart([]) == ()


def test_small_print_below_a_heading_is_a_text_of_its_own() -> None:
    assert texts_apart([_line("Spring fair", 0.1, 0.1), _line("in Oslo", 0.22, 0.1, 0.04)]) == (
        "Spring fair",
        "in Oslo",
    )
