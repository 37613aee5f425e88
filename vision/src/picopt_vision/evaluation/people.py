"""Verdicts of people, recorded in the page and kept as data."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from picopt_vision.evaluation.judge import Verdict
from picopt_vision.evaluation.score import Share

Said = Literal["sign", "edit", "wrong"]


@dataclass(frozen=True, slots=True)
class PersonsVerdict:
    """What a person thought of one text; it holds for that text only."""

    id: str
    text: str
    """`text_key` of the text that was judged."""
    said: Said
    note: str = ""


def text_key(verdict: Verdict) -> str:
    """Twelve hexadecimal digits that change with any field of the text."""
    result = verdict.result
    fields = (result.alt, result.title, result.caption, result.description) if result else (verdict.code,)
    return hashlib.sha256("\n".join(fields).encode()).hexdigest()[:12]


def read_verdicts(path: Path) -> dict[tuple[str, str], PersonsVerdict]:
    """The verdicts in a file that the page saved, by image and text; none when there is no file."""
    if not path.exists():
        return {}
    listed = [PersonsVerdict(**entry) for entry in json.loads(path.read_text("utf-8"))]
    return {(one.id, one.text): one for one in listed}


def agreement(verdicts: Sequence[Verdict], said: Mapping[tuple[str, str], PersonsVerdict]) -> dict[str, Share]:
    """How often people would sign, and how often the judge said the same."""
    both = [(verdict, said[key]) for verdict in verdicts if (key := (verdict.label.id, text_key(verdict))) in said]
    return {
        "people_would_sign": Share(sum(person.said == "sign" for _, person in both), len(both)),
        "judge_agrees": Share(sum(verdict.signable == (person.said == "sign") for verdict, person in both), len(both)),
    }
