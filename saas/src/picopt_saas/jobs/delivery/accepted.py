"""An account's accepted texts as labels, in the form of `picopt_vision.evaluation.accepted`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from picopt_saas.accounts.models import Account
from picopt_saas.jobs.models import Item
from picopt_saas.storage.build import storage
from picopt_saas.storage.keys import original_key
from picopt_saas.storage.port import ObjectMissing

_ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/avif": "avif", "image/gif": "gif"}


def write_accepted(account: Account, folder: Path) -> Iterator[dict[str, Any]]:
    """Labels of the images whose text a person approved, the newest of each; their originals are copied to `folder`.

    An original that is no longer kept has no label: without it nothing can be judged.
    """
    reviewed = Item.objects.filter(account=account, reviewed_text__isnull=False).order_by("sha256", "-created_at")
    for item in reviewed.distinct("sha256").iterator(chunk_size=100):
        picture = item.read_picture()
        file = folder / f"{item.sha256}.{_ENDINGS.get(picture.media_type, 'bin')}"
        if _copy(item, file):
            yield {
                "file": file.name,
                "accepted": item.reviewed_text,
                "context": picture.context.model_dump(mode="json", exclude_defaults=True),
                "site": picture.context.site_name,
            }


def _copy(item: Item, to: Path) -> bool:
    """The original's bytes; nothing where they are gone."""
    try:
        chunks = storage().read(original_key(item.account_id, item.sha256))
    except ObjectMissing:
        return False
    with to.open("wb") as file:
        file.writelines(chunks)
    return True
