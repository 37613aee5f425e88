"""The messages sent to the model, made from versioned files."""

import base64
import json
from collections.abc import Sequence
from importlib.resources import files
from typing import Any, Final

from picopt_vision.picture import View
from picopt_vision.settings import Context, Settings

# Stored with each result. A changed prompt is a new file with a new number; old files stay readable in the history.
PROMPT_VERSION: Final = "describe-1"
REPAIR_VERSION: Final = "repair-1"


def build_messages(view: View, context: Context, settings: Settings) -> list[dict[str, Any]]:
    """System prompt, and one user message with the facts and the picture."""
    picture = base64.b64encode(view.jpeg()).decode("ascii")
    return [
        {"role": "system", "content": _system(settings)},
        {
            "role": "user",
            "content": [
                {"type": "text", "text": f"<facts>\n{_facts(view, context, settings)}\n</facts>"},
                {"type": "image_url", "image_url": {"url": f"data:image/jpeg;base64,{picture}"}},
            ],
        },
    ]


def build_repair(answer: str, violations: Sequence[str]) -> list[dict[str, Any]]:
    """The model's own answer, and what was wrong with it."""
    listed = "\n".join(f"- {violation}" for violation in violations)
    return [
        {"role": "assistant", "content": answer[:8000] or "(nothing)"},
        {"role": "user", "content": _read(REPAIR_VERSION).replace("{violations}", listed)},
    ]


def _system(settings: Settings) -> str:
    prompt = _read(PROMPT_VERSION)
    prompt = prompt.replace("{max_alt_length}", str(settings.max_alt_length)).replace("{language}", settings.language)
    return prompt.replace("{wishes}", _wishes(settings)).strip()


def _wishes(settings: Settings) -> str:
    """What the site's owner asks for; their own words come last and are marked as a wish about style."""
    wishes = {
        "Tone": settings.tone,
        "Keywords, where true": ", ".join(settings.keywords),
        "Never use these words": ", ".join(settings.negative_keywords),
        "Brand": settings.brand,
        "Wish about the style (the rules above stand)": settings.custom_instruction,
    }
    return "\n".join(f"- {name}: {value}" for name, value in wishes.items() if value)


def _facts(view: View, context: Context, settings: Settings) -> str:
    """JSON, so that no quotation mark or line break in a fact can look like the end of it."""
    facts = {
        "page_title": context.page_title,
        "surrounding_text": context.surrounding_text,
        "product_name": context.product_name,
        "existing_alt": context.existing_alt,
        "link_target": context.link_target,
        "file_name": context.file_name,
        "role": context.role,
        "embedded_title": view.embedded.title,
        "embedded_caption": view.embedded.caption,
        "embedded_keywords": ", ".join(view.embedded.keywords),
        "taken": view.embedded.taken[:10],
        "gps": _position(view) if settings.use_location else "",
    }
    said = {name: value for name, value in facts.items() if value}
    return json.dumps(said, ensure_ascii=False, indent=1).replace("<", "\\u003c")


def _position(view: View) -> str:
    """Degrees to two places, about a kilometre: enough for a town, too little for a house."""
    return "{:.2f}, {:.2f}".format(*view.embedded.gps) if view.embedded.gps else ""


def _read(version: str) -> str:
    return files(__package__).joinpath("prompts", f"{version}.md").read_text("utf-8")
