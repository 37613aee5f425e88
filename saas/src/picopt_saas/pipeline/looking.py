"""Look at an original once, so that later quotes can tell how large its results will be."""

from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from picopt_imaging import ImagingError
from picopt_saas.database import let_go
from picopt_saas.pipeline.tools import Tools
from picopt_saas.storage.models import Original


def look(source: Path, tools: Tools) -> dict[str, Any]:
    """What the library sees; nothing of one that it refuses, which is not looked at again."""
    let_go()
    with suppress(ImagingError):  # the step that needs the picture says why it is refused
        return asdict(tools.imaging.look_at(source))
    return {}


def remember_look(account_id: str, sha256: str, seen: dict[str, Any]) -> None:
    """Keep with the original what was seen, unless somebody has looked before."""
    Original.objects.filter(account_id=account_id, sha256=sha256, look__isnull=True).update(look=seen)


def is_unseen(account_id: str, sha256: str) -> bool:
    """Whether nobody has looked at the original yet."""
    return Original.objects.filter(account_id=account_id, sha256=sha256, look__isnull=True).exists()
