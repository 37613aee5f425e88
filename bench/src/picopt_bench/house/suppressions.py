"""Checks that are switched off, and whether it is said why.

A reason stands behind the suppression on its line, after a dash or as a comment of its own, or on the line before.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

PATTERN: Final = re.compile(
    r"(?:#|//|/\*|\{/\*)\s*"
    r"(?:ruff: noqa|noqa|type: ignore|nosec|pragma: no cover|phpcs:(?:ignore|disable)|@phpstan-ignore|eslint-disable)"
    r"(?P<rest>\b.*)$"
)
REASON: Final = re.compile(r"\s(?:--?|#|//)\s+(?!noqa|nosec|type: ignore|pragma)(?=[^#]*\w{3,})")
COMMENT: Final = re.compile(r"^\s*(?:#|//|/\*|\*|\{/\*)\s*(?!noqa|nosec|type: ignore|pragma)\S+ \S+")


def without_reason(paths: Iterable[Path]) -> Iterator[str]:
    """Where a check is switched off and nobody says why, as `path:line text`."""
    for path in paths:
        before = ""
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            found = PATTERN.search(line)
            if found and not REASON.search(found["rest"]) and not COMMENT.match(before):
                yield f"{path}:{number} {line.strip()}"
            before = line
