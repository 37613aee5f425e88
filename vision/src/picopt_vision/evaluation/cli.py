"""Any configured model over labelled pictures, as a table and as JSON."""

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from picopt_vision import Context, ModelConfig, Settings, VisionError, VisionModel, analyse, build_model
from picopt_vision.evaluation.labels import Label, read_labels
from picopt_vision.evaluation.score import Verdict, measures

OWN_LABELS = Path(__file__).parents[3] / "tests" / "pictures" / "labels.json"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run and print; exit code 0."""
    options = _options(arguments)
    labels = _labels(options.labels)
    model = build_model(_config(options))
    verdicts = [_judge(model, label, with_name=options.with_names) for label in labels]
    _print_pictures(verdicts)
    summary = _summary(model, verdicts)
    _print_summary(summary)
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(json.dumps(summary, indent=1) + "\n", "utf-8")
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="picopt_vision.evaluation", description=__doc__)
    parser.add_argument("--model", default="embedded", help="“embedded”, or a model's name at the endpoint")
    parser.add_argument("--base-url", default="", help="an endpoint that speaks OpenAI's protocol, /v1 included")
    parser.add_argument("--api-key-variable", default="OPENAI_API_KEY", help="environment variable that holds the key")
    parser.add_argument("--labels", type=Path, help="labels file; without it, a small set of this project's own")
    parser.add_argument("--with-names", action="store_true", help="let the model see the file names (they often tell)")
    parser.add_argument("--json", type=Path, help="also write the summary here")
    return parser.parse_args(arguments)


def _labels(path: Path | None) -> list[Label]:
    if path and path.exists():
        return read_labels(path)
    if path:
        print(f"{path} is not here; judging over this project's own few pictures instead.", file=sys.stderr)
    return read_labels(OWN_LABELS)


def _config(options: argparse.Namespace) -> ModelConfig:
    if options.model == "embedded":
        return ModelConfig()
    key = os.environ.get(options.api_key_variable, "")
    return ModelConfig(kind="openai", model=options.model, base_url=options.base_url, api_key=key)


def _judge(model: VisionModel, label: Label, *, with_name: bool) -> Verdict:
    context = Context(file_name=label.path.name if with_name else "")
    started = time.monotonic()
    try:
        result, code = analyse(model, label.path, context, Settings()), ""
    except VisionError as error:
        result, code = None, error.code
    return Verdict(label=label, result=result, code=code, seconds=time.monotonic() - started)


def _print_pictures(verdicts: list[Verdict]) -> None:
    for verdict in verdicts:
        mark = "WRONG" if verdict.wrong else "hit" if verdict.hit else "other" if verdict.spoke else "-"
        said = verdict.result.alt if verdict.result else verdict.code
        extra = f"  ({', '.join(verdict.wrong)})" if verdict.wrong else ""
        print(f"{mark:6}{verdict.label.path.name[:30]:32}{said}{extra}")


def _summary(model: VisionModel, verdicts: list[Verdict]) -> dict[str, object]:
    usages = [verdict.result.usage for verdict in verdicts if verdict.result]
    lengths = [len(verdict.result.alt) for verdict in verdicts if verdict.result and verdict.result.alt]
    shares = {
        name: {"count": share.count, "of": share.total, "share": round(share.value, 4), "interval_95": share.interval()}
        for name, share in measures(verdicts).items()
    }
    return {
        "model": model.name,
        "pictures": len(verdicts),
        **shares,
        "alt_length_median": statistics.median(lengths) if lengths else 0,
        "seconds_median": round(statistics.median(verdict.seconds for verdict in verdicts), 3),
        "cost": str(sum((usage.cost for usage in usages), start=type(usages[0].cost)(0))) if usages else "0",
        "tokens": sum(usage.input_tokens + usage.output_tokens for usage in usages),
    }


def _print_summary(summary: dict[str, object]) -> None:
    print()
    for name, value in summary.items():
        if isinstance(value, dict):
            low, high = value["interval_95"]
            print(
                f"{name:20}{value['count']:4} of {value['of']:<4} {value['share']:6.1%}   95 %: {low:.1%} to {high:.1%}"
            )
        else:
            print(f"{name:20}{value}")
