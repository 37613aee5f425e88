"""The corpus: how endpoints behave by their documents and their users' reports, and what must come of it.

`record_to` of `ModelConfig` writes new cases in the same form, for whoever has a key.
"""

import json
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from picopt_vision.scripted.server import Answer, read_script


@dataclass(frozen=True, slots=True)
class Behavior:
    """What an endpoint answers, one request after the other, and what the model behind our port must make of it."""

    name: str
    origin: str
    answers: list[Answer]
    expect: str
    """`text`, or the code of the VisionError."""
    kind: str
    """Whose matter the failure is; empty where there is a text."""
    learns: tuple[str, ...]
    """What the dialect may know afterwards, and nothing else."""


def read_behaviors() -> list[Behavior]:
    """All of `behaviors.json`."""
    entries = json.loads(files(__package__).joinpath("behaviors.json").read_text("utf-8"))
    return [
        Behavior(
            name=entry["name"],
            origin=entry["from"],
            answers=[_spelled_out(answer) for answer in entry["answers"]],
            expect=entry["expect"],
            kind=entry.get("kind", ""),
            learns=tuple(entry.get("learns", ())),
        )
        for entry in entries
    ]


def _spelled_out(answer: dict[str, Any]) -> Answer:
    """`good`, `fenced` and `thinks` stand for the good script's answer, as it is or with prose around it."""
    good = read_script("good")[0]
    said = json.dumps(good["content"], ensure_ascii=False)
    if answer.get("good"):
        return good
    if answer.get("fenced"):
        return {"content": f"Here is the JSON:\n```json\n{said}\n```\nI hope this helps!"}
    if answer.get("thinks"):
        return {"content": f"<think>The image shows a {{white}} tower by the sea.</think>\n{said}"}
    return answer
