"""The made files into the storage, and the item's end: ready, or no gain."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from django.db import DatabaseError

from picopt_contract.jobs import ExportResult, MetadataChange
from picopt_contract.reasons import ReasonCode
from picopt_contract.values import ChargeLine, Format, ItemState
from picopt_imaging import FileReport, Report
from picopt_saas.billing.retention import keep_until
from picopt_saas.jobs.delivery.charges import release_lines
from picopt_saas.jobs.models import Item, ResultFile
from picopt_saas.jobs.running.attempts import changing
from picopt_saas.jobs.states import move
from picopt_saas.pipeline.looking import remember_look
from picopt_saas.pipeline.work import Work
from picopt_saas.storage.build import storage
from picopt_saas.storage.keys import result_key
from picopt_saas.storage.port import CHUNK_BYTES


def keep_files(work: Work) -> bool:
    """Store the files, then say so in one transaction. Whatever goes wrong in between leaves no file behind.

    A database that goes away in the middle of the commit may have done it: then the files stay.
    """
    assert work.report is not None  # noqa: S101 -- made by the step before
    files = [_row(work.item, place, file) for place, file in enumerate(work.report.files)]
    keys = [result_key(file.account_id, file.pk) for file in files]
    try:
        for key, file in zip(keys, work.report.files, strict=True):
            storage().write(key, _chunks(file.path))
        with changing(work.attempt) as item:
            _finish(item, work.report, files)
            if work.look is not None:
                remember_look(item.account_id, item.sha256, work.look)
    except BaseException:
        if not _are_known(files):
            storage().delete(*keys)
        raise
    return True


def _are_known(files: list[ResultFile]) -> bool:
    """Whether the files may have rows. If nobody can say, the nightly look at the store removes what has none."""
    try:
        return ResultFile.objects.filter(pk__in=[file.pk for file in files]).exists()
    except DatabaseError:
        return True


def _finish(item: Item, report: Report, files: list[ResultFile]) -> None:
    item.expires_at = keep_until(item.job.account)
    if report.outcome == "no_gain":
        release_lines(item, ChargeLine.EXPORT)
        move(item, ItemState.NO_GAIN, ReasonCode(report.reason or ReasonCode.NOT_SMALLER))
        return
    ResultFile.objects.bulk_create(files)
    result = ExportResult(
        format=Format(report.format),
        source_bytes=report.source.bytes,
        files=[],
        metadata_changes=[MetadataChange(**asdict(change)) for change in report.metadata_changes],
        notes=list(report.notes),
    )
    item.export = result.model_dump(mode="json", exclude={"files"})
    code = ReasonCode(item.reason_code) if item.reason_code else None
    move(item, ItemState.READY, code, item.reason_message)


def _row(item: Item, place: int, file: FileReport) -> ResultFile:
    return ResultFile(
        account_id=item.account_id,
        item_id=item.pk,
        position=place,
        name=file.name,
        width=file.width,
        height=file.height,
        bytes=file.bytes,
        sha256=file.sha256,
        media_type=file.media_type,
        extension=file.extension,
        quality=file.quality,
        score=file.score,
    )


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            yield chunk
