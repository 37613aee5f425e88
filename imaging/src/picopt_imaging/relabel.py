"""Change only a file's metadata; its compressed picture is copied bit by bit."""

import hashlib
from pathlib import Path
from typing import Final

from picopt_imaging.encode import ENCODERS
from picopt_imaging.errors import ImagingError
from picopt_imaging.gain_map import copy_gain_map
from picopt_imaging.limits import LIMITS, Limits
from picopt_imaging.metadata import plan_embedding, write_blocks
from picopt_imaging.naming import under_a_plain_name
from picopt_imaging.plan import Metadata
from picopt_imaging.report import FileReport
from picopt_imaging.sniff import sniff
from picopt_imaging.source import is_cut_off, open_header, orientation_tag, read_source
from picopt_imaging.values import Format

_FORMATS: Final = {"jpeg": Format.JPEG, "png": Format.PNG, "webp": Format.WEBP, "avif": Format.AVIF}


@under_a_plain_name
def embed(source: Path, metadata: Metadata, out: Path, limits: Limits = LIMITS) -> FileReport:
    """Write a copy of the picture at `source` with other metadata to `out`.

    Pixels, profile, orientation and HDR gain map stay; what lies behind the picture's end does not.
    Raises `ImagingError`: `unsupported_media` for formats that cannot be relabelled, else as `inspect`.
    """
    info, kind = read_source(source, limits), sniff(source)
    if info.format not in _FORMATS:
        raise ImagingError(
            "unsupported_media", f"Metadata of {kind.label} files cannot be changed without re-encoding."
        )
    to = _FORMATS[info.format]
    if to is Format.WEBP and is_cut_off(source, kind):  # of the others, the writers find out
        raise ImagingError("truncated", "The file is incomplete. Upload the whole image again.")
    orientation = orientation_tag(open_header(source, kind))
    embedding = plan_embedding(source, metadata, orientation=orientation, srgb=info.profile is None)
    stored = (info.height, info.width) if info.is_turned else (info.width, info.height)
    gain_map = copy_gain_map(source) if info.has_gain_map else None
    data = write_blocks(to, source.read_bytes(), embedding.blocks(to, *stored, gain_map))
    out.write_bytes(data)
    return FileReport(
        name="full",
        path=out,
        width=info.width,
        height=info.height,
        bytes=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=ENCODERS[to].media_type,
        extension=ENCODERS[to].extension,
        quality=None,
        score=None,
        notes=embedding.notes,
    )
