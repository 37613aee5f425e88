"""C8: the promise for images that are neither photographs nor screenshots: pixel art, patterns, noise, a few pixels."""

from pathlib import Path

import PIL.Image
import pytest

from picopt_imaging import Plan, content, inspect, optimize
from picopt_imaging.content import looks_drawn
from picopt_imaging.encode import encode
from picopt_imaging.estimating import look_at
from picopt_imaging.recipe import Method, Recipe
from picopt_imaging.report import Report
from picopt_imaging.values import Format
from picopt_imaging.vips import Image

INKS = ([0, 0, 0], [255, 0, 77], [0, 228, 54], [41, 173, 255], [255, 236, 39], [250, 250, 250])


def pixel_art(width: int = 32, height: int = 24) -> Image:
    """Six inks, no two neighbors alike for long."""
    art = Image.black(width, height).bandjoin([0, 0]).cast("uchar").copy(interpretation="srgb").copy_memory()
    for at in range(width * height):
        art = art.draw_rect(INKS[(at * at + at // 7) % len(INKS)], at % width, at // width, 1, 1, fill=True)
    return art


def checks(width: int = 300, height: int = 200) -> Image:
    """Black and white in turns: not one pixel equals its neighbor."""
    position = Image.xyz(width, height)
    return (((position[0] + position[1]) % 2) * 255).cast("uchar").copy(interpretation="b-w")


def noise(width: int, height: int) -> Image:
    """Every pixel a colour of its own."""
    bands = [Image.gaussnoise(width, height, sigma=90, mean=128, seed=seed) for seed in (1, 2, 3)]
    return bands[0].bandjoin(bands[1:]).cast("uchar").copy(interpretation="srgb")


def gray_photo(width: int = 300, height: int = 200) -> Image:
    grain = Image.gaussnoise(width, height, sigma=12, mean=0, seed=5)
    return (Image.xyz(width, height)[0] / 2 + 50 + grain).cast("uchar").copy(interpretation="b-w")


def made_of(image: Image, folder: Path, **plan: object) -> tuple[Path, Report]:
    path = folder / "source.png"
    image.pngsave(str(path))
    return path, optimize(path, Plan(force_format=True, **plan), folder)  # type: ignore[arg-type] # names are tested


def octets_of(path: Path) -> bytes:
    with PIL.Image.open(path) as image:
        return image.convert("RGB").tobytes()


@pytest.mark.parametrize(("image", "drawn"), [(pixel_art(), True), (checks(), True), (gray_photo(), False)])
def test_few_inks_make_a_drawing_and_gray_does_not(image: Image, tmp_path: Path, *, drawn: bool) -> None:
    path = tmp_path / "source.png"
    image.pngsave(str(path))
    assert looks_drawn(image, inspect(path)) is drawn


@pytest.mark.acceptance("C8")
@pytest.mark.parametrize("image", [pixel_art(), checks()])
def test_pixel_art_and_patterns_keep_every_pixel(image: Image, tmp_path: Path) -> None:
    path, report = made_of(image, tmp_path, format="webp")
    assert report.files[0].score == 100
    assert octets_of(report.files[0].path) == octets_of(path)
    assert report.notes == ()


@pytest.mark.acceptance("C8")
@pytest.mark.parametrize("to", ["webp", "png"])
@pytest.mark.parametrize("sides", [(1, 1), (1, 2), (3, 3), (7, 5), (1, 40), (500, 2)])
def test_what_is_too_small_for_the_metric_keeps_every_pixel(to: str, sides: tuple[int, int], tmp_path: Path) -> None:
    path, report = made_of(noise(*sides), tmp_path, format=to)
    assert octets_of(report.files[0].path) == octets_of(path)


@pytest.mark.acceptance("C8")
def test_a_jpeg_of_a_few_pixels_has_the_highest_quality(tmp_path: Path) -> None:
    _, report = made_of(noise(5, 5), tmp_path, format="jpeg")
    assert report.files[0].quality == 98


@pytest.mark.acceptance("C8")
def test_where_no_lossy_file_reaches_the_target_one_without_loss_is_made(tmp_path: Path) -> None:
    """Libwebp halves the resolution of colour; of colored noise nothing is left then."""
    path, report = made_of(noise(90, 70), tmp_path, format="webp")
    assert report.files[0].quality is None
    assert octets_of(report.files[0].path) == octets_of(path)
    assert report.notes == ()


@pytest.mark.acceptance("C8")
def test_a_lossless_file_that_outweighs_the_original_is_not_made_and_that_is_said(tmp_path: Path) -> None:
    path = tmp_path / "source.jpg"
    noise(90, 70).jpegsave(str(path), Q=85, subsample_mode="off")
    note = optimize(path, Plan(format="webp", target=90), tmp_path).notes[0]
    assert "was not reached" in note
    assert note.endswith("without loss it would have too many bytes.")


@pytest.mark.acceptance("C8")
def test_of_a_jpeg_no_lossless_file_is_spoken_of(tmp_path: Path) -> None:
    _, report = made_of(noise(90, 70), tmp_path, format="jpeg", target=98)
    assert report.notes[0].endswith("at the highest quality of jpeg.")


@pytest.mark.parametrize(("inks", "few"), [(1, True), (64, True), (65, False)])
@pytest.mark.parametrize("bands", [1, 3])
def test_inks_are_counted_to_the_last_row(inks: int, bands: int, *, few: bool) -> None:
    """Each ink stands in one row of its own, the last of them in the last row."""
    rows = (Image.xyz(40, 130)[1] - (130 - inks)).clamp(min=0, max=255).cast("uchar")
    image = (rows if bands == 1 else rows.bandjoin([rows, rows])).copy(interpretation="b-w" if bands == 1 else "srgb")
    assert content._has_few_inks(image.copy_memory()) is few


def as_jpeg(image: Image, folder: Path, quality: int = 80) -> Path:
    path = folder / "source.jpg"
    image.jpegsave(str(path), Q=quality)
    return path


def spots(count: int, width: int, ink: list[int], ground: list[int]) -> Image:
    """So many squares of a colour, strewn over a ground."""
    image = Image.black(600, 400).bandjoin([0, 0]).cast("uchar").copy(interpretation="srgb") + ground
    image = image.cast("uchar").copy_memory()
    for at in range(count):
        left, top = (at * 7919) % (600 - width), (at * at * 104_729) % (400 - width)
        image = image.draw_rect(ink, left, top, width, width, fill=True)
    return image


def goods_on_white(photo: Path) -> Image:
    """A cup, cut out: what shops show."""
    cup = Image.thumbnail(str(photo), 240).copy_memory()
    return cup.embed(180, 120, 600, 400, extend="white")


@pytest.mark.acceptance("C8")
def test_a_screenshot_in_jpeg_is_a_drawing_whose_text_stays_sharp(screenshot: Path, tmp_path: Path, out: Path) -> None:
    """Its noise has many colours; text has two tones also then. Of that noise, less has to be kept."""
    path = as_jpeg(Image.new_from_file(str(screenshot)), tmp_path)
    report = optimize(path, Plan(force_format=True), out)
    assert report.target == 80
    assert report.files[0].score is not None
    assert report.files[0].score >= 80


def test_what_has_clear_ground_but_no_lines_is_a_photograph_in_jpeg(photo: Path, tmp_path: Path) -> None:
    stars = spots(300, 1, [255, 255, 255], [4, 4, 12])
    bare = goods_on_white(photo)
    for image in (stars, bare, bare.colourspace("b-w"), Image.new_from_file(str(photo))):
        path = as_jpeg(image, tmp_path)
        assert not looks_drawn(Image.new_from_file(str(path)), inspect(path))
    logo = as_jpeg(spots(40, 24, [200, 20, 60], [250, 250, 250]), tmp_path)
    assert looks_drawn(Image.new_from_file(str(logo)), inspect(logo))


def test_a_plain_tile_and_a_cut_out_logo_are_drawings_in_lossy_formats(tmp_path: Path) -> None:
    """Too small for a block, or without a busy one; transparent around what is drawn."""
    for side in (8, 15, 200):
        tile = as_jpeg(spots(0, 24, [0, 0, 0], [20, 90, 160]).crop(0, 0, side, side), tmp_path)
        assert looks_drawn(Image.new_from_file(str(tile)), inspect(tile))
    logo = spots(40, 24, [200, 20, 60], [250, 250, 250])
    cut_out = tmp_path / "logo.webp"
    logo.bandjoin((logo[1] < 200).ifthenelse(255, 0).cast("uchar")).webpsave(str(cut_out), Q=80)
    assert looks_drawn(Image.new_from_file(str(cut_out)), inspect(cut_out))


def test_the_look_at_a_drawing_in_jpeg_does_not_count_on_a_file_without_loss(tmp_path: Path) -> None:
    path = as_jpeg(spots(40, 24, [200, 20, 60], [250, 250, 250]), tmp_path)
    looked_at = Image.new_from_file(str(path)).copy_memory()
    perfect = encode(looked_at, Recipe(format=Format.WEBP, method=Method.LOSSLESS, graphic=True))
    assert look_at(path).auto_bytes < len(perfect) / 2
