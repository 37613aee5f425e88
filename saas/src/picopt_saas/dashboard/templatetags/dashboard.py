"""Small words for the pages."""

from collections.abc import Mapping
from typing import Any

from django import template

from picopt_contract.values import FINAL_STATES, ItemState, Pipeline

register = template.Library()

_PIPELINES = {
    Pipeline.ANALYZE_EXPORT: "Analyze & Export",
    Pipeline.ANALYZE: "Analyze Only",
    Pipeline.EXPORT: "Compress & Export Only",
}
_PAGES = {
    "overview": "Overview",
    "jobs": "Jobs",
    "keys": "API keys",
    "plan": "Plan & credits",
    "ledger": "Ledger",
    "account": "Account",
}


@register.filter
def pages(names: str) -> list[tuple[str, str]]:
    """Address names and labels of the navigation."""
    return [(name, _PAGES[name]) for name in names.split(",")]


@register.filter
def pipeline_name(pipeline: str) -> str:
    """The pipeline as people call it."""
    return _PIPELINES[Pipeline(pipeline)]


@register.filter
def by_day(usage: Mapping[str, Any]) -> list[tuple[str, tuple[int, ...]]]:
    """The days with each site's number, newest first."""
    return list(zip(usage["days"], zip(*usage["sites"].values(), strict=True), strict=True))[::-1]


@register.filter
def euros(cents: int) -> str:
    """`€ 1,234.50`."""
    return f"€ {cents / 100:,.2f}"


@register.filter
def each(cents: int, credits: int) -> str:
    """What one credit costs: `€ 0.018`."""
    return f"€ {cents / 100 / credits:.3f}"


@register.filter
def saved_percent(example: Mapping[str, int]) -> int:
    """By how much a file became smaller."""
    return round(100 * (1 - example["bytes_after"] / example["bytes_before"]))


@register.filter
def shorten(public_id: str) -> str:
    """The beginning of an id: enough to tell two apart."""
    return f"{public_id[:12]}…"


@register.filter
def counts(states: Mapping[ItemState, int]) -> str:
    """`3 ready, 1 failed`."""
    return ", ".join(f"{number} {state.replace('_', ' ')}" for state, number in states.items())


@register.filter
def total(states: Mapping[ItemState, int]) -> int:
    """All pictures of a job."""
    return sum(states.values())


@register.filter
def finished(states: Mapping[ItemState, int]) -> int:
    """Pictures that wait for nothing more from the service."""
    return sum(number for state, number in states.items() if state in {*FINAL_STATES, ItemState.READY})
