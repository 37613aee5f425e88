"""Applies the rules to all fields of a text."""

from collections.abc import Iterator
from dataclasses import dataclass

from picopt_vision.result import Text
from picopt_vision.rules.checks import Subject, broken_rules
from picopt_vision.rules.language import is_other_language
from picopt_vision.settings import Context, Settings

_LINES = ("alt", "title", "caption", "description")


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule that a field breaks."""

    rule: str
    field: str
    severe: bool
    message: str
    """For the model's repair turn and for people."""


def find_faults(text: Text, *, decorative: bool, context: Context, settings: Settings) -> list[Fault]:
    """What is wrong with the fields that were asked for, by the rules that are data."""
    return [
        Fault(rule.id, subject.field, rule.severe, f"{subject.field}: {rule.message}")
        for subject in _subjects(text, decorative, context, settings)
        for rule in broken_rules(subject)
    ]


def _subjects(text: Text, decorative: bool, context: Context, settings: Settings) -> Iterator[Subject]:  # noqa: FBT001 # passed on
    others = {name: getattr(text, name) for name in _LINES}
    for name in settings.fields:
        value = getattr(text, name)
        if not value and name != "alt":
            continue
        yield Subject(
            field=name,
            value=value,
            language=settings.language,
            decorative=decorative,
            max_length=settings.max_alt_length,
            others=others,
            nearby=_nearby(context),
            keywords=tuple(settings.keywords),
            asked=settings.custom_instruction,
        )


def _nearby(context: Context) -> list[str]:
    return [text for text in (context.surrounding_text, context.page_title) if text]


def find_language_fault(text: Text, settings: Settings) -> list[Fault]:
    """Rule 11 for text that a model wrote freely; what a person or our own grammar wrote is not doubted."""
    if not is_other_language(f"{text.alt} {text.caption} {text.description}", settings.language):
        return []
    message = f"Every text must be in the language “{settings.language}”."
    return [Fault(rule="language", field="alt", severe=True, message=message)]
