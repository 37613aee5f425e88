"""From a file and a plan to files and a report: a list of steps that can be read."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from picopt_imaging import steps
from picopt_imaging.errors import ImagingError
from picopt_imaging.limits import LIMITS, Limits
from picopt_imaging.naming import under_a_plain_name
from picopt_imaging.plan import Plan
from picopt_imaging.report import Report, SourceInfo
from picopt_imaging.source import out_of_memory, says_out_of_memory
from picopt_imaging.values import Format
from picopt_imaging.vips import VipsError
from picopt_imaging.work import Work

Step = Callable[[Work], None]

_FROM_THE_HEADER: Final[tuple[Step, ...]] = (steps.choose_formats, steps.leave_animation, steps.lay_out_targets)
STEPS: Final[tuple[Step, ...]] = (
    steps.read_header,
    *_FROM_THE_HEADER,
    steps.plan_metadata,
    steps.decode_base,
    steps.choose_recipes,
    steps.make_files,
    steps.compare_with_original,
)


@dataclass(frozen=True)
class Foreseen:
    """What an image's header says of its order: formats that may be chosen, or why it will be left as it is."""

    formats: tuple[Format, ...]
    reason: str | None
    notes: tuple[str, ...]


def foresee(source: SourceInfo, plan: Plan, limits: Limits = LIMITS) -> Foreseen:
    """Nothing is read or decoded. Raises `ImagingError` where `optimize` would for a size or a format."""
    work = Work(path=Path(), plan=plan, out_dir=Path(), limits=limits)
    work.source = source
    for step in _FROM_THE_HEADER:
        step(work)
        if work.outcome == "no_gain":
            break
    return Foreseen(work.formats, work.reason, tuple(work.notes))


@under_a_plain_name
def optimize(source: Path, plan: Plan, out_dir: Path, limits: Limits = LIMITS) -> Report:
    """Make all files of the plan from the picture at `source`, into the folder `out_dir`.

    The report says `optimized` with the files, or `no_gain` with none: then the original is the better picture.
    Raises `ImagingError` for a picture that cannot or must not be processed; nothing is left in `out_dir` then.
    """
    work = Work(path=source, plan=plan, out_dir=out_dir, limits=limits)
    try:
        for step in STEPS:
            step(work)
            if work.outcome == "no_gain":
                work.remove_files()
                break
    except VipsError as error:
        work.remove_files()
        if says_out_of_memory(error):
            raise out_of_memory() from error
        raise ImagingError("internal", f"The image was read but could not be written: {error}") from error
    except BaseException:
        work.remove_files()
        raise
    return work.report()
