"""Test keys: the same answer for every picture, so that a developer can try the whole path without credits."""

import base64
import hashlib
from typing import Final

from picopt_contract.jobs import Analysis, ExportResult
from picopt_contract.values import Format, ItemState, Pipeline
from picopt_saas.jobs.attempts import changing
from picopt_saas.jobs.models import Item, ResultFile
from picopt_saas.jobs.ordering import waits_for_review
from picopt_saas.jobs.retention import keep_until
from picopt_saas.jobs.states import move
from picopt_saas.pipeline.work import Work
from picopt_saas.storage.build import storage
from picopt_saas.storage.keys import result_key

# A WebP of one grey pixel.
_PICTURE: Final = base64.b64decode("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA")
_TEXT: Final = Analysis(
    alt="A test result, not made from this picture",
    title="Test result",
    caption="This text was not made from the picture.",
    description="A key that starts with po_test_ gives the same answer for every picture and costs nothing.",
    filename="test-result",
    tags=["test"],
    language="en",
    decorative=False,
    draft=True,
    confidence=1,
    model="canned",
    prompt_version="canned",
)


def give_canned_result(work: Work) -> bool:
    """Finish an item that was ordered with a test key; others go on."""
    if not work.item.job.test:
        return False
    with changing(work.attempt) as item:
        item.expires_at = keep_until(item.job.account)
        if work.needs_text:
            item.analysis = _TEXT.model_dump(mode="json")
            item.analysis_engine = "canned"
            if waits_for_review(item.job) or work.pipeline is Pipeline.ANALYZE:
                move(item, ItemState.REVIEW if waits_for_review(item.job) else ItemState.READY)
                return True
        move(item, ItemState.EXPORTING)
        _give_files(work, item)
        move(item, ItemState.READY)
    return True


def _give_files(work: Work, item: Item) -> None:
    names = ["full", *(size.name for size in work.picture.sizes)]
    files = [_row(item, place, name) for place, name in enumerate(names)]
    for file in files:
        storage().write(result_key(item.account_id, file.pk), [_PICTURE])
    ResultFile.objects.bulk_create(files)
    result = ExportResult(format=Format.WEBP, source_bytes=work.picture.bytes, files=[], notes=[_TEXT.caption])
    item.export = result.model_dump(mode="json", exclude={"files"})


def _row(item: Item, place: int, name: str) -> ResultFile:
    return ResultFile(
        account_id=item.account_id,
        item=item,
        position=place,
        name=name,
        width=1,
        height=1,
        bytes=len(_PICTURE),
        sha256=hashlib.sha256(_PICTURE).hexdigest(),
        media_type="image/webp",
        extension="webp",
        quality=75,
        score=None,
    )
