"""C4: animations keep what they show and when, or are left alone with the reason."""

from itertools import accumulate
from pathlib import Path

import PIL.Image
import pytest
from imaging_kit import whole

from picopt_imaging import Plan, inspect, optimize, score
from picopt_imaging.animation import frames_of, moments
from picopt_imaging.decode import decode
from picopt_imaging.encode import encode
from picopt_imaging.geometry import Base
from picopt_imaging.recipe import Method, Recipe
from picopt_imaging.steps.verify import verify
from picopt_imaging.values import Format
from picopt_imaging.vips import Image

DELAYS = [100, 200, 50, 80, 90]


@pytest.fixture(params=["gif", "webp", "png"])
def animation(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Five frames of 160 × 120 that all differ; loops twice. The PNG is an animated one."""
    path = tmp_path / f"moving.{request.param}"
    frames = [PIL.Image.new("RGB", (160, 120), (30, 60, 90)) for _ in DELAYS]
    for number, frame in enumerate(frames):
        frame.paste((250, 200 - 30 * number, 10), (10 + 25 * number, 20, 50 + 25 * number, 90))
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=DELAYS, loop=2)
    return path


def shown(path: Path) -> tuple[list[int], int]:
    """When each frame ends, in milliseconds, and the loop count."""
    with PIL.Image.open(path) as picture:
        delays = []
        for number in range(picture.n_frames):
            picture.seek(number)
            picture.load()
            delays.append(round(picture.info["duration"]))
        loop = int(picture.info.get("loop", 0))
        # GIF says how often it is repeated, the others how often it is shown.
        return list(accumulate(delays)), loop + 1 if path.suffix == ".gif" and loop else loop


@pytest.mark.acceptance("C4")
@pytest.mark.parametrize("preset", ["auto", "medium"])
def test_frames_timing_and_loop_survive_in_every_size(animation: Path, out: Path, preset: str) -> None:
    assert inspect(animation).frames == len(DELAYS)
    plan = Plan(format="webp", preset=preset, force_format=True, sizes=(whole("half", 160, 120, 80, 60),))
    report = optimize(animation, plan, out)
    for file in report.files:
        assert shown(file.path) == shown(animation)
        result = Image.new_from_file(str(file.path), n=-1)
        assert [(frame.width, frame.height) for frame in frames_of(result)] == [(file.width, file.height)] * len(DELAYS)


@pytest.mark.acceptance("C4")
@pytest.mark.parametrize("to", ["jpeg", "avif", "png", "original"])
def test_formats_that_cannot_move_leave_it_alone_and_say_so(animation: Path, out: Path, to: str) -> None:
    report = optimize(animation, Plan(format=to), out)
    if to == "original" and animation.suffix == ".webp":  # the one format that can
        assert report.reason != "animation_kept"
        return
    assert (report.outcome, report.reason, report.files) == ("no_gain", "animation_kept", ())
    assert "5 frames" in report.notes[-1]


@pytest.mark.acceptance("C4")
def test_equal_frames_may_be_merged_but_every_moment_shows_the_same(tmp_path: Path, out: Path) -> None:
    red, blue = (PIL.Image.new("RGB", (64, 64), colour) for colour in ("red", "blue"))
    source = tmp_path / "still.gif"
    red.save(source, save_all=True, append_images=[red, red, blue, blue, red], duration=100, loop=0, optimize=False)
    made = optimize(source, Plan(format="webp", preset="high", force_format=True), out).files[0].path
    before, after = (Image.new_from_file(str(path), n=-1).copy_memory() for path in (source, made))
    for here, there in zip(moments(before, 6), moments(after, 6), strict=True):
        assert abs(here(32, 32)[0] - there(32, 32)[0]) < 12
    assert shown(made)[0][-1] == shown(source)[0][-1]


def test_the_score_of_an_animation_reaches_the_target(animation: Path, out: Path) -> None:
    report = optimize(animation, Plan(format="webp", force_format=True), out)
    assert report.files[0].score is not None
    assert report.files[0].score >= 70


def perfect(path: Path) -> tuple[Image, bytes]:
    """An animation as it is read, and made without loss."""
    source = inspect(path)
    pixels = decode(path, source, Base(source.width, source.height))
    return pixels, encode(pixels, Recipe(format=Format.WEBP, method=Method.LOSSLESS))


@pytest.mark.parametrize(
    "delays", [[0, 0, 0, 0], [10, 400, 10, 10], [400, 10, 10, 10], [0, 20, 500, 10], [30, 30, 30, 30]], ids=str
)
@pytest.mark.parametrize("kind", ["gif", "webp", "png"])
def test_every_moment_is_scored_against_its_own_frame(tmp_path: Path, kind: str, delays: list[int]) -> None:
    """Of frames that are gone before they are seen, browsers make longer ones, and so does what writes results."""
    path = tmp_path / f"fast.{kind}"
    frames = [PIL.Image.new("RGB", (120, 120), colour) for colour in ("red", "green", "blue", "white")]
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=delays, loop=0)
    assert verify(*perfect(path)) == (100.0, "whole")


def clip(photo: Path, path: Path, *empty: int) -> Path:
    """Five frames of a photograph that wanders, some of them empty."""
    picture = PIL.Image.open(photo).convert("RGB")
    frames = [picture.crop((20 * number, 0, 20 * number + 320, 240)) for number in range(5)]
    for number in empty:
        frames[number] = PIL.Image.new("RGB", frames[0].size)
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=100, lossless=True)
    return path


@pytest.mark.parametrize("empty", [(), (0,), (4,), (0, 4), (2,)])
def test_empty_frames_make_no_drawing_of_photographs(
    photo: Path, tmp_path: Path, out: Path, empty: tuple[int, ...]
) -> None:
    report = optimize(clip(photo, tmp_path / "clip.png", *empty), Plan(format="webp", force_format=True), out)
    assert report.target == 70


def test_a_drawn_animation_is_no_heavier_than_without_loss(photo: Path, tmp_path: Path, out: Path) -> None:
    """One frame is lighter with loss, forty are not: it makes frames differ that are equal but for their corners."""
    ground = PIL.Image.new("RGB", (320, 240), (250, 250, 250))
    ground.paste(PIL.Image.open(photo).convert("RGB").crop((100, 100, 132, 340)), (0, 0))
    frames = [ground.copy() for _ in range(40)]
    for number, frame in enumerate(frames):
        for corner in ((4, 4), (310, 4), (4, 230), (310, 230)):
            frame.paste((5 * number, 60, 90), (*corner, corner[0] + 4, corner[1] + 4))
    path = tmp_path / "drawn.png"
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=100, loop=0)
    report = optimize(path, Plan(format="webp", force_format=True), out)
    assert report.target == 85
    assert report.files[0].bytes <= len(perfect(path)[1])
    assert score(path, report.files[0].path) == 100.0
