"""C8: every file of every size reaches its target, measured whole; larger sizes have more bytes than smaller ones."""

import io
from itertools import permutations
from pathlib import Path

import PIL.Image
import pytest
from imaging_kit import SAMPLES, read, square, whole
from PIL.JpegImagePlugin import get_sampling

from picopt_imaging import Plan, Report, Size, inspect, optimize
from picopt_imaging.encode import encode, read_back
from picopt_imaging.recipe import Recipe
from picopt_imaging.ssimulacra2 import score_images
from picopt_imaging.values import Format
from picopt_imaging.vips import Image


def wordpress_sizes(path: Path) -> tuple[Size, ...]:
    """The sizes of a default site that are smaller than the image, one of them a crop."""
    info = inspect(path)
    scales = [side / max(info.width, info.height) for side in (300, 768, 1024, 1536)]
    sizes = [
        whole(f"{scale:.3f}", info.width, info.height, round(info.width * scale), round(info.height * scale))
        for scale in scales
        if scale < 1
    ]
    return (*sizes, square("thumbnail", info.width, info.height, 150))


def neon(folder: Path) -> Path:
    """Saturated letters and bars on dark ground, photographed: blurred a little, with grain."""
    sign = Image.black(900, 600).bandjoin([8, 30]).cast("uchar").copy(interpretation="srgb").copy_memory()
    for number, colour in enumerate(([255, 20, 60], [20, 255, 120], [255, 0, 255], [30, 90, 255])):
        for line in range(9):
            sign = sign.draw_rect(colour, 30 + number * 215, 30 + line * 60, 180, 8 + 3 * line, fill=True)
    grain = Image.gaussnoise(900, 600, sigma=5, mean=0, seed=3)
    path = folder / "neon.png"
    (sign.gaussblur(0.7) + grain).cast("uchar").copy(interpretation="srgb").write_to_file(str(path))
    return path


def assert_kept(path: Path, report: Report, target: float) -> None:
    assert not report.notes
    for file in report.files:
        assert file.scored == "whole"
        assert file.score is not None
        assert file.score >= target, file.name
    upright = {"full", *(file.name for file in report.files if file.name.startswith("0."))}
    for small, large in permutations([file for file in report.files if file.name in upright], 2):
        if small.width < large.width and small.height < large.height:
            assert small.bytes <= large.bytes, (path.name, small.name, large.name)


@pytest.mark.acceptance("C8")
@pytest.mark.parametrize(
    ("name", "to"),
    [
        *((name, to) for name in ("china.jpg", "IMG_2020.jpg", "neon.png", "stairs.webp") for to in ("webp", "jpeg")),
        *((name, "avif") for name in ("china.jpg", "neon.png")),
        *(pytest.param(name, "avif", marks=pytest.mark.deep) for name in ("IMG_2020.jpg", "stairs.webp")),
    ],
)
def test_every_file_reaches_the_target_and_larger_ones_have_more_bytes(name: str, to: str, tmp_path: Path) -> None:
    path = neon(tmp_path) if name == "neon.png" else SAMPLES / name
    out = tmp_path / "out"
    out.mkdir()
    plan = Plan(format=to, max_width=1000, sizes=wordpress_sizes(path), force_format=True)
    assert_kept(path, optimize(path, plan, out), 70)


@pytest.mark.acceptance("C8")
def test_the_full_file_is_what_its_report_says(tmp_path: Path) -> None:
    """Held against a decode that the library has no part in, and with another decoder's scaling of nothing."""
    report = optimize(SAMPLES / "coffee.png", Plan(format="webp"), tmp_path)
    made = Image.new_from_file(str(report.files[0].path)).copy_memory()
    assert score_images(read(SAMPLES / "coffee.png"), made) == pytest.approx(report.files[0].score, abs=0.1)


@pytest.mark.acceptance("C8")
@pytest.mark.parametrize("bands", [3, 4])
def test_half_the_colour_of_an_avif_is_scored_as_browsers_interpolate_it(bands: int) -> None:
    """libheif repeats it instead, so that the score was of pixels that nobody sees."""
    edge = (Image.xyz(64, 64)[0] < 33).ifthenelse([230, 30, 40], [30, 40, 200]).cast("uchar")
    pixels = (edge.bandjoin(255) if bands == 4 else edge).copy(interpretation="srgb").copy_memory()
    data = encode(pixels, Recipe(format=Format.AVIF, quality=90))
    with PIL.Image.open(io.BytesIO(data)) as seen:
        assert seen.mode == ("RGBA" if bands == 4 else "RGB")
        assert read_back(data, pixels).write_to_memory() == seen.tobytes()


@pytest.mark.acceptance("C8")
@pytest.mark.parametrize(("factor", "stays"), [(0.5, True), (2.0, False)])
def test_what_would_not_be_smaller_than_the_file_in_use_is_left_out(
    factor: float, *, stays: bool, tmp_path: Path
) -> None:
    info = inspect(SAMPLES / "china.jpg")
    size = whole("medium", info.width, info.height, 300, round(300 * info.height / info.width))
    first, second = tmp_path / "1", tmp_path / "2"
    first.mkdir()
    second.mkdir()
    made = optimize(SAMPLES / "china.jpg", Plan(sizes=(size,)), first).files[1]
    known = Size(**{**size.__dict__, "replaces_bytes": round(made.bytes * factor)})
    report = optimize(SAMPLES / "china.jpg", Plan(sizes=(known,)), second)
    assert [file.name for file in report.files] == (["full"] if stays else ["full", "medium"])
    assert any("the file in use" in note for note in report.notes) is stays


@pytest.mark.parametrize(("name", "sampling"), [("lines.png", "4:4:4"), ("china.jpg", "4:2:0")])
def test_colour_is_sharp_where_that_pays(name: str, sampling: str, tmp_path: Path) -> None:
    """Thin lines of red on blue need it, a street does not."""
    lines = (Image.xyz(400, 300)[0] / 2).floor() % 2 == 0
    page = lines.ifthenelse([230, 30, 40], [30, 40, 200]) + Image.gaussnoise(400, 300, sigma=4, mean=0, seed=3)
    page.cast("uchar").copy(interpretation="srgb").write_to_file(str(tmp_path / "lines.png"))
    path = SAMPLES / name if name == "china.jpg" else tmp_path / name
    report = optimize(path, Plan(format="jpeg", force_format=True), tmp_path)
    with PIL.Image.open(report.files[0].path) as made:
        assert made.info.get("progressive")
        found = {0: "4:4:4", 2: "4:2:0"}[get_sampling(made)]
    assert found == sampling
