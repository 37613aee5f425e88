"""Geometry, presets and corrections at their edges, number by number."""

import pytest

from picopt_imaging import ImagingError, Plan, Size
from picopt_imaging.geometry import Base, Target, choose_base, fit, lay_out, rectangle_in
from picopt_imaging.limits import Limits
from picopt_imaging.presets import PRIORS, Prior, recipe_of
from picopt_imaging.recipe import Method, Recipe
from picopt_imaging.search import better_quality, measured_gain, quality_between
from picopt_imaging.values import Format, Preset


def target(width: int, height: int, **part: int) -> Target:
    known = {"x": 0, "y": 0, "w": 100, "h": 100}
    return Target(name="t", width=width, height=height, **known | part)


@pytest.mark.parametrize(
    ("size", "limits", "fitted"),
    [
        ((4000, 3000), (None, None), (4000, 3000)),
        ((4000, 3000), (2000, None), (2000, 1500)),
        ((4000, 3000), (None, 300), (400, 300)),
        ((4000, 3000), (2000, 300), (400, 300)),
        ((4000, 3000), (400, 3000), (400, 300)),
        ((4000, 3000), (9000, 9000), (4000, 3000)),
        ((4000, 3000), (4000, 3000), (4000, 3000)),
        ((10_000, 1), (100, None), (100, 1)),
        ((1, 10_000), (None, 100), (1, 100)),
        ((3, 2), (1, None), (1, 1)),
        ((999, 333), (500, None), (500, 167)),
    ],
)
def test_fitting(size: tuple[int, int], limits: tuple[int | None, int | None], fitted: tuple[int, int]) -> None:
    assert fit(*size, *limits) == fitted


@pytest.mark.parametrize(
    ("other", "inside"),
    [
        (target(50, 50), True),
        (target(99, 99), True),
        (target(100, 50), False),
        (target(50, 100), False),
        (target(100, 100), False),
        (target(50, 50, x=1), False),
        (target(50, 50, w=99), False),
    ],
)
def test_a_larger_file_of_the_same_part_contains_a_smaller_one(other: Target, *, inside: bool) -> None:
    assert target(100, 100).contains(other) is inside


def test_a_target_knows_its_pixels_and_whether_they_are_the_originals() -> None:
    assert target(20, 30).pixels == 600
    assert target(20, 30).is_scaled
    assert not target(100, 100).is_scaled
    assert target(100, 99).is_scaled


@pytest.mark.parametrize(
    ("breakpoints", "names"),
    [
        ((), ["full"]),
        ((640, 320, 640), ["full", "breakpoint-320", "breakpoint-640"]),
        ((1000,), ["full"]),
        ((999,), ["full", "breakpoint-999"]),
        ((5000,), ["full"]),
    ],
)
def test_breakpoints_are_sorted_once_and_never_enlarged(breakpoints: tuple[int, ...], names: list[str]) -> None:
    assert [each.name for each in lay_out(Plan(breakpoints=breakpoints), 1000, 500)] == names


def size(name: str = "a", **numbers: int) -> Size:
    known = {"src_x": 0, "src_y": 0, "src_w": 100, "src_h": 50, "dst_w": 10, "dst_h": 5}
    return Size(name=name, **known | numbers)


@pytest.mark.parametrize(
    "wrong",
    [
        {"src_x": -1},
        {"src_y": -1},
        {"src_x": 1},
        {"src_y": 1},
        {"src_w": 101},
        {"src_h": 51},
        {"src_w": 0},
        {"src_h": 0},
        {"dst_w": 0},
        {"dst_h": 0},
        {"dst_w": -5},
    ],
)
def test_a_rectangle_one_pixel_beyond_is_refused(wrong: dict[str, int]) -> None:
    assert lay_out(Plan(sizes=(size(),)), 100, 50)
    with pytest.raises(ImagingError, match="outside the image of 100 × 50 pixels") as refused:
        lay_out(Plan(sizes=(size(**wrong),)), 100, 50)
    assert refused.value.code == "geometry"


@pytest.mark.parametrize(("count", "fits"), [(2, True), (3, False)])
def test_so_many_sizes_and_no_more(count: int, *, fits: bool) -> None:
    plan = Plan(sizes=tuple(size(str(number)) for number in range(count)))
    if fits:
        assert len(lay_out(plan, 100, 50, Limits(sizes=3))) == 3
    else:
        with pytest.raises(ImagingError, match="4 sizes were requested; at most 3"):
            lay_out(plan, 100, 50, Limits(sizes=3))


@pytest.mark.parametrize(("side", "fits"), [(1000, True), (1001, False)])
def test_small_images_may_be_enlarged_to_a_megapixel(side: int, *, fits: bool) -> None:
    plan = Plan(sizes=(size(dst_w=side, dst_h=1000),))
    if fits:
        assert lay_out(plan, 100, 50)[1].pixels == 1_000_000
    else:
        with pytest.raises(ImagingError, match="hold 1001000 pixels together; at most 1000000"):
            lay_out(plan, 100, 50)


@pytest.mark.parametrize(
    ("targets", "base"),
    [
        ([target(100, 100)], Base(100, 100)),
        ([target(50, 50)], Base(50, 50)),
        ([target(50, 50), target(20, 20)], Base(50, 50)),
        ([target(200, 200)], Base(100, 100)),
        ([target(10, 10, x=50, y=50, w=50, h=50)], Base(20, 20)),
        ([target(1, 1)], Base(1, 1)),
        ([target(33, 33, x=33, y=33, w=66, h=66)], Base(100, 100)),
    ],
)
def test_the_smallest_base_that_serves_all(targets: list[Target], base: Base) -> None:
    assert choose_base(targets, 100, 100) == base


def test_a_rectangle_in_the_base_is_never_empty_and_never_outside() -> None:
    assert rectangle_in(Base(50, 50), target(10, 10, x=20, y=40, w=40, h=20), 100, 100) == (10, 20, 20, 10)
    assert rectangle_in(Base(1, 1), target(1, 1, x=99, y=99, w=1, h=1), 100, 100) == (0, 0, 1, 1)
    assert rectangle_in(Base(10, 10), target(1, 1, x=1, y=1, w=1, h=1), 100, 100) == (0, 0, 1, 1)


@pytest.mark.parametrize(
    ("preset", "jpeg", "webp", "avif", "png"),
    [
        (Preset.MAXIMUM, 98, 98, 80, Method.LOSSLESS),
        (Preset.VERY_HIGH, 90, 90, 65, Method.LOSSLESS),
        (Preset.HIGH, 82, 82, 55, Method.LOSSLESS),
        (Preset.MEDIUM, 75, 75, 45, Method.PALETTE),
        (Preset.LOW, 60, 60, 35, Method.PALETTE),
        (Preset.MINIMUM, 35, 35, 20, Method.PALETTE),
    ],
)
def test_fixed_presets(preset: Preset, jpeg: int, webp: int, avif: int, png: Method) -> None:
    made = [recipe_of(preset, to).quality for to in (Format.JPEG, Format.WEBP, Format.AVIF)]
    assert made == [jpeg, webp, avif]
    assert recipe_of(preset, Format.PNG).method is png
    fine = preset in (Preset.MAXIMUM, Preset.VERY_HIGH)
    assert recipe_of(preset, Format.JPEG).full_colour is recipe_of(preset, Format.WEBP).full_colour is fine
    assert recipe_of(preset, Format.AVIF).full_colour


def test_a_recipe_at_another_quality_is_otherwise_the_same() -> None:
    recipe = Recipe(format=Format.WEBP, quality=50, vivid=True)
    assert recipe.at(60) == Recipe(format=Format.WEBP, quality=60, vivid=True)
    assert recipe.quality == 50


LADDER = Prior(((20, 40.0), (60, 60.0), (80, 90.0)))


@pytest.mark.parametrize(("quality", "score"), [(0, 40), (20, 40), (40, 50), (60, 60), (70, 75), (80, 90), (100, 90)])
def test_a_ladder_is_straight_between_its_steps_and_level_beyond(quality: int, score: float) -> None:
    assert LADDER.score_at(quality) == score


@pytest.mark.parametrize(("score", "quality"), [(0, 20), (40, 20), (50, 40), (75, 70), (90, 80), (99, 80)])
def test_a_ladder_is_read_backwards_too(score: float, quality: float) -> None:
    assert LADDER.quality_for(score) == quality
    assert LADDER.start(score) == quality


@pytest.mark.parametrize("to", PRIORS)
def test_measured_ladders_rise(to: Format) -> None:
    steps = PRIORS[to].ladder
    assert [quality for quality, _ in steps] == sorted({quality for quality, _ in steps})
    assert [score for _, score in steps] == sorted({score for _, score in steps})
    assert (PRIORS[to].lowest, PRIORS[to].highest) == (steps[0][0], steps[-1][0])


PLAIN = Prior(((0, 0.0), (100, 100.0)))


@pytest.mark.parametrize(
    ("quality", "score", "gain", "better"),
    [
        (50, 60.0, 1.0, 61),
        (50, 69.5, 1.0, 51),
        (50, 80.0, 1.0, 41),
        (50, 60.0, 2.0, 56),
        (50, 60.0, 0.5, 71),
        (99, 10.0, 1.0, 100),
        (100, 10.0, 1.0, 100),
        (1, 99.0, 1.0, 0),
        (50, 70.0, 1.0, 51),
    ],
)
def test_a_correction_aims_a_tenth_above_the_target(quality: int, score: float, gain: float, better: int) -> None:
    assert better_quality(quality, score, 70.0, gain, PLAIN) == better


@pytest.mark.parametrize(
    ("below", "above", "between"),
    [
        ((40, 60.0), (60, 80.0), 51),
        ((40, 69.0), (60, 89.0), 42),
        ((40, 50.0), (60, 70.0), 59),
        ((40, 69.9), (60, 70.0), 59),
        ((50, 60.0), (51, 80.0), 50),
        ((50, 69.95), (52, 90.0), 51),
    ],
)
def test_between_two_that_were_tried(below: tuple[int, float], above: tuple[int, float], between: int) -> None:
    assert quality_between(below, above, 70.0, PLAIN) == between


@pytest.mark.parametrize(
    ("first", "second", "before", "gain"),
    [
        ((50, 60.0), (60, 70.0), 1.0, 1.0),
        ((50, 60.0), (60, 75.0), 1.0, 1.5),
        ((50, 60.0), (60, 90.0), 1.0, 2.0),
        ((50, 60.0), (60, 61.0), 1.0, 0.5),
        ((50, 60.0), (60, 50.0), 1.0, 0.5),
        ((60, 70.0), (50, 60.0), 1.0, 1.0),
        ((50, 60.0), (50, 60.0), 1.7, 1.7),
        ((50, 60.0), (51, 62.0), 1.0, 5 / 3),
    ],
)
def test_what_a_step_gains(first: tuple[int, float], second: tuple[int, float], before: float, gain: float) -> None:
    assert measured_gain(first, second, before, PLAIN) == pytest.approx(gain)
