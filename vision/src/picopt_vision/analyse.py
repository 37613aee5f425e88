"""The main flow: look, describe, finish."""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from picopt_vision.context import Context
from picopt_vision.distinct import without_repeats
from picopt_vision.errors import VisionError
from picopt_vision.picture import look
from picopt_vision.placing import repeats
from picopt_vision.port import VisionModel
from picopt_vision.result import Draft, PlacementAlt, Result, only
from picopt_vision.rules import find_alt_faults, find_faults
from picopt_vision.settings import Settings
from picopt_vision.tidy import tidy, tidy_line


def analyse(model: VisionModel, picture: Path, context: Context, settings: Settings) -> Result:
    """Text for the picture at `picture`, ready to be stored: every rule that is an error is kept.

    Raises VisionError when there is no text that could be used.
    """
    started = time.monotonic()
    view = look(picture)
    draft = model.describe(view, context, settings)
    result = _finish(draft, context, settings)
    return replace(result, usage=replace(draft.usage, seconds=time.monotonic() - started))


def _finish_places(draft: Draft, context: Context, settings: Settings) -> Iterator[PlacementAlt]:
    """The alt texts of places that keep the rules, tidied; a place without one takes over the image's own."""
    places = {place.key: place for place in context.places}
    for one in draft.placements:
        place = places.get(one.key)
        if place is None:
            continue
        alt = tidy_line(one.alt)
        if alt and repeats(alt, place):
            yield replace(one, alt="", role="decorative")
            continue
        faults = find_alt_faults(alt, decorative=one.role == "decorative", settings=settings)
        if not any(fault.severe for fault in faults):
            yield replace(one, alt=alt)


def _finish(draft: Draft, context: Context, settings: Settings) -> Result:
    text = tidy(only(draft.text, settings.fields), draft.language)
    faults = find_faults(text, decorative=draft.decorative, context=context, settings=settings)
    severe = [fault for fault in faults if fault.severe]
    if severe:
        raise VisionError("model_broken_answer", f"The model's text could not be used: {severe[0].message}")
    text = without_repeats(text)
    return Result(
        alt=text.alt,
        title=text.title,
        caption=text.caption,
        description=text.description,
        filename=text.filename,
        tags=text.tags,
        language=draft.language,
        decorative=draft.decorative,
        draft=draft.is_draft,
        confidence=draft.confidence,
        model=draft.model,
        prompt_version=draft.prompt_version,
        warnings=tuple(dict.fromkeys(fault.rule for fault in faults)),
        evidence=draft.evidence,
        usage=draft.usage,
        role=draft.role,
        placements=tuple(_finish_places(draft, context, settings)),
    )
