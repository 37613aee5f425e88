"""Writes exchanges with an endpoint as cases for the tests, for whoever has a key. No key, no image."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

_IMAGE: Final = re.compile(r"data:image/[a-z]+;base64,[A-Za-z0-9+/=]+")


def record(folder: Path | None, request: Mapping[str, Any], status: int, body: str) -> None:
    """One file for each exchange, in the form of the scripts of `picopt_vision.scripted`; nothing without a folder."""
    if folder is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    asked = json.loads(_IMAGE.sub("data:image/…", json.dumps(request, ensure_ascii=False)))
    case = {"asked": asked, "answers": [{"status": status, "body": body}]}
    (folder / f"{uuid4().hex}.json").write_text(json.dumps(case, ensure_ascii=False, indent=1) + "\n", "utf-8")
