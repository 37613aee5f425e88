"""An account's own accepted texts as labels: what its people approved is true, and what it says is what is wanted."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter

from picopt_vision.context import Context
from picopt_vision.evaluation.labels import Label
from picopt_vision.evaluation.words import claims
from picopt_vision.placing import told_role

_CONTEXT: Final = TypeAdapter(Context)
_TOLD: Final = ("alt", "title", "caption", "description")


def read_accepted(entry: Mapping[str, Any], folder: Path) -> Label:
    """`{"file": …, "accepted": {"alt": …, …}, "context": {…}}`, the context in the contract's words.

    Every word that claims something in the alt text is a fact that another text should name, or half of them.
    """
    text, context = entry["accepted"], _unanswered(_CONTEXT.validate_python(entry.get("context") or {}))
    decorative, place = bool(text.get("decorative")), context.main
    texts = [str(text.get(name) or "") for name in _TOLD] + list(text.get("tags") or ())
    return Label(
        id=Path(entry["file"]).stem,
        path=folder / entry["file"],
        source=str(entry.get("site") or context.site_name or "own"),
        kind="accepted",
        role="decorative" if decorative else told_role(place),
        in_page=place.tells_something,
        facts=tuple((claim,) for claim in claims(str(text.get("alt") or ""))),
        true=tuple(filter(None, texts)),
        page=(place.figcaption, place.link_target, place.link_title, context.product_title),
        around=context.known,
        wrong=tuple(entry.get("wrong") or ()),
        human_alt=text.get("alt"),
        alt_quality="good",
        context=context,
    )


def _unanswered(context: Context) -> Context:
    """Without the alt texts that stand on the site: they are the answer. That one is empty on purpose is none."""
    places = [replace(place, alt="" if place.alt == "" else None) for place in context.placements]
    return replace(context, existing_alt="", other_alts=(), placements=places)
