"""Where the search on a sample begins."""

from dataclasses import replace
from pathlib import Path

import pytest
from imaging_kit import SAMPLES

from picopt_imaging import Plan, Size, inspect, optimize
from picopt_imaging.geometry import Target
from picopt_imaging.limits import LIMITS
from picopt_imaging.pipeline import STEPS
from picopt_imaging.presets import PRIORS
from picopt_imaging.recipe import Method, Recipe
from picopt_imaging.search import Aim, Probe, find_quality
from picopt_imaging.steps import glance as module
from picopt_imaging.steps import make as making
from picopt_imaging.steps import reach
from picopt_imaging.steps.glance import glance, is_hopeless, seen_on_copy
from picopt_imaging.steps.reach import encode_target
from picopt_imaging.steps.sample import try_on
from picopt_imaging.values import Format
from picopt_imaging.vips import Image
from picopt_imaging.work import Made, Sample, Work

AIM = Aim(70.0, 0.7)


def sample(name: str, side: int) -> Sample:
    pixels = Image.thumbnail(str(SAMPLES / name), side).copy_memory()
    target = Target(name="full", x=0, y=0, w=900, h=600, width=pixels.width, height=pixels.height)
    return Sample(target, pixels, is_file=False)


def test_a_copy_that_would_not_be_much_smaller_says_nothing() -> None:
    assert glance(sample("flower.jpg", 400), Recipe(format=Format.WEBP), AIM) is None


def test_a_search_from_the_guess_is_shorter() -> None:
    names, recipe = ("DSC_0419.jpg", "P1070007.jpg", "china.jpg"), Recipe(format=Format.WEBP)
    lengths = [(len(searched(name, recipe)), len(searched(name, recipe, guessed=True))) for name in names]
    assert all(guessed <= plain for plain, guessed in lengths)
    assert sum(guessed for _, guessed in lengths) < sum(plain for plain, _ in lengths)


def searched(name: str, recipe: Recipe, *, guessed: bool = False) -> list[int]:
    """The qualities that a search on the large sample tries."""
    large, tried = sample(name, 768), list[int]()

    def probe(quality: int) -> Probe:
        made = try_on(large, recipe.at(quality))
        tried.append(quality)
        return Probe(quality, made.score or 0.0, made.data)

    find_quality(probe, AIM, PRIORS[recipe.format], start=glance(large, recipe, AIM) if guessed else None)
    return tried


def test_a_format_whose_small_copies_mislead_is_not_looked_at() -> None:
    assert glance(sample("flower.jpg", 700), Recipe(format=Format.JPEG), AIM) is None


def test_it_looks_at_a_small_copy_thrice_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = list[tuple[int, int, int]]()

    def look(at: Sample, recipe: Recipe) -> Made:
        looked.append((at.pixels.width, at.pixels.height, recipe.quality or 0))
        return Made(b"", recipe, 40.0, "whole")

    monkeypatch.setattr(module, "try_on", look)
    assert glance(sample("flower.jpg", 700), Recipe(format=Format.WEBP), AIM) == PRIORS[Format.WEBP].highest
    assert len(looked) <= 3
    assert {max(width, height) for width, height, _ in looked} == {256}


def test_larger_images_need_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """By 0.95 points of the prior each time that the pixels grow by *e*, and half of the tolerance."""
    recipe, prior = Recipe(format=Format.WEBP), PRIORS[Format.WEBP]
    monkeypatch.setattr(module, "try_on", lambda _at, recipe: Made(b"", recipe, prior.score_at(recipe.quality or 0)))
    guess = glance(sample("IMG_2005.jpg", 768), recipe, AIM)
    assert guess is not None
    assert prior.score_at(guess) == pytest.approx(70 + 0.35 + 0.95 * 2.2, abs=1.1)


PLAIN = Recipe(format=Format.WEBP, quality=75)
SHARP = Recipe(format=Format.WEBP, quality=75, full_colour=True)


def as_sample(pixels: Image) -> Sample:
    target = Target(name="full", x=0, y=0, w=900, h=600, width=pixels.width, height=pixels.height)
    return Sample(target, pixels.copy_memory(), is_file=False)


def strong_colours() -> Image:
    """A red net on blue, which half the resolution of color smears."""
    at = Image.xyz(768, 512)
    net = ((at[0] % 7 < 3) | (at[1] % 9 < 4)).ifthenelse([230, 20, 20], [20, 30, 200])
    return net.cast("uchar").copy(interpretation="srgb")


def test_the_copy_tells_whether_sharp_color_is_worth_a_look() -> None:
    net, rocket = as_sample(strong_colours()), sample("rocket.jpg", 768)
    assert not is_hopeless(net, try_on(net, PLAIN), SHARP)
    assert is_hopeless(rocket, try_on(rocket, PLAIN), SHARP)
    assert SHARP not in rocket.tried
    assert not is_hopeless(rocket, try_on(rocket, SHARP), PLAIN)


def test_of_a_gray_image_both_ways_are_the_same() -> None:
    gray = as_sample(Image.thumbnail(str(SAMPLES / "rocket.jpg"), 768).colourspace("b-w").colourspace("srgb"))
    assert is_hopeless(gray, try_on(gray, PLAIN), SHARP)


@pytest.mark.parametrize(("octets", "hopeless"), [(989, False), (991, True)])
def test_a_hundredth_of_the_copys_bytes_decides(monkeypatch: pytest.MonkeyPatch, octets: int, hopeless: bool) -> None:  # noqa: FBT001 -- a row of a table
    """At equal scores."""
    large = sample("rocket.jpg", 768)
    monkeypatch.setattr(
        module, "try_on", lambda _at, recipe: Made(bytes(octets if recipe.full_colour else 1000), recipe, 70.0)
    )
    assert is_hopeless(large, Made(b"", PLAIN, 70.0), SHARP) is hopeless


def test_what_was_tried_on_the_copy_near_by_serves_for_the_comparison() -> None:
    rocket = sample("rocket.jpg", 768)
    glance(rocket, replace(PLAIN, quality=0), AIM)
    before = set(rocket.copies[0].tried)
    assert is_hopeless(rocket, try_on(rocket, PLAIN), SHARP)
    (looked,) = set(rocket.copies[0].tried) - before
    assert looked.full_colour
    assert replace(looked, full_colour=False) in before


def test_small_files_of_the_same_part_are_spared_what_the_copy_has_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A crop can have other colors than the whole."""
    tried = list[tuple[str, bool]]()

    def spy(work: Work, target: Target, pixels: Image, recipe: Recipe) -> Made:
        tried.append((target.name, recipe.full_colour))
        return encode_target(work, target, pixels, recipe)

    monkeypatch.setattr(reach, "encode_target", spy)
    crop = Size(name="crop", src_x=0, src_y=0, src_w=500, src_h=500, dst_w=150, dst_h=150)
    whole = Size(name="whole", src_x=0, src_y=0, src_w=768, src_h=512, dst_w=300, dst_h=200)
    optimize(SAMPLES / "P1070007.jpg", Plan(format="webp", force_format=True, sizes=(crop, whole)), tmp_path)
    assert ("whole", False) in tried
    assert ("whole", True) not in tried
    assert ("crop", True) in tried


def test_what_was_seen_on_the_copy_is_told_with_its_pixels() -> None:
    rocket = sample("rocket.jpg", 768)
    assert seen_on_copy(rocket, PLAIN) is None
    glance(rocket, replace(PLAIN, quality=0), AIM)
    small = rocket.copies[0]
    seen = seen_on_copy(rocket, PLAIN)
    assert seen is not None
    pixels, made = seen
    assert pixels == small.pixels.width * small.pixels.height
    looked = min((recipe.quality or 0 for recipe in small.tried), key=lambda quality: abs(quality - 75))
    assert (made.recipe.quality, made.score) == (looked, small.tried[replace(PLAIN, quality=looked)].score)
    assert seen_on_copy(rocket, SHARP) is None


def test_small_files_are_begun_where_the_copy_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that they are encoded less often."""

    def encodings() -> int:
        tried = list[str]()

        def spy(work: Work, target: Target, pixels: Image, recipe: Recipe) -> Made:
            tried.append(target.name)
            return encode_target(work, target, pixels, recipe)

        with monkeypatch.context() as patch:
            patch.setattr(reach, "encode_target", spy)
            for name in ("DSC_0419.jpg", "IMG_2005.jpg", "IMG_2020.jpg", "P1070007.jpg", "contact-sheet.jpg"):
                info = inspect(SAMPLES / name)
                height = round(256 * info.height / info.width)
                whole = {"src_x": 0, "src_y": 0, "src_w": info.width, "src_h": info.height}
                size = Size(name="small", **whole, dst_w=256, dst_h=height)
                made = tmp_path / f"{len(list(tmp_path.iterdir()))}"
                made.mkdir()
                optimize(SAMPLES / name, Plan(format="webp", force_format=True, sizes=(size,)), made)
        return tried.count("small")

    informed = encodings()
    monkeypatch.setattr(making, "seen_on_copy", lambda _sample, _recipe: None)
    assert informed < encodings()


def test_a_small_sample_is_looked_at_itself() -> None:
    little = sample("rocket.jpg", 400)
    assert not is_hopeless(little, try_on(little, PLAIN), SHARP)


@pytest.mark.acceptance("C8")
def test_a_file_whose_color_needs_it_has_it_sharp(tmp_path: Path) -> None:
    """Though a photograph that does not need it is spared the look."""
    path = tmp_path / "net.jpg"
    noise = Image.gaussnoise(768, 512, sigma=12, mean=0, seed=1)
    (strong_colours() + noise).cast("uchar").copy(interpretation="srgb").jpegsave(str(path), Q=98, subsample_mode="off")
    plan = Plan(format="webp", force_format=True)
    work = Work(path=path, plan=plan, out_dir=tmp_path, limits=LIMITS)
    for step in STEPS[:-2]:
        step(work)
    assert not work.graphic
    assert work.recipes[0].full_colour or work.recipes[0].method is Method.LOSSLESS
