"""C8: no file has more bytes than a larger one of the same part, nor than the file that it replaces."""

import random
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from imaging_kit import square, stripes, whole

from picopt_imaging import Plan, Report, Size, SourceInfo, optimize
from picopt_imaging.geometry import Target
from picopt_imaging.limits import LIMITS
from picopt_imaging.recipe import Method, Recipe
from picopt_imaging.steps import order
from picopt_imaging.values import Format
from picopt_imaging.vips import Image
from picopt_imaging.work import Made, Work

WIDTH, HEIGHT = 420, 300
SIZES = (
    whole("large", WIDTH, HEIGHT, 350, 250),
    whole("medium", WIDTH, HEIGHT, 210, 150),
    whole("small", WIDTH, HEIGHT, 105, 75),
    square("thumbnail", WIDTH, HEIGHT, 120),
    square("tile", WIDTH, HEIGHT, 60),
)


def scene(seed: int) -> Image:
    """Boxes, disks and lines of a few colours, on ground that is flat, shaded, grainy or transparent by chance."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret

    def colour() -> list[int]:
        return [chance.randrange(256) for _ in range(3)]

    picture = Image.black(WIDTH, HEIGHT).bandjoin([0, 0]) + colour()
    if seed % 3 == 1:
        picture = picture * (Image.xyz(WIDTH, HEIGHT)[0] / WIDTH)
    picture = picture.cast("uchar").copy(interpretation="srgb").copy_memory()
    for _ in range(chance.randrange(2, 30)):
        x, y, span = chance.randrange(WIDTH), chance.randrange(HEIGHT), chance.randrange(3, 120)
        kind = chance.randrange(3)
        if kind == 0:
            picture = picture.draw_rect(colour(), x, y, span, chance.randrange(2, 90), fill=True)
        elif kind == 1:
            picture = picture.draw_circle(colour(), x, y, span // 2, fill=chance.random() < 0.7)
        else:
            picture = picture.draw_line(colour(), x, y, chance.randrange(WIDTH), chance.randrange(HEIGHT))
    if chance.random() < 0.3:
        grain = Image.gaussnoise(WIDTH, HEIGHT, sigma=chance.randrange(1, 20), mean=0, seed=seed)
        picture = (picture + grain).cast("uchar").copy(interpretation="srgb")
    if chance.random() < 0.3:
        hole = Image.black(WIDTH, HEIGHT).draw_circle(255, WIDTH // 2, HEIGHT // 2, 110, fill=True)
        picture = picture.bandjoin(hole)
    return picture


def assert_in_order(report: Report, sizes: tuple[Size, ...]) -> None:
    """All pairs of the same part; sizes of the plan that are missing are named."""
    parts = {size.name: (size.src_x, size.src_y, size.src_w, size.src_h) for size in sizes}
    parts["full"] = (0, 0, report.source.width, report.source.height)
    for small, large in permutations(report.files, 2):
        if parts[small.name] == parts[large.name] and small.width < large.width and small.height < large.height:
            assert small.bytes <= large.bytes, (small, large)
    delivered = {file.name for file in report.files}
    for name in set(parts) - delivered:
        assert any(f"“{name}” was left out" in note for note in report.notes), name


@pytest.mark.acceptance("C8")
@pytest.mark.parametrize("seed", [*range(8), *(pytest.param(seed, marks=pytest.mark.deep) for seed in range(8, 60))])
def test_random_images_are_in_order(seed: int, tmp_path: Path, out: Path) -> None:
    path = tmp_path / "scene.png"
    scene(seed).pngsave(str(path))
    to = ("webp", "png", "jpeg")[seed % 3] if seed % 6 else "avif"
    report = optimize(path, Plan(format=to, sizes=SIZES, force_format=True), out)
    assert_in_order(report, SIZES)
    assert not any("fewer bytes" in note for note in report.notes)
    for file in report.files:
        assert file.score is not None
        assert report.target is not None
        assert file.score >= report.target, file.name


@pytest.mark.acceptance("C8")
@pytest.mark.parametrize("preset", ["auto", "high"])
def test_what_a_larger_and_perfect_file_makes_superfluous_is_left_out(preset: str, tmp_path: Path, out: Path) -> None:
    path = tmp_path / "stripes.png"
    stripes(1000, 500).pngsave(str(path))
    sizes = (whole("large", 1000, 500, 700, 350),)
    report = optimize(path, Plan(format="png", preset=preset, sizes=sizes, force_format=True), out)
    assert [file.name for file in report.files] == ["full"]
    assert report.files[0].score == 100
    assert_in_order(report, sizes)
    assert len(list(out.iterdir())) == 1


@pytest.mark.acceptance("C8")
def test_it_stays_where_the_file_in_use_is_larger_still(tmp_path: Path, out: Path) -> None:
    path = tmp_path / "stripes.png"
    stripes(1000, 500).pngsave(str(path))
    size = replace(whole("large", 1000, 500, 700, 350), replaces_bytes=10**6)
    report = optimize(path, Plan(sizes=(size,), force_format=True), out)
    full, large = report.files
    assert full.bytes < large.bytes < 10**6
    assert large.score is not None
    assert large.score >= 85
    assert any("“full” has fewer bytes than “large”" in note for note in report.notes)


@pytest.mark.acceptance("C8")
def test_the_full_file_is_never_left_out(tmp_path: Path, out: Path) -> None:
    """Here a size is larger than the full file, which is scaled."""
    path = tmp_path / "stripes.png"
    stripes(1000, 500).pngsave(str(path))
    sizes = (whole("original", 1000, 500, 1000, 500),)
    report = optimize(path, Plan(sizes=sizes, max_width=700, force_format=True), out)
    assert [file.name for file in report.files] == ["full", "original"]
    assert any("“original” has fewer bytes than “full”" in note for note in report.notes)


def test_a_scaled_drawing_has_a_recipe_of_its_own(tmp_path: Path, out: Path) -> None:
    """Whole, a palette is lossless and smallest; scaled, its soft edges need four times the bytes of a lossy file."""
    path = tmp_path / "stripes.png"
    stripes(500, 250).pngsave(str(path))
    thumbnail = square("thumbnail", 500, 250, 150)
    report = optimize(path, Plan(sizes=(thumbnail,), force_format=True), out)
    full, small = report.files
    assert full.score == 100
    assert small.score is not None
    assert 85 <= small.score < 100


FULL = Target(name="full", x=0, y=0, w=420, h=300, width=420, height=300)
LARGE = replace(FULL, name="large", width=350, height=250)
PALETTE = Recipe(format=Format.WEBP, method=Method.PALETTE, graphic=True)
OCTETS = {Method.LOSSY: 3000, Method.NEAR_LOSSLESS: 4000, Method.LOSSLESS: 6000}


def test_no_file_grows_much_for_a_size_that_nobody_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    """A palette of the whole drawing has fewer bytes than that of its soft copy, and the next better file far more."""
    made = put_in_order(monkeypatch, full=1500, large=LARGE)
    assert {target.name: len(each.data) for target, each in made.items()} == {"full": 1500}
    monkeypatch.setitem(OCTETS, Method.LOSSY, 2600)
    made = put_in_order(monkeypatch, full=2100, large=LARGE)
    assert {target.name: len(each.data) for target, each in made.items()} == {"full": 2600, "large": 2200}


def test_a_file_that_grows_for_one_in_use_takes_the_cheapest_way(monkeypatch: pytest.MonkeyPatch) -> None:
    large = replace(LARGE, replaces_bytes=9000)
    made = put_in_order(monkeypatch, full=1500, large=large)
    assert {target.name: len(each.data) for target, each in made.items()} == {"full": 3000, "large": 2200}
    monkeypatch.setitem(OCTETS, Method.LOSSY, 2000)  # too few
    assert put_in_order(monkeypatch, full=1500, large=large)[FULL].recipe.method is Method.NEAR_LOSSLESS


def put_in_order(monkeypatch: pytest.MonkeyPatch, *, full: int, large: Target) -> dict[Target, Made]:
    """Two palettes, of which the smaller has 2,200 octets; every other file has those of its method."""

    def encode(work: Work, target: Target, pixels: Image, recipe: Recipe) -> Made:
        return Made(bytes(OCTETS[recipe.method]), recipe, 90.0)

    monkeypatch.setattr(order, "encode_target", encode)
    monkeypatch.setattr(order, "pixels_of", lambda *_: Image.black(1, 1))
    work = Work(path=Path(), plan=Plan(force_format=True), out_dir=Path(), limits=LIMITS)
    work.graphic, work.source = True, SourceInfo(
        format="png", media_type="image/png", width=FULL.w, height=FULL.h, bytes=10**6, frames=1, bits=8,
        has_alpha=False, orientation=1, colour="srgb", profile=None,
    )  # fmt: skip
    made = {FULL: Made(bytes(full), PALETTE, 86.0), large: Made(bytes(2200), PALETTE, 86.0)}
    order.put_in_order(work, made)
    return made
