"""One picture's verdict, and the sums over all of them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from picopt_vision.evaluation.labels import Label, says
from picopt_vision.result import Result


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What a model said of one picture and how that compares with its label."""

    label: Label
    result: Result | None
    code: str
    """Why there is no result."""
    seconds: float

    @property
    def spoke(self) -> bool:
        """It gave an alt text."""
        return bool(self.result and self.result.alt)

    @property
    def hit(self) -> bool:
        """The alt text names the main subject."""
        said = self.result.alt if self.result else ""
        return any(says(said, word) for word in self.label.subjects[0])

    @property
    def wrong(self) -> tuple[str, ...]:
        """False words in any of the fields."""
        said = self.everything
        true = [word for group in self.label.subjects for word in group] + list(self.label.acceptable)
        return tuple(word for word in self.label.wrong if says(said, word) and word not in true)

    @property
    def everything(self) -> str:
        """All texts of the result."""
        if not self.result:
            return ""
        fields = (self.result.alt, self.result.title, self.result.caption, self.result.description)
        return " . ".join((*fields, *self.result.tags, self.result.filename.replace("-", " ")))


@dataclass(frozen=True, slots=True)
class Share:
    """A count out of a total, with its 95 % Wilson interval."""

    count: int
    total: int

    @property
    def value(self) -> float:
        """0–1; 0 for an empty total."""
        return self.count / self.total if self.total else 0.0

    def interval(self) -> tuple[float, float]:
        """Wilson score interval (Wilson 1927), honest for small counts."""
        if not self.total:
            return 0.0, 1.0
        z = 1.96
        share, n = self.value, self.total
        middle = share + z * z / (2 * n)
        spread = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
        scale = 1 + z * z / n
        return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def measures(verdicts: Sequence[Verdict]) -> dict[str, Share]:
    """Coverage over all pictures; hits and wrong claims over those that got a text, and wrong claims over all."""
    spoke = [verdict for verdict in verdicts if verdict.spoke]
    wrong = sum(bool(verdict.wrong) for verdict in spoke)
    return {
        "coverage": Share(len(spoke), len(verdicts)),
        "hits": Share(sum(verdict.hit for verdict in spoke), len(spoke)),
        "wrong_of_described": Share(wrong, len(spoke)),
        "wrong_of_all": Share(wrong, len(verdicts)),
        "with_warnings": Share(sum(bool(v.result and v.result.warnings) for v in spoke), len(spoke)),
        "unusable": Share(sum(verdict.code == "model_broken_answer" for verdict in verdicts), len(verdicts)),
    }
