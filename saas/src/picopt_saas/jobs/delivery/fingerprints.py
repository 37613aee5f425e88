"""What makes two pieces of work the same, so that nobody pays twice for it.

Analysis: original, language, analysis settings. Export: original, format, preset, maximum size, metadata policy.
Neither holds engine or prompt versions (an upgrade re-bills nobody) nor what changes around an image: sub-sizes and
text (a new theme or a corrected caption is made again without charge), the pages on which it stands and their words,
the glossary.
Who wants text that knows a changed page asks for it (`reprocess`).
"""

import hashlib
import json
from typing import Any

from picopt_contract.settings import JobSettings, PictureItem
from picopt_contract.values import ChargeLine


def fingerprint(line: ChargeLine, settings: JobSettings, picture: PictureItem) -> str:
    """SHA-256, in hexadecimal, of what the line's price stands for."""
    parts = _analysis_parts if line is ChargeLine.ANALYSIS else _export_parts
    return digest({"line": line, "sha256": picture.sha256, **parts(settings, picture)})


def digest(value: Any) -> str:
    """SHA-256, in hexadecimal, of a value's canonical JSON."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _analysis_parts(settings: JobSettings, _picture: PictureItem) -> dict[str, Any]:
    # Without defaults: a setting that is new and that nobody has set makes no paid analysis new.
    # Nor does the glossary, which grows while a person reviews.
    return {"settings": settings.analysis.model_dump(mode="json", exclude_defaults=True, exclude={"glossary"})}


def _export_parts(settings: JobSettings, _picture: PictureItem) -> dict[str, Any]:
    wanted = {"format", "preset", "max_width", "max_height", "metadata"}
    return settings.export.model_dump(mode="json", include=wanted)
