"""`picopt-vision models --check` says whether the configured vision model is fit for the work."""

import argparse
import os
import sys
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from picopt_vision.model_config import ModelConfig
from picopt_vision.remote.probe import probe


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the findings; exit code 1 when one of them stands against using the model."""
    options = _parser().parse_args(arguments)
    if not options.model:
        print("No remote model is configured: the embedded one needs no check.")
        return 0
    print(f"{options.model} at {options.base_url or 'OpenAI'}")
    if not options.check:
        return 0
    findings = list(probe(_config(options)))
    for finding in findings:
        print(f"  {'ok ' if finding.fine else 'NO '} {finding.name}: {finding.says}")
    return 0 if all(finding.fine for finding in findings if finding.name != "keeps a schema") else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="picopt-vision", description=__doc__)
    commands = parser.add_subparsers(required=True)
    models = commands.add_parser("models", help="the configured model")
    models.add_argument("--check", action="store_true", help="ask it twice: does it see, what does it cost?")
    models.add_argument("--model", default=os.environ.get("VISION_MODEL", ""))
    models.add_argument("--base-url", default=os.environ.get("VISION_BASE_URL", ""))
    models.add_argument("--timeout", type=float, default=float(os.environ.get("VISION_TIMEOUT_SECONDS", "60")))
    models.add_argument("--record", type=Path, help="folder for what was asked and answered, without key and image")
    return parser


def _config(options: argparse.Namespace) -> ModelConfig:
    """The settings of the service, from its environment variables; the key never stands on a command line."""
    return ModelConfig(
        kind="openai",
        model=options.model,
        base_url=options.base_url,
        api_key=os.environ.get("VISION_API_KEY", ""),
        timeout_seconds=options.timeout,
        budget_seconds=options.timeout,
        price_per_million_input=Decimal(os.environ.get("VISION_PRICE_PER_MILLION_INPUT", "0")),
        price_per_million_output=Decimal(os.environ.get("VISION_PRICE_PER_MILLION_OUTPUT", "0")),
        record_to=options.record,
    )


if __name__ == "__main__":
    sys.exit(main())
