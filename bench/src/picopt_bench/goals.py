"""What every benchmark ends with: its goals held against `bench/goals.json`, printed, and written with the raw figures.

`bench/results/NAME.json` holds `goals: [{name, value, goal, met}]`. A goal that is not met stays, as not met.
"""

import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.table import Table

BENCH: Final = Path(__file__).resolve().parents[2]


def report(name: str, values: Mapping[str, float], raw: Mapping[str, Any], *, unmeasured: Collection[str] = ()) -> bool:
    """Print and write the benchmark's outcome; return whether every goal is met.

    `values` has one number for each goal of `name` in `bench/goals.json`; a missing one is an error (`KeyError`),
    unless it is named as `unmeasured`: then it stands as not met, without a value.
    """
    limits: dict[str, str] = json.loads((BENCH / "goals.json").read_text())[name]
    goals = [
        {"name": goal, "value": None, "goal": limit, "met": False}
        if goal in unmeasured
        else judge(goal, values[goal], limit)
        for goal, limit in limits.items()
    ]
    Console().print(_table(name, goals))
    text = json.dumps({"goals": goals, **raw}, indent=2, ensure_ascii=False)
    (BENCH / "results").mkdir(exist_ok=True)
    (BENCH / "results" / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    return all(goal["met"] for goal in goals)


def goals_of(name: str) -> set[str]:
    """The benchmark's goals by name."""
    return set(json.loads((BENCH / "goals.json").read_text())[name])


def print_goals(name: str, values: Mapping[str, float]) -> None:
    """Only print those goals of which a value is there; nothing is written."""
    limits: dict[str, str] = json.loads((BENCH / "goals.json").read_text())[name]
    goals = [judge(goal, values[goal], limit) for goal, limit in limits.items() if goal in values]
    Console().print(_table(name, goals))


def judge(name: str, value: float, limit: str) -> dict[str, Any]:
    """Hold a value against a limit such as `<= 0.45`."""
    relation, bound = limit.split()
    met = value <= float(bound) if relation == "<=" else value >= float(bound)
    return {"name": name, "value": value, "goal": limit, "met": met}


def _table(name: str, goals: list[dict[str, Any]]) -> Table:
    table = Table("goal", "limit", "measured", "", title=f"Goals of bench-{name}", title_justify="left")
    for goal in goals:
        shown = "not measured" if goal["value"] is None else f"{goal['value']:.4g}"
        table.add_row(goal["name"], goal["goal"], shown, "met" if goal["met"] else "[red]not met[/red]")
    return table
