"""The sums over all verdicts: shares with intervals, whole and by kind and source."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from picopt_vision.evaluation.judge import Verdict


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

    def as_json(self) -> dict[str, Any]:
        """Count, total, share and interval."""
        return {"count": self.count, "of": self.total, "share": round(self.value, 4), "interval_95": self.interval()}


def measures(verdicts: Sequence[Verdict]) -> dict[str, Share]:
    """All shares.

    Coverage is over images that want a text, claims are judged over those that got one (a *text* is all that was said
    of an image), signable, purpose and role over all.
    """
    wanting = [verdict for verdict in verdicts if verdict.label.role != "decorative"]
    spoke = [verdict for verdict in verdicts if verdict.spoke]
    told = [verdict for verdict in verdicts if verdict.role_right is not None]
    return {
        "coverage": _share(wanting, lambda verdict: verdict.spoke),
        "hit_rate": _share(spoke, lambda verdict: verdict.hit),
        "false_claim_rate": _share(spoke, lambda verdict: bool(verdict.false)),
        "unsupported_claim_rate": _share(spoke, lambda verdict: bool(verdict.unsupported)),
        "unsupported_by_labels_alone": _share(spoke, lambda verdict: bool(verdict.unsupported_by_labels)),
        "alt_false": _share(spoke, lambda verdict: "alt" in verdict.false),
        "alt_unsupported": _share(spoke, lambda verdict: "alt" in verdict.unsupported),
        "purpose_met": _share(verdicts, lambda verdict: verdict.purpose_met),
        "signable": _share(verdicts, lambda verdict: verdict.signable),
        "role_right": _share(told, lambda verdict: bool(verdict.role_right)),
        "breaks_a_rule": _share(spoke, lambda verdict: bool(verdict.faults)),
        "unusable": _share(verdicts, lambda verdict: verdict.code == "model_broken_answer"),
    }


def by(verdicts: Sequence[Verdict], key: Callable[[Verdict], str]) -> Mapping[str, dict[str, Share]]:
    """The measures of each group, largest group first."""
    groups: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        groups.setdefault(key(verdict), []).append(verdict)
    return {name: measures(groups[name]) for name in sorted(groups, key=lambda name: -len(groups[name]))}


def _share(verdicts: Iterable[Verdict], is_so: Callable[[Verdict], bool]) -> Share:
    listed = list(verdicts)
    return Share(sum(is_so(verdict) for verdict in listed), len(listed))
