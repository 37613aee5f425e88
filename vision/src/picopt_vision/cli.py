"""`picopt-vision models --check`: is the configured vision model fit for the work? `batch` describes images."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from picopt_vision.errors import VisionError
from picopt_vision.model_config import ModelConfig
from picopt_vision.remote import RemoteModel
from picopt_vision.remote.batch import BatchClient, Delivery, FileLedger, protocol_of
from picopt_vision.remote.batch.folder import describe_all
from picopt_vision.remote.probe import probe
from picopt_vision.result import Result
from picopt_vision.settings import FIELDS, Settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 1 when a finding stands against using the model, or an image has no text; 2 for wrong settings."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except VisionError as error:
        print(f"picopt-vision: {error.message}", file=sys.stderr)
        return 1
    except SettingsError as error:
        print(f"picopt-vision: {error}", file=sys.stderr)
        return 2


class SettingsError(Exception):
    """What is configured cannot work; the message says why."""


def _models(options: argparse.Namespace) -> int:
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


def _batch(options: argparse.Namespace) -> int:
    """One JSON object a line and image, as they are done."""
    model, delivery = _lane(options)
    there = [path for path in options.images if path.is_file()]
    failed = len(there) < len(options.images)
    for path in options.images:
        if path not in there:
            print(json.dumps({"file": str(path), "error": "not_found", "message": "There is no such file."}))
    for one in describe_all(model, delivery, there, Settings(language=options.language), wait=options.wait):
        failed |= one.error is not None
        told = {"error": one.error.code, "message": one.error.message} if one.error else _told(one.result)
        print(json.dumps({"file": str(one.path), **told}, ensure_ascii=False), flush=True)
    return int(failed)


def _lane(options: argparse.Namespace) -> tuple[RemoteModel, Delivery]:
    try:
        config = _config(options)
        ledger = FileLedger(options.ledger)
        return RemoteModel(config, BatchClient(config, ledger)), Delivery(ledger, protocol_of(config))
    except ValueError as error:
        raise SettingsError(str(error)) from error


def _told(result: Result | None) -> dict[str, object]:
    if result is None:
        return {}
    texts = {name: getattr(result, name) for name in (*FIELDS, "language", "decorative")}
    return {**texts, "cost": str(result.usage.cost)}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="picopt-vision", description="Text for images, by a remote vision model.")
    commands = parser.add_subparsers(required=True)
    what = "name the configured model, and check whether it is fit for the work"
    models = commands.add_parser("models", help=what, description=f"{what.capitalize()}.")
    models.add_argument("--check", action="store_true", help="ask it twice: does it see, and what does it cost?")
    models.set_defaults(run=_models)
    what = "describe images at half of the price, within a day"
    batch = commands.add_parser("batch", help=what, description=f"{what.capitalize()}: one JSON object per line.")
    batch.add_argument("images", type=Path, nargs="+", metavar="IMAGE")
    batch.add_argument(
        "--ledger", type=Path, required=True, metavar="FILE", help="keeps what is under way; call again with the same"
    )
    batch.add_argument("--language", default="en", metavar="TAG", help="BCP 47 tag of the text (default: en)")
    batch.add_argument("--wait", action="store_true", help="stay until all images are done")
    batch.set_defaults(run=_batch)
    for command in (models, batch):
        command.add_argument(
            "--model", metavar="NAME", default=os.environ.get("VISION_MODEL", ""), help="default: VISION_MODEL"
        )
        command.add_argument(
            "--base-url",
            metavar="URL",
            default=os.environ.get("VISION_BASE_URL", ""),
            help="of an endpoint that speaks OpenAI's protocol; default: VISION_BASE_URL, else OpenAI",
        )
        command.add_argument(
            "--timeout",
            type=float,
            metavar="SECONDS",
            default=os.environ.get("VISION_TIMEOUT_SECONDS", "60"),
            help="for one answer; default: VISION_TIMEOUT_SECONDS, else 60",
        )
        command.add_argument(
            "--record", type=Path, metavar="FOLDER", help="keeps what was asked and answered, without key and image"
        )
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
