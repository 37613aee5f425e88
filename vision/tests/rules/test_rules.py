"""rules.json: every rule proves itself by its own examples, and the copy is the contract's."""

from pathlib import Path
from typing import Any

import pytest

from picopt_vision.rules import Subject, broken_rules
from picopt_vision.rules.data import Rule, rules

CONTRACT = Path(__file__).parents[3] / "contract" / "rules.json"
COPY = Path(__file__).parents[2] / "src" / "picopt_vision" / "rules" / "rules.json"
FIELDS = ("alt", "title", "caption", "description")


def _subject(example: dict[str, Any]) -> Subject:
    others = {name: example[name] for name in FIELDS if name in example}
    return Subject(**{key: value for key, value in example.items() if key not in FIELDS}, others=others)


def _cases(kind: str) -> list[Any]:
    return [
        pytest.param(rule, example, id=f"{rule.id}-{n}")
        for rule in rules()
        for n, example in enumerate(rule.data[kind])
    ]


@pytest.mark.parametrize(("rule", "example"), _cases("violating"))
def test_violating_examples_break_their_rule(rule: Rule, example: dict[str, Any]) -> None:
    assert rule.id in [broken.id for broken in broken_rules(_subject(example))]


@pytest.mark.parametrize(("rule", "example"), _cases("clean"))
def test_clean_examples_break_no_rule_at_all(rule: Rule, example: dict[str, Any]) -> None:
    assert broken_rules(_subject(example)) == [], rule.id


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)
def test_each_rule_has_examples_in_several_languages(rule: Rule) -> None:
    for kind in ("violating", "clean"):
        assert len(rule.data[kind]) >= 5
        assert len({example["language"] for example in rule.data[kind]}) >= 2


def test_the_rules_as_data_are_those_of_the_list() -> None:
    assert [rule.number for rule in rules()] == [1, 5, 6, 7, 8, 9, 10, 14, 15]


def test_the_copy_is_the_contract() -> None:
    assert COPY.read_bytes() == CONTRACT.read_bytes(), "run: cp contract/rules.json vision/src/picopt_vision/rules/"
