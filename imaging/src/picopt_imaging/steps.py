"""The steps of the pipeline, in their order. Each reads and completes a `Work`."""

from typing import Final

from picopt_imaging.decode import decode
from picopt_imaging.encode import ENCODERS
from picopt_imaging.errors import ImagingError
from picopt_imaging.geometry import choose_base, lay_out
from picopt_imaging.metadata import plan_embedding, write_blocks
from picopt_imaging.presets import QUALITY
from picopt_imaging.resample import resample
from picopt_imaging.source import read_source
from picopt_imaging.values import Format, Preset
from picopt_imaging.work import Work

_SAME: Final = {"jpeg": Format.JPEG, "png": Format.PNG, "webp": Format.WEBP, "avif": Format.AVIF}
_AUTO_QUALITY: Final = {Format.WEBP: 80, Format.AVIF: 55, Format.JPEG: 78, Format.PNG: None}


def read_header(work: Work) -> None:
    """Refuse what must not be decoded."""
    work.source = read_source(work.path, work.limits)


def leave_animation(work: Work) -> None:
    """An animation stays as it is."""
    if work.source.frames > 1:
        work.notes.append(f"The animation of {work.source.frames} frames was left untouched.")
        work.keep_original("animation_kept")


def choose_format(work: Work) -> None:
    """Settle `original` and `auto`."""
    wanted = work.plan.format
    if wanted is Format.ORIGINAL:
        wanted = _SAME.get(work.source.format, Format.PNG)
    elif wanted is Format.AUTO:
        wanted = Format.WEBP
    work.format = wanted


def lay_out_targets(work: Work) -> None:
    """Which files are made, from which part of the original."""
    work.targets = lay_out(work.plan, work.source.width, work.source.height, work.limits)
    side = max(max(target.width, target.height) for target in work.targets)
    limit = ENCODERS[work.format].max_side
    if side > limit:
        raise ImagingError(
            "geometry",
            f"{work.format} holds at most {limit} pixels a side, and {side} are asked for; set a maximum size.",
        )


def plan_metadata(work: Work) -> None:
    """Read what the source says, and decide field by field."""
    work.embedding = plan_embedding(work.path, work.plan.metadata)
    work.notes += work.embedding.notes


def decode_base(work: Work) -> None:
    """Decode once, as small as the largest target allows."""
    base = choose_base(work.targets, work.source.width, work.source.height)
    work.base = decode(work.path, work.source, base, keep_profile=work.plan.metadata.keep_profile)
    if work.source.profile and not work.plan.metadata.keep_profile:
        work.notes.append(f"Colours were converted from “{work.source.profile}” to sRGB.")
    if work.base.hasalpha() and not ENCODERS[work.format].alpha:
        work.base = work.base.flatten(background=[255.0] * (work.base.bands - 1)).copy_memory()
        work.notes.append("JPEG holds no transparency: it was laid on white.")


def encode_targets(work: Work) -> None:
    """Cut, resize, encode and label every target."""
    encoder = ENCODERS[work.format]
    preset = work.plan.preset
    quality = _AUTO_QUALITY[work.format] if preset is Preset.AUTO else QUALITY[preset][work.format]
    for target in work.targets:
        pixels = resample(work.base, target, work.source.width, work.source.height)
        data = write_blocks(work.format, encoder.write(pixels, quality), work.embedding.blocks)
        work.save(target, data, media_type=encoder.media_type, extension=encoder.extension, quality=quality)


def compare_with_original(work: Work) -> None:
    """Never worse: a result that is not smaller is not delivered, unless the format is forced."""
    full = next(file for file in work.files if file.name == "full")
    if full.bytes >= work.source.bytes and not work.plan.force_format:
        work.notes.append(f"{work.format} would have {full.bytes} bytes, the original has {work.source.bytes}.")
        work.keep_original("not_smaller")
