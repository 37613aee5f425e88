"""Decode once, as small as the largest target allows."""

from typing import Final

from picopt_imaging.decode import decode, decode_exactly, is_exact_possible
from picopt_imaging.encode import ENCODERS
from picopt_imaging.gain_map import SMALLEST_SIDE, read_gain_map
from picopt_imaging.geometry import choose_base
from picopt_imaging.presets import recipe_of
from picopt_imaging.recipe import Method
from picopt_imaging.values import Format, Preset
from picopt_imaging.work import Work

_BITS: Final = 8
"""Of results, but lossless ones."""


def decode_base(work: Work) -> None:
    """The picture that all targets are cut from: upright, 8 bits, sRGB unless its profile is kept."""
    base = choose_base(work.targets, work.source.width, work.source.height)
    with work.clock("read"):
        _take_gain_map(work)
    # A gain map is relative to the very numbers of its picture.
    keep = work.plan.metadata.keep_profile or work.gain_map is not None
    exact = _wants_lossless(work) and is_exact_possible(work.source)
    with work.clock("decode"):
        if exact:
            work.base = decode_exactly(work.path, work.source, base)
        else:
            work.base = decode(work.path, work.source, base, keep_profile=keep)
        _lay_on_white(work)
    if work.source.pictures > 1:
        work.notes.append(f"The file holds {work.source.pictures} images; the main one was used.")
    if work.source.bits > _BITS and not exact:
        work.notes.append(f"{work.source.bits} bits a sample became {_BITS}.")
    _say_what_became_of_colours(work, kept=keep or exact)


def _take_gain_map(work: Work) -> None:
    """Only JPEG holds one; where other formats compete, it would be weighed against pictures without."""
    if not work.source.has_gain_map:
        return
    work.gain_map = read_gain_map(work.path, work.source) if work.formats == (Format.JPEG,) else None
    work.notes.append(
        f"The HDR gain map was kept in files of {SMALLEST_SIDE} pixels and more."
        if work.gain_map
        else "The HDR gain map was removed: the result looks as it does on standard screens."
    )


def _say_what_became_of_colours(work: Work, *, kept: bool) -> None:
    if work.source.colour == "cmyk":
        meant = work.source.profile or "a common offset print, as the file does not say which"
        work.notes.append(f"Print colors (CMYK, {meant}) were converted to sRGB.")
    elif work.source.is_stated and work.source.profile and "HDR" in work.source.profile:
        work.notes.append(
            f"The HDR image ({work.source.profile}) was brought to what ordinary screens show: "
            "203 nits became white, and brighter light was pressed together below it."
        )
    elif work.source.has_broken_profile:
        work.notes.append(
            "The color profile is damaged and was ignored: the colors were taken as sRGB, as in browsers."
        )
    elif work.source.profile and not kept:
        work.notes.append(f"Colors were converted from “{work.source.profile}” to sRGB.")


def _wants_lossless(work: Work) -> bool:
    """A fixed preset that says lossless means bit for bit."""
    preset = work.plan.preset
    if preset is Preset.AUTO or work.formats != (Format.PNG,):
        return False
    return recipe_of(preset, Format.PNG).method is Method.LOSSLESS


def _lay_on_white(work: Work) -> None:
    """For formats without transparency; where others compete, they win such a picture."""
    if not work.base.hasalpha():
        return
    able = tuple(each for each in work.formats if ENCODERS[each].alpha)
    if able:
        work.formats = able
        return
    work.base = work.base.flatten(background=[255.0] * (work.base.bands - 1)).copy_memory()
    work.notes.append("JPEG does not support transparency, so the image was placed on white.")
