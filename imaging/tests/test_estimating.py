from pathlib import Path

import pytest
from imaging_kit import SAMPLES, read, stripes, whole

from picopt_imaging import ImagingError, Plan, estimate, inspect, optimize


def assert_foretold(path: Path, plan: Plan, out: Path, within: float) -> None:
    made = optimize(path, plan, out)
    guess = estimate(path, plan)
    assert guess.full_bytes == pytest.approx(made.files[0].bytes, rel=within)


@pytest.mark.parametrize("name", ["china.jpg", "astronaut.png", "IMG_2005.jpg"])
@pytest.mark.parametrize("preset", ["auto", "medium"])
def test_estimates_are_near_what_is_made(name: str, preset: str, out: Path) -> None:
    """Within a tenth for each; the benchmark measures the median on pictures that nothing was fitted on."""
    assert_foretold(SAMPLES / name, Plan(format="webp", preset=preset, force_format=True), out, 0.1)


@pytest.mark.parametrize(
    "to", ["webp", pytest.param("avif", marks=pytest.mark.deep), "jpeg", pytest.param("auto", marks=pytest.mark.deep)]
)
def test_a_large_photograph_is_encoded_once(to: str, tmp_path: Path, out: Path) -> None:
    """An AVIF at low effort only, which is corrected for by the sample."""
    path = tmp_path / "large.png"
    read(SAMPLES / "coffee.png").resize(2.2, vscale=2.2, kernel="cubic").pngsave(str(path), compression=1)
    assert_foretold(path, Plan(format=to, force_format=True), out, 0.15)


@pytest.mark.parametrize("to", ["webp", *(pytest.param(one, marks=pytest.mark.deep) for one in ("jpeg", "png"))])
def test_a_drawing_is_not_taken_for_its_scaled_self(to: str, tmp_path: Path, out: Path) -> None:
    path = tmp_path / "stripes.png"
    stripes(1300, 700).pngsave(str(path))
    assert_foretold(path, Plan(format=to, force_format=True), out, 0.01)


def test_sizes_are_foretold_from_the_sample(out: Path) -> None:
    info = inspect(SAMPLES / "china.jpg")
    sizes = tuple(
        whole(str(side), info.width, info.height, side, round(side * info.height / info.width)) for side in (300, 450)
    )
    plan = Plan(sizes=sizes, force_format=True)
    made = sum(file.bytes for file in optimize(SAMPLES / "china.jpg", plan, out).files)
    assert estimate(SAMPLES / "china.jpg", plan).total_bytes == pytest.approx(made, rel=0.2)


def test_sizes_count(photo_jpeg: Path) -> None:
    alone = estimate(photo_jpeg, Plan(preset="low"))
    more = estimate(photo_jpeg, Plan(preset="low", sizes=(whole("s", 600, 400, 300, 200),)))
    assert alone.full_bytes == alone.total_bytes == more.full_bytes < more.total_bytes


def test_refusals_are_those_of_inspect(tmp_path: Path) -> None:
    path = tmp_path / "x.png"
    path.write_bytes(b"no")
    with pytest.raises(ImagingError) as caught:
        estimate(path, Plan())
    assert caught.value.code == "unsupported_media"
