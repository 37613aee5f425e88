"""Look at an original once, so that later quotes can tell how large its results will be."""

from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from picopt_imaging import ImagingError
from picopt_saas.pipeline.tools import Tools
from picopt_saas.storage.models import Original


def remember_look(account_id: str, sha256: str, source: Path, tools: Tools) -> None:
    """Keep with the original what the library sees, the first time. One that it refuses is not looked at again."""
    unseen = Original.objects.filter(account_id=account_id, sha256=sha256, look__isnull=True)
    if not unseen.exists():
        return
    look: dict[str, Any] = {}
    with suppress(ImagingError):  # the step that needs the picture says why it is refused
        look = asdict(tools.imaging.look_at(source))
    unseen.update(look=look)
