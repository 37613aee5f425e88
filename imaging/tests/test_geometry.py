from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from imaging_kit import read, square, whole

from picopt_imaging import ImagingError, Plan, Size, inspect, optimize
from picopt_imaging.decode import decode
from picopt_imaging.geometry import Base, choose_base, fit, lay_out, rectangle_in
from picopt_imaging.vips import Image


def test_full_breakpoints_and_sizes_keep_the_callers_names() -> None:
    plan = Plan(max_width=2560, max_height=2560, breakpoints=(480, 9000), sizes=(square("odd/ name", 4000, 3000, 150),))
    targets = {target.name: (target.width, target.height) for target in lay_out(plan, 4000, 3000)}
    assert targets == {"full": (2560, 1920), "breakpoint-480": (480, 360), "odd/ name": (150, 150)}


@pytest.mark.parametrize(
    "size",
    [
        Size(name="x", src_x=90, src_y=0, src_w=20, src_h=10, dst_w=5, dst_h=5),
        Size(name="x", src_x=-1, src_y=0, src_w=10, src_h=10, dst_w=5, dst_h=5),
        Size(name="x", src_x=0, src_y=0, src_w=0, src_h=10, dst_w=5, dst_h=5),
        Size(name="x", src_x=0, src_y=0, src_w=10, src_h=10, dst_w=5, dst_h=0),
    ],
)
def test_a_rectangle_outside_the_picture_is_refused_by_name(size: Size) -> None:
    with pytest.raises(ImagingError, match="'x'") as caught:
        lay_out(Plan(sizes=(size,)), 100, 100)
    assert caught.value.code == "geometry"


def test_two_sizes_with_one_name_and_too_many_pixels_are_refused() -> None:
    with pytest.raises(ImagingError, match="“a”"):
        lay_out(Plan(sizes=(whole("a", 100, 100, 10, 10), whole("a", 100, 100, 20, 20))), 100, 100)
    with pytest.raises(ImagingError, match="at most"):
        lay_out(Plan(sizes=(whole("a", 2000, 2000, 4000, 4000),)), 2000, 2000)


@given(st.integers(1, 5000), st.integers(1, 5000), st.none() | st.integers(1, 6000), st.none() | st.integers(1, 6000))
def test_fitting_never_enlarges_and_obeys_both_limits(
    width: int, height: int, wide: int | None, high: int | None
) -> None:
    w, h = fit(width, height, wide, high)
    assert 1 <= w <= max(1, min(width, wide or width))
    assert 1 <= h <= max(1, min(height, high or height))


@given(st.data())
def test_the_base_shifts_no_crop_by_more_than_an_eighth_of_a_pixel(data: st.DataObject) -> None:
    width, height = data.draw(st.integers(20, 4000)), data.draw(st.integers(20, 4000))
    src_w, src_h = data.draw(st.integers(10, width)), data.draw(st.integers(10, height))
    size = Size(
        name="crop",
        src_x=data.draw(st.integers(0, width - src_w)),
        src_y=data.draw(st.integers(0, height - src_h)),
        src_w=src_w,
        src_h=src_h,
        dst_w=data.draw(st.integers(1, src_w)),
        dst_h=data.draw(st.integers(1, src_h)),
    )
    plan = Plan(max_width=data.draw(st.integers(1, width)), sizes=(size,))
    targets = lay_out(plan, width, height)
    base = choose_base(targets, width, height)
    x, y, w, h = rectangle_in(base, targets[1], width, height)
    assert x >= 0
    assert y >= 0
    assert x + w <= base.width
    assert y + h <= base.height
    off = abs(x * width / base.width - size.src_x) * size.dst_w / size.src_w
    assert off <= 0.13
    assert base.width <= width
    assert base.height <= height


@pytest.mark.parametrize("shape", [(333, 250), (150, 150), (600, 77), (1, 400)])
def test_a_crop_shows_the_asked_rectangle_and_nothing_else(photo: Path, out: Path, shape: tuple[int, int]) -> None:
    size = Size(
        name="crop", src_x=101, src_y=53, src_w=400, src_h=301, dst_w=min(400, shape[0]), dst_h=min(301, shape[1])
    )
    report = optimize(photo, Plan(format="png", preset="high", force_format=True, sizes=(size,)), out)
    made = read(report.files[1].path)
    assert (made.width, made.height) == (size.dst_w, size.dst_h)
    part = read(photo).crop(101, 53, 400, 301)
    expected = part.resize(made.width / 400, vscale=made.height / 301, kernel="lanczos3").numpy()
    found = made.numpy()[: expected.shape[0], : expected.shape[1]]
    assert np.abs(found.astype(int) - expected[: found.shape[0], : found.shape[1]].astype(int)).mean() < 1.0


def test_the_base_is_no_larger_than_the_largest_size_needs() -> None:
    targets = lay_out(Plan(max_width=2560, sizes=(square("thumbnail", 4000, 3000, 150),)), 4000, 3000)
    assert choose_base(targets, 4000, 3000) == Base(2560, 1920)


def test_sizes_are_as_sharp_as_wordpress_or_sharper(photo: Path, out: Path) -> None:
    """WordPress' GD resamples with a plain average; its Imagick uses a triangle filter: both are softer."""
    report = optimize(
        photo, Plan(format="png", preset="high", force_format=True, sizes=(whole("half", 600, 400, 300, 200),)), out
    )
    ours = read(report.files[1].path).colourspace("b-w")
    theirs = read(photo).resize(0.5, kernel="linear").colourspace("b-w")
    assert _energy(ours) > _energy(theirs)


def _energy(image: object) -> float:
    values = image.numpy().astype(float)  # type: ignore[attr-defined]  # not in the stubs
    return float(np.abs(np.diff(values, axis=0)).mean() + np.abs(np.diff(values, axis=1)).mean())


def test_letters_in_a_webp_stay_sharp_when_it_is_scaled(make: Callable[..., Path]) -> None:
    """Libwebp can shrink while it decodes, but blurs what is fine."""
    lines = Image.xyz(600, 400)
    page = (((lines[0] % 5) < 2) * 255).cast("uchar")
    path = make(page.bandjoin([page, page]).copy(interpretation="srgb"), "page.webp", lossless=True)
    source = inspect(path)
    whole = decode(path, source, Base(600, 400))
    scaled = whole.thumbnail_image(240, height=160, size="force")
    assert (decode(path, source, Base(240, 160)) - scaled).abs().avg() < 0.5
