"""C4: frames that build on each other, transparency, one-frame animations, loops: every moment shows the same."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np
import PIL.Image
import PIL.PngImagePlugin
import pytest

from picopt_imaging import ImagingError, Plan, inspect, optimize

SIDE: Final = 48
CLEAR: Final = (0, 0, 0, 0)
DELAYS: Final = [100, 60, 250, 40]


def frames(ground: tuple[int, ...] = CLEAR) -> list[PIL.Image.Image]:
    """A square that wanders; what it leaves is clear again, unless frames build on each other."""
    made = []
    for number in range(len(DELAYS)):
        frame = PIL.Image.new("RGBA", (SIDE, SIDE), ground)
        frame.paste((250, 60 * number, 30, 255), (8 * number, 10, 8 * number + 16, 30))
        made.append(frame)
    return made


def pierced(frame: PIL.Image.Image) -> PIL.Image.Image:
    """With a hole in the square: Pillow takes a WebP whose frames are all opaque for one without transparency."""
    holed = frame.copy()
    left, top, right, bottom = holed.getbbox() or (0, 0, 0, 0)
    holed.paste(CLEAR, (left + 5, top + 5, right - 5, bottom - 5))
    return holed


def save(path: Path, pictures: list[PIL.Image.Image], **settings: Any) -> Path:
    pictures[0].save(path, save_all=True, append_images=pictures[1:], **{"duration": DELAYS, "loop": 0} | settings)
    return path


CASES: Final[dict[str, Callable[[Path], Path]]] = {
    **{
        f"gif-disposal-{disposal}": lambda folder, disposal=disposal: save(
            folder / "a.gif", frames(), disposal=disposal
        )
        for disposal in (1, 2, 3)
    },
    **{
        f"png-disposal-{disposal}-blend-{blend}": lambda folder, disposal=disposal, blend=blend: save(
            folder / "a.png", frames(), disposal=disposal, blend=blend
        )
        # Of frames that are put back and blended, Pillow shows others than Chromium; see test_apng.
        for disposal, blend in ((0, 0), (0, 1), (1, 0), (1, 1), (2, 0))
    },
    "gif-opaque": lambda folder: save(folder / "a.gif", frames((20, 90, 160, 255))),
    "webp-clear": lambda folder: save(folder / "a.webp", [pierced(frame) for frame in frames()], lossless=True),
    "webp-lossy": lambda folder: save(folder / "a.webp", frames((20, 90, 160, 255)), quality=95),
}


def at(path: Path, time: float) -> np.ndarray[Any, Any]:
    """RGBA at a moment, in milliseconds, as Pillow shows it: colours count only where there is something."""
    with PIL.Image.open(path) as picture:
        end = 0.0
        for number in range(getattr(picture, "n_frames", 1)):
            picture.seek(number)
            shown = picture.convert("RGBA")
            end += picture.info.get("duration", 0)
            if time < end:
                break
    white = PIL.Image.new("RGBA", shown.size, "white")
    seen = np.asarray(PIL.Image.alpha_composite(white, shown)).astype(int)
    return np.dstack([seen[..., :3], np.asarray(shown)[..., 3].astype(int)])


@pytest.mark.acceptance("C4")
@pytest.mark.acceptance("C5")
@pytest.mark.parametrize("case", CASES)
def test_every_moment_shows_the_same(case: str, tmp_path: Path, out: Path) -> None:
    source = CASES[case](tmp_path)
    assert inspect(source).frames == len(DELAYS)
    made = optimize(source, Plan(format="webp", preset="very_high", force_format=True), out).files[0].path
    ends = np.cumsum(DELAYS)
    for number, end in enumerate(ends):
        moment = float(end) - DELAYS[number] / 2
        before, after = at(source, moment), at(made, moment)
        assert np.abs(before - after).mean() < 4, (case, number)
        assert np.abs(before[..., 3] - after[..., 3]).max() < 24, (case, number)


@pytest.mark.acceptance("C4")
@pytest.mark.parametrize("loop", [None, 0, 1, 7])
@pytest.mark.parametrize("extension", ["gif", "webp", "png"])
def test_the_loop_count_is_the_same(loop: int | None, extension: str, tmp_path: Path, out: Path) -> None:
    """GIF counts repetitions and says nothing for once; the others count showings, 0 for ever."""
    settings = {} if loop is None else {"loop": loop}
    if loop is None and extension == "webp":
        settings = {"loop": 1}
    pictures = frames((20, 90, 160, 255))
    source = tmp_path / f"loop.{extension}"
    pictures[0].save(source, save_all=True, append_images=pictures[1:], duration=DELAYS, **settings)
    made = optimize(source, Plan(format="webp", preset="high", force_format=True), out).files[0].path
    assert showings(made) == showings(source)


def showings(path: Path) -> int:
    """How often the animation is shown; 0 for ever."""
    with PIL.Image.open(path) as picture:
        loop = picture.info.get("loop")
        if path.suffix == ".gif":
            return 1 if loop is None else loop + 1 if loop else 0
        return int(loop if loop is not None else 0)


@pytest.mark.acceptance("C4")
@pytest.mark.parametrize("extension", ["gif", "webp", "png"])
@pytest.mark.parametrize("to", ["webp", "avif", "jpeg", "png", "original"])
def test_one_frame_is_a_still_picture(extension: str, to: str, tmp_path: Path, out: Path) -> None:
    source = tmp_path / f"one.{extension}"
    frame = frames((20, 90, 160, 255))[1]
    frame.save(source, **({"save_all": True, "duration": 100} if extension != "png" else {"save_all": True}))
    assert inspect(source).frames == 1
    made = optimize(source, Plan(format=to, preset="very_high", force_format=True), out).files[0]
    with PIL.Image.open(made.path) as picture:
        assert getattr(picture, "n_frames", 1) == 1
        shown = np.asarray(picture.convert("RGB")).astype(int)
    assert np.abs(shown - np.asarray(frame.convert("RGB")).astype(int)).mean() < 8


@pytest.mark.acceptance("C4")
def test_original_of_a_moving_webp_is_a_moving_webp(tmp_path: Path, out: Path) -> None:
    """The one format that is written as it came."""
    source = save(tmp_path / "a.webp", frames(), lossless=True)
    report = optimize(source, Plan(format="original", preset="high", force_format=True), out)
    assert (report.outcome, report.format) == ("optimized", "webp")
    assert inspect(report.files[0].path).frames == len(DELAYS)


def test_an_animated_avif_is_no_damaged_one(tmp_path: Path) -> None:
    path = tmp_path / "moving.avif"
    first, *others = frames((0, 90, 200, 255))
    first.save(path, save_all=True, append_images=others)
    with pytest.raises(ImagingError, match="This AVIF is an animation") as caught:
        inspect(path)
    assert caught.value.code == "unsupported_media"
