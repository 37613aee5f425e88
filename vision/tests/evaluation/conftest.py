"""Labels and verdicts about pancakes."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from picopt_vision import Context, Result
from picopt_vision.evaluation.judge import Verdict
from picopt_vision.evaluation.labels import Label


@pytest.fixture
def label() -> Callable[..., Label]:
    return make_label


@pytest.fixture
def verdict() -> Callable[..., Verdict]:
    return make_verdict


def make_label(**over: Any) -> Label:
    known: dict[str, Any] = {
        "id": "one",
        "path": Path("one.jpg"),
        "source": "here",
        "kind": "food",
        "role": "informative",
        "in_page": True,
        "facts": (("pancakes", "pancake"), ("plate",), ("syrup",)),
        "true": ("breakfast", "berries"),
        "page": (),
        "around": "",
        "wrong": ("bread", "waffles"),
        "human_alt": None,
        "alt_quality": "missing",
        "context": Context(),
    }
    return Label(**(known | over))


def make_verdict(alt: str, *, decorative: bool = False, role: str = "informative", **over: Any) -> Verdict:
    fields = {"title": "", "caption": "", "description": "", "filename": "", "tags": ()}
    fields |= {name: over.pop(name) for name in list(over) if name in fields}
    warnings = over.pop("warnings", ())
    result = Result(
        alt=alt, **fields, language="en", decorative=decorative, draft=True, confidence=0.9, model="m",
        prompt_version="1", warnings=warnings, role=role,
    )  # fmt: skip
    return Verdict(label=make_label(**over), result=result, code="", cpu_seconds=0.1, seconds=0.1)
