"""Eleven languages on our side of the way: detected, tidied, named, tagged. What a model writes is its own affair."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from picopt_vision import Context, Settings, analyse
from picopt_vision.picture import View
from picopt_vision.result import Draft, Text
from picopt_vision.rules import find_faults, find_model_faults

GOLDEN: dict[str, dict[str, Any]] = json.loads(Path(__file__).with_name("languages.json").read_text("utf-8"))


class Writer:
    """A model that has written one text."""

    name = "writer"
    is_draft = False
    languages: frozenset[str] = frozenset()

    def __init__(self, text: Text, language: str) -> None:
        self.text, self.language = text, language

    def describe(self, view: View, context: Context, settings: Settings) -> Draft:  # noqa: ARG002 - the port
        return Draft(
            text=self.text,
            language=self.language,
            decorative=False,
            confidence=0.9,
            model=self.name,
            prompt_version="1",
        )


languages = pytest.mark.parametrize("language", GOLDEN)


def written(language: str) -> Text:
    golden = GOLDEN[language]
    fields = ("alt", "title", "description", "filename")
    return Text(**{name: golden[name] for name in fields}, tags=tuple(golden["tags"]))


@languages
def test_every_field_in_its_own_right(language: str, picture: Callable[[str], Path]) -> None:
    golden = GOLDEN[language]
    model = Writer(written(language), language)
    result = analyse(model, picture("lighthouse"), Context(), Settings(language=language))
    assert (result.alt, result.title, result.description) == (golden["alt"], golden["title"], golden["description"])
    assert result.filename == golden["name"], "words of the page's language, in letters that every server takes"
    assert list(result.tags) == golden["kept"]
    assert len({result.alt, result.title, result.description}) == 3
    assert not result.warnings


@languages
def test_a_text_in_the_language_asked_for_breaks_no_rule(language: str) -> None:
    settings = Settings(language=language)
    tidy = written(language)
    found = [
        *find_model_faults(tidy, Context(), settings),
        *find_faults(tidy, decorative=False, context=Context(), settings=settings),
    ]
    assert [fault.rule for fault in found if fault.field not in {"filename", "tags"}] == []


@languages
def test_a_text_in_another_language_is_noticed(language: str) -> None:
    other = "pl" if language != "pl" else "de"
    faults = find_model_faults(written(language), Context(), Settings(language=other))
    assert "language" in {fault.rule for fault in faults}
