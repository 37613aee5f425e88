"""The main flow: look, describe, finish."""

import time
from dataclasses import replace
from pathlib import Path

from picopt_vision.errors import VisionError
from picopt_vision.picture import look
from picopt_vision.port import VisionModel
from picopt_vision.result import Draft, Result, Usage
from picopt_vision.settings import Context, Settings


def analyse(model: VisionModel, picture: Path, context: Context, settings: Settings) -> Result:
    """Text for the picture at `picture`. Raises VisionError when there is none that could be used (never charged)."""
    started = time.monotonic()
    view = look(picture)
    draft = model.describe(view, context, settings)
    result = _finish(draft, settings)
    spent = draft.usage.plus(Usage(seconds=time.monotonic() - started - draft.usage.seconds))
    return replace(result, usage=spent)


def _finish(draft: Draft, settings: Settings) -> Result:
    if not draft.decorative and not draft.text.alt and "alt" in settings.fields:
        raise VisionError("model_broken_answer", "The model gave no alt text.")
    text = draft.text
    wanted = {name: getattr(text, name) if name in settings.fields else type(getattr(text, name))() for name in _FIELDS}
    return Result(
        **wanted,
        language=draft.language,
        decorative=draft.decorative,
        draft=draft.is_draft,
        confidence=draft.confidence,
        model=draft.model,
        prompt_version=draft.prompt_version,
        evidence=draft.evidence,
        usage=draft.usage,
    )


_FIELDS = ("alt", "title", "caption", "description", "filename", "tags")
