"""Animations: frames lie below each other in one tall image, as libvips keeps them."""

from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate
from typing import Final

from picopt_imaging.vips import GValue, Image

MOMENTS: Final = 3
"""At which an animation is scored; the worst counts."""
_SHORTEST: Final = 10
_IN_ITS_STEAD: Final = 100
"""Milliseconds that a frame is shown whose delay is 10 or less, in browsers and in what libvips writes."""


def frames_of(roll: Image) -> list[Image]:
    """The frames of an image, without labels of an animation; a still is its own only frame."""
    height = frame_height(roll)
    if height == roll.height:
        return [roll]
    roll = roll.copy()
    for label in ("page-height", "n-pages", "delay", "loop"):
        roll.remove(label)
    return [roll.crop(0, top, roll.width, height) for top in range(0, roll.height - height + 1, height)]


def frame_height(roll: Image) -> int:
    """Pixels."""
    height = int(roll.get("page-height")) if roll.get_typeof("page-height") else roll.height
    return height if 0 < height < roll.height and roll.height % height == 0 else roll.height


def each_frame(roll: Image, change: Callable[[Image], Image]) -> Image:
    """The image with every frame changed; timing and loop stay."""
    frames = [change(frame) for frame in frames_of(roll)]
    if len(frames) == 1:
        return frames[0]
    joined = Image.arrayjoin(frames, across=1).copy_memory()
    return label_animation(joined, frames[0].height, _stated_delays(roll), _loop_of(roll))


def without_frames(roll: Image, numbers: tuple[int, ...]) -> Image:
    """The image without the frames of these numbers, from 0; timing and loop of the others stay."""
    if not numbers:
        return roll
    frames = frames_of(roll)
    delays = [delay for number, delay in enumerate(_stated_delays(roll)) if number not in numbers]
    kept = [frame for number, frame in enumerate(frames) if number not in numbers]
    joined = Image.arrayjoin(kept, across=1).copy_memory()
    return label_animation(joined, frames[0].height, delays, _loop_of(roll))


def label_animation(roll: Image, frame_height: int, delays: list[int], loop: int) -> Image:
    """Frames below each other, labelled: heights in pixels, delays in milliseconds, loop 0 for ever."""
    labelled = roll.copy()
    labelled.set_type(GValue.gint_type, "page-height", frame_height)
    labelled.set_type(GValue.gint_type, "loop", loop)
    labelled.set_type(GValue.array_int_type, "delay", delays)
    return labelled


def moments(roll: Image, count: int) -> list[Image]:
    """What an animation shows at `count` moments, spread evenly over its time.

    Encoders merge equal frames, so frames are compared by time and not by number.
    """
    frames = frames_of(roll)
    ends = list(accumulate(delays_of(roll, len(frames))))
    times = [ends[-1] * (2 * number + 1) / (2 * count) for number in range(count)]
    return [frames[bisect_right(ends, time) if time < ends[-1] else -1] for time in times]


def delays_of(roll: Image, count: int) -> list[int]:
    """How long browsers show each frame, in milliseconds, which is what a result says of it."""
    delays = [delay if delay > _SHORTEST else _IN_ITS_STEAD for delay in _stated_delays(roll)]
    return delays if len(delays) == count else [_IN_ITS_STEAD] * count


def _stated_delays(roll: Image) -> list[int]:
    return [int(delay) for delay in roll.get("delay")] if roll.get_typeof("delay") else []


def _loop_of(roll: Image) -> int:
    return int(roll.get("loop")) if roll.get_typeof("loop") else 0
