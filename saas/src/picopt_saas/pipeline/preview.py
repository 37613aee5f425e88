"""A preview: one picture at no more than 1024 pixels, before and after."""

from functools import partial
from pathlib import Path

from picopt_contract.limits import LIMITS
from picopt_contract.reasons import REASONS, ReasonCode
from picopt_contract.settings import ExportSettings
from picopt_imaging import ImagingError, Plan, Report, SourceInfo, values
from picopt_imaging.vips import Image
from picopt_saas.database import let_go
from picopt_saas.jobs.models import PreviewOrder
from picopt_saas.lanes import is_large
from picopt_saas.pipeline.errors import TooLarge
from picopt_saas.pipeline.looking import is_unseen, look, remember_look
from picopt_saas.pipeline.originals import copy_original
from picopt_saas.pipeline.tools import Tools
from picopt_saas.pipeline.workplace import work_folder
from picopt_saas.storage.build import storage
from picopt_saas.storage.keys import preview_key
from picopt_saas.storage.port import ObjectMissing


def make_preview(order: PreviewOrder, tools: Tools, *, may_be_large: bool) -> None:
    """Make it and keep it with the order; a failure is kept there too, for whoever waits. Raises `TooLarge`."""
    try:
        with work_folder() as folder:
            order.result = _make(order, tools, folder, may_be_large=may_be_large)
            order.save(update_fields=["result"])  # whoever waits has it; the rest is for the quote that follows
            if is_unseen(order.account_id, order.sha256):
                remember_look(order.account_id, order.sha256, look(folder / "original", tools))
    except ImagingError as error:
        order.failure = {"code": error.code, "message": error.message}
    except ObjectMissing:
        order.failure = {"code": ReasonCode.ORIGINAL_GONE, "message": REASONS[ReasonCode.ORIGINAL_GONE]}
    order.save(update_fields=["result", "failure"])


def _make(order: PreviewOrder, tools: Tools, folder: Path, *, may_be_large: bool) -> dict[str, object]:
    source = folder / "original"
    copy_original(order.account_id, order.sha256, source)
    large = _is_large(tools.imaging.inspect(source))
    if large and not may_be_large:
        raise TooLarge
    make = partial(_report, tools, source, large=large)
    export = ExportSettings.model_validate(order.settings)
    report = make(folder / "after", _plan(export))
    after = report.files[0]
    before = make(folder / "before", _lossless()).files[0]
    _keep(order, "after", after.path.read_bytes())
    _keep(order, "before", _as_webp(before.path))
    # What the original's bytes come to at this size; a lossless file's own length would flatter the result.
    shown = after.width * after.height / (report.source.width * report.source.height)
    return {
        "width": after.width,
        "height": after.height,
        "before_bytes": round(report.source.bytes * shown),
        "after_bytes": after.bytes,
        "score": after.score or 100.0,
        "media_type": after.media_type,
    }


def _is_large(seen: SourceInfo) -> bool:
    """Of animations only: a still is made small before anything else."""
    return seen.frames > 1 and is_large(seen.all_pixels)


def _keep(order: PreviewOrder, side: str, data: bytes) -> None:
    storage().write(preview_key(order.account_id, order.pk, side), [data])


def _report(tools: Tools, source: Path, out: Path, plan: Plan, *, large: bool) -> Report:
    out.mkdir()
    let_go()
    report = tools.optimize(source, plan, out, large=large)
    if not report.files:
        raise ImagingError(ReasonCode.ANIMATION_KEPT, "This animation is left as is, so there is nothing to preview.")
    return report


def _as_webp(png: Path) -> bytes:
    """Our own lossless PNG as lossless WebP: it travels as base64 in JSON, and is a third smaller.

    The PNG has the original's own samples, so its color profile goes along.
    """
    return bytes(Image.new_from_file(str(png)).webpsave_buffer(lossless=True, effort=0, keep="icc"))


def _plan(export: ExportSettings) -> Plan:
    side = LIMITS.preview_pixels_long_side
    return Plan(
        format=values.Format(export.format),
        preset=values.Preset(export.preset),
        target=export.target,
        force_format=True,  # a preview shows the format even where it is not smaller
        max_width=min(side, export.max_width or side),
        max_height=min(side, export.max_height or side),
    )


def _lossless() -> Plan:
    side = LIMITS.preview_pixels_long_side
    return Plan(
        format=values.Format.PNG, preset=values.Preset.MAXIMUM, force_format=True, max_width=side, max_height=side
    )
