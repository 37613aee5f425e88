import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from picopt_imaging import Preset
from picopt_imaging.presets import PRIORS, recipe_of
from picopt_imaging.recipe import Method
from picopt_imaging.search import MOST_PROBES, Aim, Probe, better_quality, find_quality, measured_gain, quality_between
from picopt_imaging.values import Format

PRIOR = PRIORS[Format.WEBP]


@given(
    st.floats(30, 95),
    st.floats(0.1, 2.0),
    st.integers(20, 98),
    st.floats(-0.01, 0.01),
)
def test_the_search_is_bounded_and_ends_at_the_lowest_that_reaches(
    target: float, slope: float, crossing: int, bend: float
) -> None:
    """On any rising curve through the target at `crossing`."""
    tried: list[int] = []

    def curve(quality: int) -> float:
        distance = quality - crossing
        return target + slope * distance + bend * distance * abs(distance) * slope / 2

    def probe(quality: int) -> Probe:
        tried.append(quality)
        return Probe(quality, curve(quality), b"")

    found = find_quality(probe, Aim(target), PRIOR)
    assert len(tried) <= MOST_PROBES
    assert len(set(tried)) == len(tried)
    assert all(PRIOR.lowest <= quality <= PRIOR.highest for quality in tried)
    if found.reached:
        assert found.best.score >= target
        assert found.best.quality == min(quality for quality in tried if curve(quality) >= target)


@given(st.floats(40, 90), st.floats(0.3, 1.2), st.integers(40, 92))
def test_on_a_straight_line_it_lands_near(target: float, slope: float, crossing: int) -> None:
    def probe(quality: int) -> Probe:
        return Probe(quality, target + slope * (quality - crossing), b"")

    # No encoder's curve is straight: the probes may leave it a step short or three too high (40,000 lines).
    found = find_quality(probe, Aim(target), PRIOR)
    assert -2 <= found.best.quality - crossing <= 4


@given(st.floats(40, 90), st.floats(0.6, 1.7), st.floats(-10, 10), st.sampled_from(list(PRIORS)))
def test_a_picture_like_the_average_is_found(target: float, gain: float, off: float, to: Format) -> None:
    """A curve like the prior's, steeper or flatter and moved: the lowest quality that reaches, or its neighbour."""
    prior, tried = PRIORS[to], []

    def curve(quality: int) -> float:
        return 70 + off + gain * (prior.score_at(quality) - 70)

    def probe(quality: int) -> Probe:
        tried.append(quality)
        return Probe(quality, curve(quality), b"")

    found = find_quality(probe, Aim(target), prior)
    lowest = next((q for q in range(prior.lowest, prior.highest + 1) if curve(q) >= target), prior.highest)
    assert len(tried) <= MOST_PROBES
    assert found.best.quality - lowest in (0, 1)


@pytest.mark.parametrize("to", list(PRIORS))
def test_a_ladder_rises_and_can_be_read_both_ways(to: Format) -> None:
    prior = PRIORS[to]
    assert list(prior.ladder) == sorted(set(prior.ladder))
    assert [score for _, score in prior.ladder] == sorted(score for _, score in prior.ladder)
    for quality in range(prior.lowest, prior.highest + 1):
        assert prior.quality_for(prior.score_at(quality)) == pytest.approx(quality)
    assert prior.quality_for(-50) == prior.lowest
    assert prior.quality_for(150) == prior.highest


def test_what_cannot_be_reached_is_said() -> None:
    found = find_quality(lambda quality: Probe(quality, quality / 10, b""), Aim(70), PRIOR)
    assert not found.reached
    assert found.best.quality == PRIOR.highest


@pytest.mark.parametrize("to", list(PRIORS))
def test_a_correction_moves_towards_the_target_and_stays_in_range(to: Format) -> None:
    prior = PRIORS[to]
    assert better_quality(70, 69.99, 70, 1.0, prior) == 71
    assert better_quality(70, 60.0, 70, 1.0, prior) > better_quality(70, 60.0, 70, 2.0, prior) > 71
    assert better_quality(70, 80.0, 70, 1.0, prior) < 70
    assert better_quality(prior.highest, 20.0, 70, 1.0, prior) == prior.highest
    assert better_quality(prior.lowest, 99.0, 70, 1.0, prior) == prior.lowest


@pytest.mark.parametrize("preset", [preset for preset in Preset if preset is not Preset.AUTO])
def test_presets_have_the_documented_values(preset: Preset) -> None:
    documented = {
        "maximum": (98, 98, 80, "lossless"),
        "very_high": (90, 90, 65, "lossless"),
        "high": (82, 82, 55, "lossless"),
        "medium": (75, 75, 45, "palette"),
        "low": (60, 60, 35, "palette"),
        "minimum": (35, 35, 20, "palette"),
    }[preset]
    found = [recipe_of(preset, to) for to in (Format.JPEG, Format.WEBP, Format.AVIF, Format.PNG)]
    assert (*(recipe.quality for recipe in found[:3]), found[3].method) == (*documented[:3], Method(documented[3]))


@given(
    st.integers(20, 96),
    st.integers(1, 60),
    st.floats(0.01, 20),
    st.floats(0, 20),
    st.sampled_from(list(PRIORS)),
)
def test_between_two_qualities_lies_a_third_or_one_of_them(
    low: int, apart: int, short: float, over: float, to: Format
) -> None:
    prior, target = PRIORS[to], 70.0
    low = prior.up(low)
    assume(low < prior.highest)  # above that there is no second one
    high = max(prior.higher(low), prior.up(low + apart))
    found = quality_between((low, target - short), (high, target + over), target, prior)
    assert low <= found <= high
    assert prior.higher(low) == high or low < found < high


@given(st.floats(0.6, 1.8), st.integers(40, 70), st.integers(1, 20))
def test_a_measured_gain_is_the_picture_s_own(gain: float, first: int, apart: int) -> None:
    second = first + apart
    points = [(quality, gain * PRIOR.score_at(quality)) for quality in (first, second)]
    found = measured_gain(points[0], points[1], 1.0, PRIOR)
    assert abs(found - gain) <= abs(1.0 - gain) + 1e-9
    if PRIOR.score_at(second) - PRIOR.score_at(first) >= 1.5:
        assert found == pytest.approx(gain)
    assert measured_gain(points[0], points[0], 0.8, PRIOR) == 0.8
