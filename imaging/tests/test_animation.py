"""C4: animations keep what they show and when, or are left alone with the reason."""

from itertools import accumulate
from pathlib import Path

import PIL.Image
import pytest
from imaging_kit import whole

from picopt_imaging import Plan, inspect, optimize
from picopt_imaging.animation import frames_of, moments
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
