"""Writes exchanges with an endpoint as cases for the tests, for whoever has a key. No key, no image."""

import json
import re
from collections.abc import Mapping
from typing import Any, Final
from uuid import uuid4

from picopt_vision.model_config import ModelConfig

_IMAGE: Final = re.compile(r"data:image/[a-z]+;base64,[A-Za-z0-9+/=]+")


def record(config: ModelConfig, request: Mapping[str, Any], status: int, body: str) -> None:
    """One file for each exchange, in the form of the scripts of `picopt_vision.scripted`; nothing without a folder.

    Endpoints repeat a wrong key in what they say of it.
    """
    folder = config.record_to
    if folder is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    asked = json.loads(_IMAGE.sub("data:image/…", json.dumps(request, ensure_ascii=False)))
    case = {
        "asked": asked,
        "answers": [{"status": status, "body": body.replace(config.key, "…") if config.key else body}],
    }
    (folder / f"{uuid4().hex}.json").write_text(json.dumps(case, ensure_ascii=False, indent=1) + "\n", "utf-8")
