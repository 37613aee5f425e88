"""Items as a worker would leave them, without a worker: each step by the function that the worker calls."""

import pytest

from picopt_contract.values import ItemState
from picopt_saas.jobs.models import Item, ResultFile
from picopt_saas.jobs.running.attempts import begin_attempt, changing
from picopt_saas.jobs.states import move
from picopt_saas.storage.build import storage
from picopt_saas.storage.keys import result_key

ANALYSIS = {
    "alt": "A red barn",
    "title": "Barn",
    "caption": "",
    "description": "",
    "filename": "red-barn",
    "tags": ["barn"],
    "language": "en",
    "decorative": False,
    "draft": True,
    "confidence": 0.5,
    "model": "embedded",
    "prompt_version": "3",
    "warnings": [],
}
EXPORT = {"format": "webp", "source_bytes": 9000, "metadata_changes": [], "notes": []}


@pytest.fixture
def order(site, make_pictures):
    """Uploads pictures and orders them; the items, in their order."""

    def _order(count=1, **more):
        job = site.order_pictures(*make_pictures(count), **more)
        return list(Item.objects.filter(job=job["id"]).order_by("position"))

    return _order


@pytest.fixture
def write():
    """A worker has written the item's text, and it waits for review or is ready."""

    def _write(item, *, to=None, **text):
        attempt = begin_attempt(item.pk)
        with changing(attempt) as mine:
            mine.analysis = ANALYSIS | text
            mine.analysis_engine = "embedded-3"
            move(mine, to or (ItemState.REVIEW if mine.job.waits_for_review else ItemState.READY))
        item.refresh_from_db()
        return item

    return _write


@pytest.fixture
def make_files():
    """A worker has made the item's files, and they lie in the storage."""

    def _make(item, *names):
        attempt = begin_attempt(item.pk)
        with changing(attempt) as mine:
            mine.export = EXPORT
            mine.analysis = mine.analysis or (None if mine.job.pipeline == "export" else ANALYSIS)
            move(mine, ItemState.EXPORTING)
            move(mine, ItemState.READY)
        for position, name in enumerate(names or ("full",)):
            file = ResultFile.objects.create(
                account_id=item.account_id,
                item_id=item.pk,
                position=position,
                name=name,
                width=160,
                height=120,
                bytes=4,
                sha256="0" * 64,
                media_type="image/webp",
                extension="webp",
                quality=70,
                score=71.0,
            )
            storage().write(result_key(item.account_id, file.pk), [b"webp"])
        item.refresh_from_db()
        return item

    return _make
