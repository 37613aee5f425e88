"""Applies the rules to all fields of a text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from picopt_vision.context import Context
from picopt_vision.result import Text
from picopt_vision.rules.checks import Subject, broken_rules
from picopt_vision.rules.language import is_other_language
from picopt_vision.rules.people import find_guess
from picopt_vision.settings import Settings

# What page text or a sign in the image may tell a model to advertise; a link has no place in metadata anyway.
_ADDRESS = re.compile(r"\bhttps?://[^\s<>\"']+", re.IGNORECASE)
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


def find_alt_faults(alt: str, *, decorative: bool, settings: Settings) -> list[Fault]:
    """What is wrong with the alt text of one place, by the rules that need no other field."""
    subject = Subject(
        field="alt",
        value=alt,
        language=settings.language,
        decorative=decorative,
        max_length=settings.max_alt_length,
        keywords=tuple(settings.keywords),
    )
    return [Fault(rule.id, "alt", rule.severe, f"alt: {rule.message}") for rule in broken_rules(subject)]


def _subjects(text: Text, decorative: bool, context: Context, settings: Settings) -> Iterator[Subject]:  # noqa: FBT001 -- passed on
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
    place = context.main
    texts = (context.surrounding_text, place.before, place.after, place.figcaption, place.heading, place.page_title)
    return [text for text in texts if text]


def find_model_faults(text: Text, context: Context, settings: Settings) -> list[Fault]:
    """What only text that a model wrote freely is doubted for: language, guesses, addresses, unwanted words."""
    prose = f"{text.alt} {text.title} {text.caption} {text.description}"
    faults = []
    if is_other_language(f"{text.alt} {text.caption} {text.description}", settings.language):
        faults.append(_severe("language", f"Every text must be in the language “{settings.language}”."))
    guess = find_guess(prose, context)
    if guess:
        faults.append(_severe("no_guess_at_people", f"“{guess}” is a guess about a person; leave it out."))
    address = next((found for found in _ADDRESS.findall(prose) if found.lower() not in context.known.lower()), "")
    if address:
        faults.append(_severe("foreign_address", f"The address “{address}” stands nowhere on the page; leave it out."))
    faults.extend(
        _severe("unwanted_word", f"The word “{word}” must not be used.")
        for word in settings.negative_keywords
        if _has_word(f"{prose} {' '.join(text.tags)}", word)
    )
    return faults


def _severe(rule: str, message: str) -> Fault:
    return Fault(rule=rule, field="alt", severe=True, message=message)


def _has_word(text: str, word: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) is not None
