"""An account's own accepted texts are labels."""

import json
from pathlib import Path
from typing import Any

import pytest

from picopt_vision.evaluation.judge import Verdict
from picopt_vision.evaluation.labels import Label
from picopt_vision.evaluation.reading import read_labels
from picopt_vision.result import Result

ENTRY: dict[str, Any] = {
    "file": "barn.jpg",
    "accepted": {"alt": "A red barn by the pond", "title": "Our barn", "tags": ["farm"]},
    "context": {
        "site_name": "Farm",
        "existing_alt": "A red barn by the pond",
        "other_alts": ["The red barn"],
        "placements": [{"key": "a", "heading": "Where we keep hay", "alt": "A red barn by the pond"}],
    },
}


def _label(tmp_path: Path, **changed: Any) -> Label:
    path = tmp_path / "own.json"
    path.write_text(json.dumps([{**ENTRY, **changed}]))
    return read_labels(path)[0]


def _verdict(label: Label, alt: str, *, decorative: bool = False) -> Verdict:
    result = Result(
        alt=alt, title="", caption="", description="", filename="", tags=(), language="en", decorative=decorative,
        draft=False, confidence=1.0, model="m", prompt_version="1",
    )  # fmt: skip
    return Verdict(label=label, result=result, code="", cpu_seconds=0, seconds=0)


def test_the_answer_is_never_sent_with_the_question(tmp_path: Path) -> None:
    context = _label(tmp_path).context
    assert "barn" not in context.known.lower()
    assert context.placements[0].alt is None
    assert context.placements[0].heading == "Where we keep hay"


@pytest.mark.parametrize(
    ("alt", "signable", "unsupported"),
    [
        ("A red barn by the pond", True, ()),
        ("A red barn on our farm", True, ()),  # half of the facts, and what else was approved
        ("A barn", False, ()),  # too little
        ("A red barn with horses", False, ("horse",)),
    ],
)
def test_a_text_is_held_against_what_people_approved(
    tmp_path: Path, alt: str, *, signable: bool, unsupported: tuple[str, ...]
) -> None:
    verdict = _verdict(_label(tmp_path), alt)
    assert verdict.signable is signable
    assert verdict.unsupported.get("alt", ()) == unsupported


def test_what_people_call_decoration_is_decoration(tmp_path: Path) -> None:
    label = _label(tmp_path, accepted={"alt": "", "decorative": True})
    assert label.role == "decorative"
    assert _verdict(label, "", decorative=True).signable
    assert not _verdict(label, "A barn").signable


def test_a_link_s_role_is_told_from_its_markup(tmp_path: Path) -> None:
    places = [{"key": "a", "heading": "Visit", "link_target": "/visit/"}]
    label = _label(tmp_path, context={"placements": places}, accepted={"alt": "Visit our barn"})
    assert label.role == "functional"
    assert label.source == "own"
