"""Any configured model over labelled images: a table, JSON, and a page to look at."""

import argparse
import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from picopt_vision.evaluation.judge import Verdict
from picopt_vision.evaluation.labels import Label
from picopt_vision.evaluation.page import write_page
from picopt_vision.evaluation.people import agreement, read_verdicts
from picopt_vision.evaluation.reading import read_labels
from picopt_vision.evaluation.report import figures, goal_values
from picopt_vision.evaluation.running import run
from picopt_vision.evaluation.second import ask_second, shares
from picopt_vision.model_config import ModelConfig
from picopt_vision.settings import Settings

OWN_LABELS = Path(__file__).parents[3] / "tests" / "pictures" / "labels.json"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run and print; exit code 0."""
    options = parse(arguments)
    summary = judge(options)
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(json.dumps(summary, indent=1) + "\n", "utf-8")
    return 0


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="picopt_vision.evaluation", description=__doc__)
    parser.add_argument("--model", default="embedded", help="“embedded”, or a model's name at the endpoint")
    parser.add_argument("--base-url", default="", help="an endpoint that speaks OpenAI's protocol, /v1 included")
    parser.add_argument("--api-key-variable", default="OPENAI_API_KEY", help="environment variable that holds the key")
    parser.add_argument("--labels", type=Path, nargs="*", default=[], help="labels files; none: a small set of our own")
    parser.add_argument("--json", type=Path, help="also write the summary here")
    parser.add_argument("--page", type=Path, help="also write an HTML page with every image and verdict here")
    parser.add_argument("--verdicts", type=Path, default=Path("-"), help="verdicts that a person saved in the page")
    parser.add_argument("--judge-model", default="", help="a second model as judge, by its name at its endpoint")
    parser.add_argument("--judge-base-url", default="", help="its endpoint, /v1 included; empty: OpenAI's own")
    parser.add_argument("--judge-api-key-variable", default="JUDGE_API_KEY", help="environment variable with its key")
    return parser.parse_args(arguments)


def judge(options: argparse.Namespace) -> dict[str, Any]:
    """Run the model, print each text and all shares; the goals' values stand under `values`."""
    outcome = run(_config(options), _labels(options.labels), Settings(), progress=_print_verdict)
    summary = figures(outcome)
    summary["people"] = {
        name: share.as_json() for name, share in agreement(outcome.verdicts, read_verdicts(options.verdicts)).items()
    }
    if options.judge_model:
        summary["second_judge"] = _second(options, outcome.verdicts)
    _print_summary(summary)
    if options.page:
        write_page(options.page, outcome.name, outcome.verdicts)
        print(f"\nLook at {options.page}")
    return {"values": goal_values(outcome), **summary}


def _second(options: argparse.Namespace, verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """What a second model thinks of the same texts; printed and kept, and part of no goal."""
    key = os.environ.get(options.judge_api_key_variable, "")
    config = ModelConfig(kind="openai", model=options.judge_model, base_url=options.judge_base_url, api_key=key)
    told = [verdict for verdict in verdicts if verdict.result]
    return {name: share.as_json() for name, share in shares(ask_second(config, told), len(told)).items()}


def _labels(paths: Sequence[Path]) -> list[Label]:
    present = [path for path in paths if path.exists()]
    for path in paths:
        if path not in present:
            print(f"{path} is not here.", file=sys.stderr)
    if not present:
        print("Judging over this project's own few images.", file=sys.stderr)
    return [label for path in present or [OWN_LABELS] for label in read_labels(path)]


def _config(options: argparse.Namespace) -> ModelConfig:
    if options.model == "embedded":
        return ModelConfig()
    key = os.environ.get(options.api_key_variable, "")
    return ModelConfig(kind="openai", model=options.model, base_url=options.base_url, api_key=key)


def _print_verdict(verdict: Verdict) -> None:
    mark = "FALSE" if verdict.false else "loose" if verdict.unsupported else "sign" if verdict.signable else ""
    said = verdict.alt or (verdict.code if not verdict.result else "(empty)")
    loose = {**verdict.unsupported, **verdict.false}
    extra = "  " + "; ".join(f"{name}: {', '.join(words)}" for name, words in loose.items()) if loose else ""
    print(f"{mark or ('ok' if verdict.hit else '-'):6}{verdict.label.id[:26]:28}{said}{extra}", flush=True)


def _print_summary(summary: Mapping[str, Any]) -> None:
    extra = [("second judge", summary["second_judge"])] if "second_judge" in summary else []
    for title, group in (("all", summary["all"]), *summary["by_set"].items(), ("people", summary["people"]), *extra):
        print(f"\n{title}")
        for name, share in group.items():
            low, high = share["interval_95"]
            counts = f"{share['count']:4} of {share['of']:<4}"
            print(f"  {name:30}{counts}{share['share']:7.1%}   95 %: {low:.1%} to {high:.1%}")
    print()
    for name in ("alt_length_median", "seconds_median", "cpu_s_per_image", "peak_memory_mb", "cost", "tokens"):
        print(f"{name:22}{summary[name]}")
