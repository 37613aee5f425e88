"""Which qualities a search tries, one by one, where the average image gains one point a step."""

import pytest

from picopt_imaging.presets import Prior
from picopt_imaging.search import MOST_PROBES, Aim, Probe, better_quality, find_quality, measured_gain, quality_between

PRIOR = Prior(((0, 0.0), (100, 100.0)))
TARGET = 70.0


def search(curve, tolerance=0.0, **more):
    """The qualities that were tried, and what was found."""
    tried = []

    def probe(quality):
        tried.append(quality)
        return Probe(quality, curve(quality), b"")

    return tried, find_quality(probe, Aim(TARGET, tolerance), PRIOR, **more)


@pytest.mark.parametrize("over", [0.0, 0.59])
def test_an_average_image_is_encoded_once(over):
    tried, found = search(lambda quality: quality + over)

    assert (tried, found.best.quality, found.gain, found.reached) == ([70], 70, 1.0, True)


def test_with_more_than_half_a_step_to_spare_one_lower_is_tried():
    tried, found = search(lambda quality: quality + 0.61)

    assert (tried, found.best.quality, found.reached) == ([70, 69], 70, True)


@pytest.mark.parametrize(("over", "tried"), [(0.69, [70]), (0.71, [70, 69])])
def test_what_is_within_the_tolerance_is_good_enough(over, tried):
    assert search(lambda quality: quality + over, tolerance=0.7)[0] == tried


def test_with_a_tolerance_its_middle_is_aimed_at():
    assert search(lambda quality: quality - 20, tolerance=4.0)[0] == [70, 92]
    # From both sides: 60 scores 58 and 80 scores 78, so 74 scores 72.
    assert search(lambda quality: quality - 2, tolerance=4.0, start=60)[0] == [60, 74]
    assert search(lambda quality: quality + 8, tolerance=4.0)[0] == [70, 64]


def test_between_two_the_middle_is_aimed_at_if_it_lies_between_them():
    curve = {70: 60.0, 82: 76.0}
    tried, found = search(lambda quality: curve.get(quality, quality - 8.5), tolerance=4.0)

    assert (tried, found.best.quality) == ([70, 82, 79], 79)


def test_one_that_needs_more_is_approached_from_both_sides():
    tried, found = search(lambda quality: quality - 20)

    assert (tried, found.best.quality, found.best.score, found.gain) == ([70, 91, 90], 90, 70.0, 1.0)


def test_one_that_gains_half_as_much_a_step_is_taken_as_that():
    tried, found = search(lambda quality: 40 + 0.5 * (quality - 40))

    assert (tried, found.best.quality, found.gain) == ([70, 86, 100], 100, 0.5)


def test_what_even_the_highest_quality_does_not_reach_ends_there():
    tried, found = search(lambda quality: quality / 10)

    assert (tried, found.best.quality, found.gain, found.reached) == ([70, 100], 100, 0.5, False)


def test_what_every_quality_reaches_ends_at_the_lowest():
    tried, found = search(lambda quality: 100 + quality)

    assert (tried, found.best.quality, found.gain, found.reached) == ([70, 0], 0, 1.0, True)


def test_the_first_quality_can_be_foretold():
    assert search(lambda quality: quality + 30, start=40)[0] == [40]
    assert search(lambda quality: quality, start=40)[0] == [40, 71, 70]


@pytest.mark.parametrize(("most", "tried"), [(1, [70]), (2, [70, 91])])
def test_no_more_encodings_than_allowed(most, tried):
    assert search(lambda quality: quality - 20, most_probes=most)[0] == tried


def test_five_encodings_are_the_most():
    tried, found = search(lambda quality: 30 + quality / 2.5 if quality < 97 else 99)

    assert MOST_PROBES == 5
    assert len(tried) <= 5
    assert found.best.quality == min(quality for quality in tried if quality >= 97)


@pytest.mark.parametrize(
    ("score", "gain", "wanted"),
    [(60.0, 1.0, 81), (60.0, 2.0, 76), (80.0, 1.0, 61), (69.95, 1.0, 71), (69.85, 2.0, 71), (70.2, 1.0, 70)],
)
def test_a_correction_aims_a_tenth_of_a_point_above_the_target(score, gain, wanted):
    assert better_quality(70, score, TARGET, gain, PRIOR) == wanted


@pytest.mark.parametrize(
    ("below", "above", "wanted"),
    [
        ((60, 59.5), (80, 79.5), 71),
        ((60, 50.0), (80, 70.0), 79),
        ((60, 69.99), (80, 89.99), 61),
        ((60, 40.0), (80, 100.0), 71),
        ((70, 69.0), (71, 71.0), 70),
    ],
)
def test_between_two_it_is_as_far_as_the_target_is_between_their_scores(below, above, wanted):
    assert quality_between(below, above, TARGET, PRIOR) == wanted


@pytest.mark.parametrize(
    ("first", "second", "before", "gain"),
    [
        ((70, 70.0), (80, 75.5), 1.0, 0.55),
        ((80, 75.5), (70, 70.0), 1.0, 0.55),
        ((70, 70.0), (80, 100.0), 1.0, 2.0),
        ((70, 70.0), (80, 60.0), 1.0, 0.5),
        ((70, 70.0), (71, 72.0), 0.9, 2 / 1.5 + 0.9 / 3),
        ((70, 70.0), (70, 75.0), 0.7, 0.7),
    ],
)
def test_a_gain_is_measured_over_a_distance_and_trusted_by_it(first, second, before, gain):
    assert measured_gain(first, second, before, PRIOR) == pytest.approx(gain)


@pytest.mark.parametrize(
    ("quality", "score", "wanted"),
    [
        (70, 69.95, 71),  # hardly missed: at least one step up
        (70, 60.0, 81),
        (70, 70.0, 71),
        (70, 75.0, 66),
        (99, 60.0, 100),
        (1, 90.0, 0),
    ],
)
def test_a_better_quality_lies_above_where_the_target_was_missed_and_on_the_ladder(quality, score, wanted):
    assert better_quality(quality, score, TARGET, 1.0, PRIOR) == wanted


@pytest.mark.parametrize(("gain", "wanted"), [(0.5, 91), (1.0, 81), (2.0, 76)])
def test_an_image_that_gains_more_a_step_takes_fewer(gain, wanted):
    assert better_quality(70, 60.0, TARGET, gain, PRIOR) == wanted


@pytest.mark.parametrize(("below", "above", "between"), [((60, 60.0), (61, 80.0), 60), ((60, 69.0), (63, 72.0), 62)])
def test_between_two_lies_what_should_just_reach_the_target(below, above, between):
    assert quality_between(below, above, TARGET, PRIOR) == between


def test_a_start_that_is_named_is_tried_first_and_the_probes_are_counted():
    assert search(lambda quality: quality, start=40)[0] == [40, 71, 70]
    assert search(lambda quality: quality, start=40, most_probes=1)[0] == [40]


FEW = Prior(((0, 0.0), (100, 100.0)), (10, 30, 50, 70, 71, 90))


@pytest.mark.parametrize(
    ("quality", "up", "nearest", "higher", "lower"),
    [
        (5, 10, 10, 10, 10),
        (30, 30, 30, 50, 10),
        (30.5, 50, 30, 50, 30),
        (45, 50, 50, 50, 30),
        (70, 70, 70, 71, 50),
        (90, 90, 90, 90, 71),
        (95, 90, 90, 90, 90),
    ],
)
def test_levels_are_the_qualities_that_differ(quality, up, nearest, higher, lower):
    assert (FEW.up(quality), FEW.nearest(quality)) == (up, nearest)
    assert (FEW.higher(quality), FEW.lower(quality)) == (higher, lower)


def test_levels_end_where_the_ladder_does():
    short = Prior(((20, 0.0), (60, 100.0)), FEW.levels)

    assert (short.up(5), short.lower(25), short.up(99), short.higher(50)) == (20, 20, 60, 60)


def test_a_search_tries_nothing_but_levels():
    def probe(quality):
        assert quality in FEW.levels
        return Probe(quality, quality - 15.0, b"")

    found = find_quality(probe, Aim(TARGET), FEW)

    assert (found.best.quality, found.reached) == (90, True)


def test_corrections_go_to_the_next_level():
    assert better_quality(50, 69.9, TARGET, 1.0, FEW) == 70
    assert better_quality(71, 75.0, TARGET, 1.0, FEW) == 70
    assert quality_between((30, 60.0), (90, 80.0), TARGET, FEW) == 70
    assert quality_between((71, 60.0), (90, 80.0), TARGET, FEW) == 71
