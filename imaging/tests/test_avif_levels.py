"""Which numbers of AVIF's quality are files of their own: a search must not encode one twice."""

from itertools import pairwise

from picopt_imaging.encode import encode
from picopt_imaging.presets import AVIF_LEVELS, PRIORS
from picopt_imaging.recipe import Recipe
from picopt_imaging.values import Format
from picopt_imaging.vips import Image

SIDE = 32


def test_from_one_level_to_the_next_all_numbers_make_one_file() -> None:
    """Where libheif or aom count otherwise one day, `AVIF_LEVELS` are to be measured anew."""
    noise = [Image.gaussnoise(SIDE, SIDE, sigma=60, mean=128, seed=seed) for seed in range(3)]
    pixels = noise[0].bandjoin(noise[1:]).cast("uchar").copy(interpretation="srgb").copy_memory()
    made = {at: encode(pixels, Recipe(format=Format.AVIF, quality=at, draft=True)) for at in range(1, 101)}
    last_ones = [at for at, after in pairwise(made) if made[at] != made[after]]
    assert (*last_ones, 100) == AVIF_LEVELS


def test_the_ladder_begins_and_ends_among_them() -> None:
    prior = PRIORS[Format.AVIF]
    assert prior.levels == AVIF_LEVELS
    assert prior.up(0) == prior.lowest
    assert prior.up(100) == prior.highest
