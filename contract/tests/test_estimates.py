"""The arithmetic of estimates; how near it comes to real results is tested where images are made."""

import pytest

from picopt_contract.estimates import Look, estimate_bytes
from picopt_contract.settings import ExportSettings, PictureItem

PRESETS = ("auto", "maximum", "very_high", "high", "medium", "low", "minimum")


def item(octets=250_000, *, width=1000, height=800, media_type="image/jpeg"):
    return PictureItem(
        reference="1:1", sha256="0" * 64, bytes=octets, width=width, height=height, media_type=media_type
    )


def estimate(picture, look=None, **export):
    return estimate_bytes(picture, ExportSettings(**{"force_format": True, **export}), look)


@pytest.mark.parametrize(
    ("to", "kilobytes"),
    [
        ("webp", (97.9, 319, 199, 128, 96.2, 79.3, 54.7)),
        ("avif", (81.3, 176, 108, 76.6, 51.8, 32.8, 18.6)),
        ("jpeg", (109, 393, 245, 136, 109, 78.5, 48.5)),
        ("png", (520, 1140, 1140, 1260, 466, 466, 434)),
    ],
)
def test_a_photograph_of_2_5_bits_a_pixel_needs_what_is_typical(to, kilobytes):
    made = [estimate(item(), format=to, preset=preset) for preset in PRESETS]

    assert made == [round(1000 * number) for number in kilobytes]


def test_a_denser_file_needs_more_but_not_as_much_more():
    assert estimate(item(500_000), format="webp", preset="high") == round(128_000 * 2**0.534)
    assert estimate(item(62_500), format="webp", preset="high") == round(128_000 * 4**-0.534)


@pytest.mark.parametrize(("target", "factor"), [(70, 1.0), (80, 1.5357), (60, 0.6512)])
def test_preset_auto_grows_with_its_target(target, factor):
    assert ExportSettings().target == 70
    for to, typical in (("webp", 97_900), ("avif", 81_300), ("jpeg", 109_000)):
        assert estimate(item(), format=to, target=target) == pytest.approx(typical * factor, rel=1e-4)
    assert estimate(item(), format="png", target=target) == 520_000
    assert estimate(item(), format="webp", preset="high", target=target) == 128_000


@pytest.mark.parametrize(
    ("limits", "share"),
    [
        ({"max_width": 500}, 0.25),
        ({"max_height": 400}, 0.25),
        ({"max_width": 500, "max_height": 200}, 0.0625),
        ({"max_width": 250, "max_height": 700}, 0.0625),
        ({"max_width": 2000}, 1),
        ({"max_height": 4000, "max_width": 1000}, 1),
    ],
)
def test_fewer_pixels_need_less_but_small_ones_more_each(limits, share):
    assert estimate(item(), format="webp", preset="high", **limits) == round(128_000 * share**0.932)


@pytest.mark.parametrize("media_type", ["image/png", "image/tiff", "image/bmp", "image/gif"])
def test_a_lossless_file_tells_a_drawing_by_its_density(media_type):
    drawn = item(400_000, media_type=media_type)

    assert estimate(drawn, format="webp", preset="high") == 100_000
    assert estimate(drawn, format="png", preset="high") == 100_000
    assert estimate(drawn, format="jpeg", preset="high") == round(136_000 * (5 / 13.8) ** 2.4)


@pytest.mark.parametrize(("octets", "bits"), [(500_000, 5), (1_000_000, 10), (1_380_000, 13.8), (2_400_000, 16)])
def test_a_lossless_photograph_is_told_by_its_density_up_to_a_ceiling(octets, bits):
    photographed = item(octets, media_type="image/png")

    assert estimate(photographed, format="webp", preset="high") == round(128_000 * (bits / 13.8) ** 2.4)


@pytest.fixture
def look():
    return Look(pixels=200_000, medium_bytes=30_000, medium_exponent=0.9, auto_bytes=40_000, auto_exponent=0.5)


def test_a_look_counts_instead_of_the_guess(look):
    assert estimate(item(), look, format="webp", preset="auto") == 80_000
    assert estimate(item(), look, format="webp", preset="medium") == round(30_000 * 4**0.9)
    assert estimate(item(9_000_000), look, format="webp", preset="auto") == 80_000


def test_a_look_is_scaled_to_other_presets_formats_and_sizes(look):
    medium = 30_000 * 4**0.9

    assert estimate(item(), look, format="webp", preset="high") == round(medium * 1.28 / 0.962)
    assert estimate(item(), look, format="avif", preset="medium") == round(medium * 0.518 / 0.962)
    assert estimate(item(), look, format="avif", preset="auto") == round(80_000 * 0.813 / 0.979)
    assert estimate(item(), look, format="webp", preset="auto", max_width=500) == 40_000
    assert estimate(item(), look, format="webp", preset="medium", max_width=500) == 30_000


@pytest.mark.parametrize(
    ("media_type", "wanted", "same_as"),
    [
        ("image/jpeg", "auto", "avif"),
        ("image/png", "auto", "avif"),
        ("image/jpeg", "original", "jpeg"),
        ("image/webp", "original", "webp"),
        ("image/avif", "original", "avif"),
        ("image/png", "original", "png"),
        ("image/tiff", "original", "png"),
        ("image/jpeg", "png", "png"),
    ],
)
def test_the_format_that_is_estimated(media_type, wanted, same_as):
    picture = item(1_200_000, media_type=media_type)

    assert estimate(picture, format=wanted, preset="high") == estimate(picture, format=same_as, preset="high")


def test_the_original_is_the_most_unless_the_format_is_forced():
    assert estimate(item(90_000), format="png", force_format=False) == 90_000
    assert estimate(item(90_000), format="png") > 90_000


def test_at_least_one_byte():
    assert estimate(item(1, width=1, height=1), format="avif", preset="minimum") == 1


@pytest.mark.parametrize("field", ["pixels", "medium_bytes", "auto_bytes"])
def test_a_look_at_nothing_is_refused(look, field):
    assert Look.model_validate(look.model_dump() | {field: 1})
    with pytest.raises(ValueError, match=field):
        Look.model_validate(look.model_dump() | {field: 0})
