"""What holds of every estimate, whatever the image and the order."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from picopt_contract.estimates import ESTIMATES, Look, estimate_bytes
from picopt_contract.settings import ExportSettings, PictureItem
from picopt_contract.values import Format, Preset

few = settings(max_examples=40, deadline=None)
sides = st.integers(1, 65_535)
pictures = st.builds(
    PictureItem,
    reference=st.just("1:1"),
    sha256=st.just("0" * 64),
    bytes=st.integers(1, 10**8),
    width=sides,
    height=sides,
    media_type=st.sampled_from(["image/jpeg", "image/png", "image/webp", "image/avif", "image/gif", "image/tiff"]),
)
formats = st.sampled_from(list(Format))
presets = st.sampled_from(list(Preset))
looks = st.builds(
    Look,
    pixels=st.integers(1, 10**6),
    medium_bytes=st.integers(1, 10**6),
    medium_exponent=st.floats(0.3, 1.2),
    auto_bytes=st.integers(1, 10**6),
    auto_exponent=st.floats(0.3, 1.2),
)


@few
@given(pictures, formats, presets, st.none() | looks)
def test_it_is_a_number_of_bytes_and_never_more_than_the_original(picture, to, preset, look):
    made = estimate_bytes(picture, ExportSettings(format=to, preset=preset), look)

    assert isinstance(made, int)
    assert 1 <= made <= picture.bytes


@few
@given(pictures, formats, presets, st.none() | looks)
def test_forcing_the_format_lifts_the_ceiling_and_changes_nothing_else(picture, to, preset, look):
    forced = estimate_bytes(picture, ExportSettings(format=to, preset=preset, force_format=True), look)

    assert estimate_bytes(picture, ExportSettings(format=to, preset=preset), look) == min(forced, picture.bytes)


@few
@given(pictures, formats, presets, sides, sides)
def test_a_smaller_frame_never_needs_more(picture, to, preset, one, other):
    small, large = sorted((one, other))
    within = [
        estimate_bytes(picture, ExportSettings(format=to, preset=preset, max_width=side, force_format=True))
        for side in (small, large)
    ]

    assert (
        within[0] <= within[1] <= estimate_bytes(picture, ExportSettings(format=to, preset=preset, force_format=True))
    )


@few
@given(pictures, st.sampled_from([Format.WEBP, Format.AVIF, Format.JPEG]), st.floats(30, 95), st.floats(30, 95))
def test_a_higher_target_never_needs_less(picture, to, one, other):
    low, high = sorted((one, other))
    made = [
        estimate_bytes(picture, ExportSettings(format=to, target=target, force_format=True)) for target in (low, high)
    ]

    assert made[0] <= made[1]


@few
@given(pictures, st.sampled_from(list(Preset)[1:]))
def test_the_target_counts_with_preset_auto_only(picture, preset):
    low, high = (estimate_bytes(picture, ExportSettings(preset=preset, target=target)) for target in (30, 95))

    assert low == high


@few
@given(pictures, formats, st.none() | looks)
def test_presets_are_in_their_order(picture, to, look):
    order = [
        estimate_bytes(picture, ExportSettings(format=to, preset=preset, force_format=True), look)
        for preset in ("maximum", "very_high", "high", "medium", "low", "minimum")
    ]
    if to is Format.PNG or (to is Format.ORIGINAL and picture.media_type in ("image/png", "image/gif", "image/tiff")):
        order = [order[0], order[3], order[5]]  # lossless, palette, small palette; `high` packs less than `maximum`

    assert order == sorted(order, reverse=True)


@few
@given(pictures, formats, presets, sides, sides)
def test_limits_beyond_the_image_change_nothing(picture, to, preset, wide, high):
    free = ExportSettings(format=to, preset=preset, force_format=True)
    bounded = free.model_copy(update={"max_width": max(wide, picture.width), "max_height": max(high, picture.height)})

    assert estimate_bytes(picture, bounded) == estimate_bytes(picture, free)


@few
@given(pictures, formats, presets)
def test_turning_an_image_changes_nothing(picture, to, preset):
    turned = picture.model_copy(update={"width": picture.height, "height": picture.width})
    export = ExportSettings(format=to, preset=preset)

    assert estimate_bytes(turned, export) == estimate_bytes(picture, export)


@few
@given(pictures, looks, st.integers(2, 50))
def test_a_look_knows_the_image_better_than_its_file_size(picture, look, factor):
    export = ExportSettings(force_format=True)
    denser = picture.model_copy(update={"bytes": picture.bytes * factor})

    assert estimate_bytes(denser, export, look) == estimate_bytes(picture, export, look)


@pytest.mark.parametrize("preset", Preset)
def test_formats_are_in_their_order(preset):
    bits = {to: ESTIMATES.bits_per_pixel[to][preset] for to in ESTIMATES.bits_per_pixel}

    assert bits[Format.AVIF] < bits[Format.WEBP] < bits[Format.PNG]
    assert bits[Format.AVIF] < bits[Format.JPEG] < bits[Format.PNG]


def test_the_published_constants_are_usable_numbers():
    published = ESTIMATES.model_dump()

    for name, value in published.items():
        if name != "bits_per_pixel":
            assert math.isfinite(value), name
            assert value > 0, name
    assert ESTIMATES.drawn_below < ESTIMATES.lossless_reference < ESTIMATES.lossless_ceiling
    assert ESTIMATES.drawn_share < 1
    assert set(ESTIMATES.bits_per_pixel) == {Format.WEBP, Format.AVIF, Format.JPEG, Format.PNG}
    assert all(set(each) == set(Preset) for each in ESTIMATES.bits_per_pixel.values())
