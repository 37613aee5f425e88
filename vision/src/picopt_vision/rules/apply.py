"""Applies the rules to all fields of a text."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from picopt_vision.context import Context
from picopt_vision.result import Text
from picopt_vision.rules.checks import Subject, broken_rules
from picopt_vision.rules.language import is_other_field, is_other_language
from picopt_vision.rules.people import find_guess
from picopt_vision.settings import Settings
from picopt_vision.spelling import spell

# What page text or a sign in the image may tell a model to advertise; a link has no place in metadata anyway.
_ADDRESS = re.compile(r"\bhttps?://[^\s<>\"']+", re.IGNORECASE)
_QUOTED = re.compile("""\"[^"]*"|“[^”]*”|„[^“”"]*[“”"]|”[^”]*”|«[^»]*»|»[^«]*«|「[^」]*」|『[^』]*』""")
# Thai to Khmer, Japanese, Chinese.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_KOREAN = re.compile("[\uac00-\ud7af]$")
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


def find_model_faults(text: Text, context: Context, settings: Settings, *, role: str = "informative") -> list[Fault]:
    """What only text that a model wrote freely is doubted for: language, guesses, addresses, unwanted words."""
    said = {
        **{name: getattr(text, name) for name in _LINES},
        "filename": text.filename.replace("-", " "),
        "tags": ", ".join(text.tags),
    }
    found = [_severe(rule, name, why) for name in said for rule, why in _doubts(name, said[name], context, settings)]
    return [*found, *_in_other_languages(text, settings, role)]


def _doubts(name: str, said: str, context: Context, settings: Settings) -> Iterator[tuple[str, str]]:
    guess = find_guess(said, context)
    if guess:
        yield "no_guess_at_people", f"“{guess}” is a guess about a person; leave it out."
    address = next((found for found in _ADDRESS.findall(said) if found.lower() not in context.repeatable.lower()), "")
    if address:
        yield "foreign_address", f"The address “{address}” stands nowhere on the page; leave it out."
    for word in settings.negative_keywords:
        if has_word(said, spell(word, settings.language) if name == "filename" else word):
            yield "unwanted_word", f"The word “{word}” must not be used."


def _in_other_languages(text: Text, settings: Settings, role: str) -> Iterator[Fault]:
    """Field by field, else all together, for a few words tell no language. The text of a sign is in its own."""
    why = f"Every text must be in the language “{settings.language}”."
    prose = {name: _QUOTED.sub(" ", getattr(text, name)) for name in ("alt", "caption", "description")}
    if role == "text":
        prose["alt"] = ""
    wrong = [name for name, said in prose.items() if is_other_field(said, settings.language)]
    if not wrong and is_other_language(" ".join(prose.values()), settings.language):
        wrong = ["alt"]
    return (_severe("language", name, why) for name in wrong)


def _severe(rule: str, field: str, message: str) -> Fault:
    return Fault(rule=rule, field=field, severe=True, message=f"{field}: {message}")


def has_word(text: str, word: str) -> bool:
    """As a word of its own; where words stand without blanks between them, anywhere.

    Korean endings stand right behind a word; before it, another syllable makes another word: `싼`, `비싼`.
    """
    text, word = (unicodedata.normalize("NFC", one).casefold() for one in (text, word))
    if not word or _UNSPACED.search(word):
        return bool(word) and word in text
    end = "" if _KOREAN.search(word) else r"(?!\w)"
    return re.search(rf"(?<!\w){re.escape(word)}{end}", text) is not None
