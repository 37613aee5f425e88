"""What can be known before anything is decoded."""

from picopt_imaging.encode import ENCODERS
from picopt_imaging.errors import ImagingError
from picopt_imaging.geometry import lay_out
from picopt_imaging.metadata import plan_embedding
from picopt_imaging.source import read_source
from picopt_imaging.values import Format
from picopt_imaging.work import Work


def read_header(work: Work) -> None:
    """Refuse what must not be decoded."""
    with work.clock("read"):
        work.source = read_source(work.path, work.limits)


def leave_animation(work: Work) -> None:
    """An animation goes on as an animation, or stays as it is."""
    if work.source.frames == 1:
        return
    able = tuple(each for each in work.formats if ENCODERS[each].animation)
    if able and (work.plan.format is not Format.ORIGINAL or work.source.format == "webp"):
        work.formats = able
        return
    work.notes.append(f"The animation of {work.source.frames} frames was left untouched: only WebP output can hold it.")
    work.keep_original("animation_kept")


def lay_out_targets(work: Work) -> None:
    """Which files are made, from which part of the original; formats that cannot hold them drop out."""
    work.targets = lay_out(work.plan, work.source.width, work.source.height, work.limits)
    side = max(max(target.width, target.height) for target in work.targets)
    able = tuple(each for each in work.formats if ENCODERS[each].max_side >= side)
    if not able:
        limit = max(ENCODERS[each].max_side for each in work.formats)
        raise ImagingError(
            "geometry",
            f"{work.formats[0]} holds at most {limit} pixels a side, and {side} are asked for; set a maximum size.",
        )
    work.formats = able


def plan_metadata(work: Work) -> None:
    """Read what the source says, and decide field by field."""
    with work.clock("read"):
        work.embedding = plan_embedding(work.path, work.plan.metadata)
    work.notes += work.embedding.notes
