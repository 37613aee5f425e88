"""Which quality a size is foretold to need, where the average image gains one point a step."""

import math
from pathlib import Path

import pytest

from picopt_imaging import Plan
from picopt_imaging.geometry import Target
from picopt_imaging.limits import LIMITS
from picopt_imaging.presets import PRIORS, Prior
from picopt_imaging.recipe import Recipe
from picopt_imaging.steps.make import start
from picopt_imaging.steps.reach import exact_quality, foretell, is_good_enough
from picopt_imaging.steps.trend import Trend
from picopt_imaging.values import Format
from picopt_imaging.vips import Image
from picopt_imaging.work import Made, Sample, Work

PRIOR = Prior(((0, 0.0), (100, 100.0)))


def trend(*known: tuple[int, float]) -> Trend:
    made = Trend()
    for pixels, quality in known:
        made.note(pixels, quality)
    return made


def test_nothing_is_foretold_from_nothing() -> None:
    assert Trend().expect(1000, PRIOR) is None


def test_it_is_straight_between_sizes() -> None:
    known = trend((100, 60), (10_000, 80))
    assert known.expect(1000, PRIOR) == pytest.approx(70)
    assert known.expect(100, PRIOR) == 60
    assert known.expect(10_000, PRIOR) == 80


def test_smaller_sizes_need_less() -> None:
    """By 0.8 points, each time that the pixels shrink by e, and 0.35 of what was measured above."""
    fewer, more = round(1_000_000 / math.e), round(1_000_000 * math.e)
    assert trend((1_000_000, 60)).expect(fewer, PRIOR) == pytest.approx(60 - 0.8, abs=0.01)
    assert trend((1_000_000, 60), (more, 64)).expect(fewer, PRIOR) == pytest.approx(60 - 0.8 - 0.35 * 4, abs=0.01)


def test_what_needs_more_when_it_is_small_is_foretold_to_go_on() -> None:
    fewer, more = round(1_000_000 / math.e), round(1_000_000 * math.e)
    assert trend((1_000_000, 60), (more, 52)).expect(fewer, PRIOR) == pytest.approx(60 - 0.8 + 0.35 * 8, abs=0.01)


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


def test_a_falling_trend_goes_on_by_half() -> None:
    """From 90 to 80 over one e: the pull is nothing there, the slope -10."""
    known = trend((1000, 90), (round(1000 * math.e), 80))
    assert known.expect(round(1000 * math.e**1.5), PRIOR) == pytest.approx(80 - 0.5 * 10 * 0.5, abs=0.01)


def target(width: int, height: int) -> Target:
    return Target(name="full", x=0, y=0, w=width, h=height, width=width, height=height)


@pytest.fixture
def work() -> Work:
    return Work(path=Path("image.jpg"), plan=Plan(target=70), out_dir=Path(), limits=LIMITS)


def test_what_the_sample_has_to_spare_is_not_foretold_for_the_others(work: Work) -> None:
    """It may end above the target; the quality that is noted is the one that would just reach it."""
    recipe = Recipe(format=Format.WEBP, quality=80)
    sample = Sample(target(768, 512), Image.black(768, 512), is_file=True)
    sample.tried[recipe] = Made(b"", recipe, 70.9)
    work.sample, work.gains = sample, {Format.WEBP: 1.5}
    prior = PRIORS[Format.WEBP]
    noted = start(work, recipe).expect(768 * 512, prior)
    assert noted is not None
    assert prior.score_at(noted) == pytest.approx(prior.score_at(80) - 0.9 / 1.5)


@pytest.mark.parametrize(
    ("width", "height", "enough", "too_much"),
    [(640, 480, 71.4, 71.6), (1000, 500, 71.4, 71.6), (1000, 501, 72.9, 73.1), (2560, 1707, 72.9, 73.1)],
)
def test_a_large_file_may_have_more_to_spare(
    work: Work, width: int, height: int, enough: float, too_much: float
) -> None:
    """Another encoding costs time by the pixel."""
    of_size = target(width, height)
    assert is_good_enough(work, of_size, 70.0)
    assert is_good_enough(work, of_size, enough)
    assert not is_good_enough(work, of_size, too_much)
    assert not is_good_enough(work, of_size, 69.9)


@pytest.mark.parametrize("to", [Format.WEBP, Format.AVIF])
@pytest.mark.parametrize("size", [target(1250, 800), target(1250, 801)])
def test_what_a_file_needed_is_what_one_of_its_size_is_foretold_to_need(work: Work, size: Target, to: Format) -> None:
    """Half a point is hoped for beyond it, also where the encoder's settings for large files begin."""
    prior, recipe, known = PRIORS[to], Recipe(format=to, quality=58), Trend()
    known.note(size.pixels, exact_quality(work, Made(b"", recipe, 70.0)))
    assert known.expect(size.pixels, prior) == pytest.approx(58)
    assert foretell(work, size, recipe, known).quality == prior.up(prior.quality_for(prior.score_at(58) + 0.5))
