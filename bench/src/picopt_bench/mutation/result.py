"""What a sample of mutants has shown."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from picopt_bench.mutation.mutants import Mutant
from picopt_bench.mutation.python_suites import TOP


@dataclass(frozen=True)
class Result:
    """How many changes a test noticed, and those that none did."""

    killed: int
    survivors: tuple[str, ...]

    @classmethod
    def of(cls, mutants: Sequence[Mutant], killed: Sequence[bool]) -> Self:
        """Count."""
        survivors = (mutant.describe(TOP) for mutant, dead in zip(mutants, killed, strict=True) if not dead)
        return cls(sum(killed), tuple(survivors))

    def with_killed_before(self, number: int) -> Self:
        """The same with so many more that a run before has seen killed."""
        return replace(self, killed=self.killed + number)

    @property
    def total(self) -> int:
        """Of the sample."""
        return self.killed + len(self.survivors)

    @property
    def share(self) -> float:
        """Killed of all, from 0 to 1; a package without mutants has nothing to show."""
        return self.killed / self.total if self.total else 0.0

    def as_json(self) -> dict[str, Any]:
        """As it stands in `var/mutation.json`."""
        return {"killed": self.killed, "survived": len(self.survivors), "survivors": list(self.survivors)}
