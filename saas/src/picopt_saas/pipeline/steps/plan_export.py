"""From the contract's words to the imaging library's: format, sizes, and the text that goes into the files."""

from typing import Any

from picopt_contract.settings import AttachmentText, MetadataPolicy, PictureItem
from picopt_imaging import Metadata, Plan, Size, values
from picopt_saas.jobs.models import Item
from picopt_saas.pipeline.work import Work


def plan_export(work: Work) -> bool:
    """Make the plan. The reviewed text goes before the model's, and that before the attachment's own."""
    export = work.settings.export
    work.plan = Plan(
        format=values.Format(export.format),
        preset=values.Preset(export.preset),
        target=export.target,
        force_format=export.force_format,
        max_width=export.max_width,
        max_height=export.max_height,
        sizes=tuple(Size(**size.model_dump()) for size in work.picture.sizes),
        breakpoints=tuple(export.breakpoints),
        metadata=embedded_text(work.item, work.picture, export.metadata),
    )
    return False


def embedded_text(item: Item, picture: PictureItem, policy: MetadataPolicy) -> Metadata:
    """What is written into the files. Rights fields only ever come from the site, never from a model."""
    own = picture.text
    text = _chosen_text(item, own)
    return Metadata(
        alt=text.alt,
        title=text.title,
        caption=text.caption,
        description=text.description,
        tags=tuple(text.tags),
        copyright=own.copyright,
        creator=own.creator,
        credit=own.credit,
        write=frozenset(map(values.Field, policy.write)),
        keep=frozenset(map(values.Field, policy.keep)),
        drop=frozenset(map(values.Field, policy.drop)),
        keep_profile=policy.keep_profile,
    )


def _unseen(item: Item) -> dict[str, Any] | None:
    """The model's text, where it may go into files before anybody has read it: a draft only where the order says so."""
    analysis: dict[str, Any] | None = item.analysis
    return analysis if analysis and (item.job.accept_drafts or not analysis.get("draft")) else None


def _chosen_text(item: Item, own: AttachmentText) -> AttachmentText:
    chosen = item.reviewed_text or _unseen(item)
    if chosen is None:
        return own
    fields = ("alt", "title", "caption", "description", "tags")
    texts = {name: chosen.get(name) or getattr(own, name) for name in fields}
    if chosen.get("decorative"):
        texts["alt"] = ""
    return own.model_copy(update=texts)
