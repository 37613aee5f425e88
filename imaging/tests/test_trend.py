"""Which quality a size is foretold to need, where the average image gains one point a step."""

import math

import pytest

from picopt_imaging.presets import Prior
from picopt_imaging.steps.trend import Trend

PRIOR = Prior(((0, 0.0), (100, 100.0)))


def trend(*known: tuple[int, float]) -> Trend:
    made = Trend()
    for pixels, quality in known:
        made.note(pixels, quality)
    return made


def test_nothing_is_foretold_from_nothing() -> None:
    assert Trend().expect(1000, PRIOR) is None


def test_it_is_straight_between_sizes_and_level_below() -> None:
    known = trend((100, 60), (10_000, 80))
    assert known.expect(1000, PRIOR) == pytest.approx(70)
    assert known.expect(100, PRIOR) == 60
    assert known.expect(10_000, PRIOR) == 80
    assert known.expect(1, PRIOR) == 60


def test_what_needs_little_is_pulled_up_to_the_usual() -> None:
    """By 0.15 of what is missing to 70.5, each time that the pixels grow by e."""
    grown = round(1000 * math.e)
    assert trend((1000, 50.5)).expect(grown, PRIOR) == pytest.approx(50.5 + 0.15 * 20, abs=0.01)
    assert trend((1000, 90)).expect(grown, PRIOR) == pytest.approx(90)


def test_what_was_measured_goes_on_by_four_fifths() -> None:
    """From 80 to 84 over one e: the pull is nothing there, the slope 4."""
    known = trend((1000, 80), (round(1000 * math.e), 84))
    assert known.expect(round(1000 * math.e**1.5), PRIOR) == pytest.approx(84 + 0.8 * 4 * 0.5, abs=0.01)


def test_what_was_measured_is_added_to_the_pull() -> None:
    """From 50.5 to 54.5 over one e, where 16 are missing to the usual 70.5."""
    known = trend((1000, 50.5), (round(1000 * math.e), 54.5))
    assert known.expect(round(1000 * math.e**2), PRIOR) == pytest.approx(54.5 + 0.8 * 4 + 0.15 * 16, abs=0.02)


def test_no_more_than_one_step_of_growth_is_foretold() -> None:
    known = trend((1000, 50.5))
    assert known.expect(10**6, PRIOR) == known.expect(10**9, PRIOR) == pytest.approx(53.5)


def test_a_falling_trend_is_not_drawn_out() -> None:
    assert trend((1000, 90), (2000, 80)).expect(4000, PRIOR) == 80
