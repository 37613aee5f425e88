from pathlib import Path

import pytest
from imaging_kit import SAMPLES, whole

from picopt_imaging import ImagingError, Plan, estimate, optimize


@pytest.mark.parametrize("name", ["china.jpg", "astronaut.png", "IMG_2005.jpg"])
@pytest.mark.parametrize("preset", ["auto", "medium"])
def test_estimates_are_near_what_is_made(name: str, preset: str, out: Path) -> None:
    """Within a third for each; the benchmark measures the median on pictures that nothing was fitted on."""
    plan = Plan(format="webp", preset=preset, force_format=True)
    made = optimize(SAMPLES / name, plan, out)
    guess = estimate(SAMPLES / name, plan)
    assert guess.full_bytes == pytest.approx(made.files[0].bytes, rel=0.33)


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
