"""One odd file: what the library makes of it, and whether a second decoder sees the same. Runs in a child process."""

from pathlib import Path
from typing import Any, Final

import PIL.Image
import PIL.ImageOps

from picopt_bench.imaging.second_decoder import Seen, look, third_look
from picopt_imaging import ImagingError, SourceInfo
from picopt_imaging.animation import frames_of
from picopt_imaging.decode import decode
from picopt_imaging.geometry import Base
from picopt_imaging.source import read_source
from picopt_imaging.vips import Image

_MOST_DELTA: Final = 2.0
"""Mean ΔE2000: what is more is another image."""
_OUR_OWN_FAULT: Final = frozenset({"internal", "crashed", "time_out"})
_GROUNDS: Final = (0.0, 255.0)
Row = dict[str, Any]


def judge(path: Path) -> Row:
    """`right`, `wrong`, `refused` (by a true name), or `unjudged` where no other decoder reads the file."""
    try:
        source = read_source(path)
        ours = decode(path, source, Base(source.width, source.height))
    except ImagingError as error:
        wrong = error.code in _OUR_OWN_FAULT
        others = not isinstance(_seen(path), str)
        return {"verdict": "wrong" if wrong else "refused", "why": error.code, "read_by_others": others}
    seen = _seen(path)
    if isinstance(seen, str):
        return {"verdict": "unjudged", "why": seen}
    found = _compare(source, ours, seen)
    return found if found["verdict"] == "right" or source.frames > 1 else _arbitrate(path, ours, found)


def _arbitrate(path: Path, ours: Image, found: Row) -> Row:
    """Where one decoder disagrees with us on a still, a third decides: Pillow errs, in gray of few bits with tRNS."""
    third = third_look(path)
    if third is None or third.size != (ours.width, ours.height):
        return found
    delta = _delta(frames_of(ours)[0], third)
    return found if delta > _MOST_DELTA else {"verdict": "right", "why": f"as ImageMagick; Pillow: {found['why']}"}


def _seen(path: Path) -> Seen | str:
    try:
        return look(path)
    except Exception as error:  # noqa: BLE001 - whatever another decoder throws, it did not read the file
        return f"{type(error).__name__}: {error}"


def _compare(source: SourceInfo, ours: Image, seen: Seen) -> Row:
    if source.frames != seen.frames:
        return {"verdict": "wrong", "why": f"{source.frames} frames, not {seen.frames}"}
    if (source.width, source.height) != seen.pixels.size:
        return {"verdict": "wrong", "why": f"{source.width} × {source.height} pixels, not {seen.pixels.size}"}
    deltas = [_delta(*pair) for pair in zip(frames_of(ours), (seen.pixels, *seen.later), strict=False)]
    delta = max(deltas)
    row = {"delta": round(delta, 3), "frames": len(deltas), "worst_frame": deltas.index(delta)}
    verdict = "right" if delta <= _MOST_DELTA else "wrong"
    return {"verdict": verdict, "why": f"mean ΔE2000 {delta:.2f}, {seen.how}", **row}


def _delta(ours: Image, theirs: PIL.Image.Image) -> float:
    """The worse of a dark and a light ground."""
    other = Image.new_from_memory(theirs.convert("RGBA").tobytes(), theirs.width, theirs.height, 4, "uchar")
    other = other.copy(interpretation="srgb")
    return max(float(_on(ours, ground).dE00(_on(other, ground)).avg()) for ground in _GROUNDS)


def _on(image: Image, ground: float) -> Image:
    image = image.colourspace("srgb").cast("uchar")
    flat = image.flatten(background=[ground] * 3) if image.hasalpha() else image
    return flat.colourspace("lab")
