"""Reads rules.json. The file is a copy of `contract/rules.json`; a test says so when they differ."""

import json
import re
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Rule:
    """One rule: what is checked, on which fields, and what is said when it is broken."""

    id: str
    number: int
    check: str
    fields: tuple[str, ...]
    severe: bool
    """An error is repaired or refused; a warning is shown."""
    message: str
    data: dict[str, Any]
    """The numbers, words and patterns of this kind of check; and the examples `violating` and `clean`."""

    @cached_property
    def patterns(self) -> tuple[re.Pattern[str], ...]:
        """Searched without regard to case; in the subset that Python, PCRE and JavaScript share."""
        return tuple(re.compile(pattern, re.IGNORECASE) for pattern in self.data["patterns"])


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, in order of their number."""
    document = json.loads(files(__package__).joinpath("rules.json").read_text("utf-8"))
    return tuple(
        Rule(
            id=entry["id"],
            number=entry["number"],
            check=entry["check"],
            fields=tuple(entry["fields"]),
            severe=entry["severity"] == "error",
            message=entry["message"],
            data=entry,
        )
        for entry in document["rules"]
    )
