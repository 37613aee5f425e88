"""Where the search on a sample begins."""

import pytest
from imaging_kit import SAMPLES

from picopt_imaging.geometry import Target
from picopt_imaging.presets import PRIORS
from picopt_imaging.recipe import Recipe
from picopt_imaging.search import Aim, Probe, find_quality
from picopt_imaging.steps import glance as module
from picopt_imaging.steps.glance import glance
from picopt_imaging.steps.sample import try_on
from picopt_imaging.values import Format
from picopt_imaging.vips import Image
from picopt_imaging.work import Made, Sample

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
