"""One change to one file, and how many of them make a sample."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SAMPLE: Final = 200
"""Mutants a package, where it has as many."""
SEED: Final = 20261127


@dataclass(frozen=True)
class Mutant:
    """Replaces `source[start:end]` (bytes) by `text`; `line` is where it starts, `what` says it in words."""

    path: Path
    line: int
    start: int
    end: int
    text: str
    what: str

    def apply(self, source: bytes) -> bytes:
        """The changed file."""
        return source[: self.start] + self.text.encode() + source[self.end :]

    def describe(self, top: Path) -> str:
        """For the list of survivors: `imaging/src/…/search.py:41 < becomes <=`."""
        return f"{self.path.relative_to(top)}:{self.line} {self.what}"


def sample(mutants: Sequence[Mutant], package: str, size: int = SAMPLE) -> list[Mutant]:
    """The same ones each time, in the order of the files."""
    chosen = random.Random(f"{SEED}-{package}").sample(list(mutants), min(size, len(mutants)))
    return sorted(chosen, key=lambda mutant: (mutant.path, mutant.start))


def survivors_of(mutants: Sequence[Mutant], names: Sequence[str], top: Path) -> list[Mutant]:
    """Those that the last run named as survivors. Exits where it judged other code than lies here now."""
    named = {mutant.describe(top) for mutant in mutants}
    if unknown := set(names) - named:
        raise SystemExit(f"the code has changed since the last run, judge all of it: {min(unknown)}")
    return [mutant for mutant in mutants if mutant.describe(top) in names]
