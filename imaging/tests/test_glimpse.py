"""Whether sharp colour is looked at in the large, by what it does in the small."""

import pytest
from imaging_kit import SAMPLES

from picopt_imaging.geometry import Target
from picopt_imaging.recipe import Recipe
from picopt_imaging.steps import glimpse
from picopt_imaging.steps.glimpse import may_gain_by_sharp_colour
from picopt_imaging.steps.sample import try_on
from picopt_imaging.values import Format
from picopt_imaging.vips import Image
from picopt_imaging.work import Made, Sample

HALVED = Recipe(format=Format.WEBP, quality=75)


def sample_of(pixels: Image) -> Sample:
    target = Target(name="full", x=0, y=0, w=900, h=600, width=pixels.width, height=pixels.height)
    return Sample(target, pixels, is_file=False)


def a_photo() -> Image:
    return Image.thumbnail(str(SAMPLES / "coffee.png"), 600).copy_memory()


def neon() -> Image:
    """Thin red letters on blue: what halved colour smears."""
    text = Image.text("Open all night " * 30, width=600, height=600, dpi=90).embed(0, 0, 600, 600)
    return text.ifthenelse([255, 0, 0], [0, 0, 255], blend=True).cast("uchar").copy(interpretation="srgb").copy_memory()


@pytest.mark.parametrize(("pixels", "wanted"), [(a_photo, False), (neon, True)])
def test_sharp_colour_is_looked_at_where_colour_suffers(pixels, wanted: bool) -> None:  # noqa: FBT001 - a parameter
    sample = sample_of(pixels())
    assert may_gain_by_sharp_colour(sample, try_on(sample, HALVED)) is wanted
    assert len(sample.tried) == 1


def test_what_is_small_itself_or_sharp_already_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    small, large = sample_of(a_photo().resize(0.5)), sample_of(a_photo())
    made = [Made(b"", HALVED, 70.0), Made(b"", Recipe(format=Format.AVIF, quality=50, full_colour=True), 70.0)]
    monkeypatch.setattr(glimpse, "try_on", None)  # without a try
    assert may_gain_by_sharp_colour(small, made[0])
    assert may_gain_by_sharp_colour(large, made[1])
