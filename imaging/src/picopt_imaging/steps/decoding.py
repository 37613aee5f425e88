"""Decode once, as small as the largest target allows."""

from picopt_imaging.decode import decode
from picopt_imaging.encode import ENCODERS
from picopt_imaging.geometry import choose_base
from picopt_imaging.work import Work


def decode_base(work: Work) -> None:
    """The picture that all targets are cut from: upright, 8 bits, sRGB unless its profile is kept."""
    base = choose_base(work.targets, work.source.width, work.source.height)
    keep = work.plan.metadata.keep_profile
    with work.clock("decode"):
        work.base = decode(work.path, work.source, base, keep_profile=keep)
        _lay_on_white(work)
    if work.source.profile and not keep:
        work.notes.append(f"Colours were converted from “{work.source.profile}” to sRGB.")


def _lay_on_white(work: Work) -> None:
    """For formats without transparency; where others compete, they win such a picture."""
    if not work.base.hasalpha():
        return
    able = tuple(each for each in work.formats if ENCODERS[each].alpha)
    if able:
        work.formats = able
        return
    work.base = work.base.flatten(background=[255.0] * (work.base.bands - 1)).copy_memory()
    work.notes.append("JPEG holds no transparency: the picture was laid on white.")
