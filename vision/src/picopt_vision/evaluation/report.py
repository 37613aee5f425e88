"""What a run comes to: the values of the goals, and the figures behind them."""

import statistics
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from picopt_vision.evaluation.crossing import cross_validate
from picopt_vision.evaluation.judge import Verdict
from picopt_vision.evaluation.running import Run
from picopt_vision.evaluation.score import Share, by, measures
from picopt_vision.rules.checks import comparable

# Texts with an unsupported claim that a threshold lets through at most; the goal of the same name.
MOST_UNSUPPORTED: Final = 0.08


def goal_values(run: Run) -> dict[str, float]:
    """The goals by their names; `coverage` is that of images alone, `…_with_context` that of images in their pages."""
    everything = measures(run.verdicts)
    alone = measures([verdict for verdict in run.verdicts if not verdict.label.in_page])
    in_page = measures([verdict for verdict in run.verdicts if verdict.label.in_page])
    return {
        "false_claim_rate": everything["false_claim_rate"].value,
        "unsupported_claim_rate": everything["unsupported_claim_rate"].value,
        "coverage": alone["coverage"].value,
        "coverage_with_context": in_page["coverage"].value,
        "hit_rate": everything["hit_rate"].value,
        "signable_share_with_context": in_page["signable"].value,
        "role_right": in_page["role_right"].value,
        "rule_violations": sum(len(verdict.faults) for verdict in run.verdicts),
        "cpu_s_per_image": run.cpu_seconds_per_image,
        "peak_memory_mb": run.peak_memory_mb,
    }


def figures(run: Run) -> dict[str, Any]:
    """Shares with intervals over all, by set, kind and source; length, time, cost; what cross-validation says."""
    usages = [verdict.result.usage for verdict in run.verdicts if verdict.result]
    lengths = [len(verdict.alt) for verdict in run.verdicts if verdict.alt]
    return {
        "model": run.name,
        "images": len(run.verdicts),
        "all": _shares(measures(run.verdicts)),
        "by_set": _groups(run.verdicts, lambda verdict: "in pages" if verdict.label.in_page else "alone"),
        "by_role": _groups(run.verdicts, lambda verdict: verdict.label.role),
        "by_kind": _groups(run.verdicts, lambda verdict: verdict.label.kind),
        "by_source": _groups(run.verdicts, lambda verdict: verdict.label.source),
        "by_channel": _groups([verdict for verdict in run.verdicts if verdict.alt], _channels),
        "threshold_by_cross_validation": _crossed(run.verdicts),
        "alt_length_median": statistics.median(lengths) if lengths else 0,
        "seconds_median": round(statistics.median(verdict.seconds for verdict in run.verdicts), 3),
        "cpu_s_per_image": round(run.cpu_seconds_per_image, 3),
        "peak_memory_mb": round(run.peak_memory_mb, 1),
        "cost": str(sum((usage.cost for usage in usages), start=Decimal(0))),
        "tokens": sum(usage.input_tokens + usage.output_tokens for usage in usages),
    }


def _channels(verdict: Verdict) -> str:
    """Who said what stands in the alt text: what only one says should be right as often as what two agree on."""
    evidence = verdict.result.evidence if verdict.result else ()
    alt = comparable(verdict.alt)
    return " + ".join(sorted({one.source for one in evidence if _is_in(comparable(one.claim), alt)})) or "grammar"


def _is_in(claim: str, alt: str) -> bool:
    """The text says it, or says a part of it and nothing else: `Kale soup` of `Bean and kale soup`."""
    return claim in alt or set(alt.split()) <= set(claim.split())


def _groups(verdicts: Sequence[Verdict], key: Any) -> dict[str, Any]:
    return {name: _shares(shares) for name, shares in by(verdicts, key).items()}


def _shares(shares: Mapping[str, Share]) -> dict[str, Any]:
    return {name: share.as_json() for name, share in shares.items()}


def _crossed(verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """The confidence below which nothing should be said, chosen without the source on which it is tried."""
    crossed = cross_validate(
        verdicts,
        is_bad=lambda verdict: bool(verdict.false or verdict.unsupported),
        most_bad=MOST_UNSUPPORTED,
        by=lambda verdict: verdict.label.source,
    )
    wanting = sum(verdict.label.role != "decorative" for verdict in verdicts)
    shares = measures(crossed.kept)
    return {
        "thresholds": {source: round(value, 3) for source, value in crossed.thresholds.items()},
        "coverage": Share(len(crossed.kept), wanting).as_json(),
        **{name: shares[name].as_json() for name in ("hit_rate", "false_claim_rate", "unsupported_claim_rate")},
    }
