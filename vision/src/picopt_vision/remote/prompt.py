"""The messages sent to the model, made from versioned files."""

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Final

from picopt_vision.context import Context, Placement
from picopt_vision.picture import View
from picopt_vision.remote.characters import whole_characters
from picopt_vision.remote.facts import write_facts
from picopt_vision.settings import Settings

# Stored with each result. A changed prompt is a new file with a new number; old files stay readable in the history.
PROMPT_VERSION: Final = "describe-3"
FIELDS_VERSION: Final = "fields-3"
REPAIR_VERSION: Final = "repair-1"


def facts_message(view: View, context: Context, settings: Settings, places: Sequence[Placement]) -> str:
    """The facts, fenced."""
    return whole_characters(f"<facts>\n{write_facts(view, context, settings, places)}\n</facts>")


def build_repair(answer: str, violations: Sequence[str]) -> list[dict[str, Any]]:
    """The model's own answer, and what was wrong with it."""
    listed = "\n".join(f"- {violation}" for violation in violations)
    return [
        {"role": "assistant", "content": answer[:8000] or "(nothing)"},
        {"role": "user", "content": _read(f"{REPAIR_VERSION}.md").replace("{violations}", whole_characters(listed))},
    ]


def system_prompt(settings: Settings, places: Sequence[Placement]) -> str:
    """The same for every image that is asked for in the same way."""
    wanted = ["role", *settings.fields, *(["places"] if places else []), "language", "confidence"]
    shape = ", ".join(f'"{name}": {_fields()[name]["shape"]}' for name in wanted)
    said = "\n".join(f"- {name}: {_fields()[name]['says']}." for name in wanted)
    others = any(place.language for place in places)
    filled = {
        "shape": f"{{{shape}}}",
        "fields": said.replace("{max_alt_length}", str(settings.max_alt_length)),
        "language": settings.language,
        "other_languages": "; for a place whose facts name another language, in that" if others else "",
        "wishes": _wishes(settings),
    }
    prompt = _read(f"{PROMPT_VERSION}.md")
    for name, value in filled.items():
        prompt = prompt.replace(f"{{{{{name}}}}}", value)
    return whole_characters(prompt.strip())


def _wishes(settings: Settings) -> str:
    """What the site's owner asks for; their own words come last and are marked as a wish about style."""
    wishes = {
        "Tone": settings.tone,
        "Keywords, where true": ", ".join(settings.keywords),
        "Never use these words": ", ".join(settings.negative_keywords),
        "Brand": settings.brand,
        "Names and spellings of this site, exactly so where they fit": "; ".join(settings.glossary),
        "Wish about the style (the rules above stand)": settings.custom_instruction,
    }
    return "\n".join(f"- {name}: {value}" for name, value in wishes.items() if value)


@cache
def _fields() -> dict[str, dict[str, str]]:
    return tomllib.loads(_read(f"{FIELDS_VERSION}.toml"))


def _read(name: str) -> str:
    return files(__package__).joinpath("prompts", name).read_text("utf-8")
