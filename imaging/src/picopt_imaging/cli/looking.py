"""`inspect`, `estimate` and `score`: nothing is written."""

import json
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

import click

from picopt_imaging.api import estimate, inspect, score
from picopt_imaging.cli import options
from picopt_imaging.cli.choosing import STANDARD_INPUT, choose
from picopt_imaging.cli.piping import standard_input
from picopt_imaging.cli.sizes import sizes_for, widths_left_out
from picopt_imaging.cli.telling import error_result, failed, locked_folder, message_of, not_found, reason, say
from picopt_imaging.errors import ImagingError
from picopt_imaging.plan import Plan
from picopt_imaging.values import Format, Preset

_EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)
Result = dict[str, Any]


@click.command("inspect")
@options.sources
def inspect_command(images: tuple[str, ...], *, recursive: bool) -> int:
    """Describe images as JSON, from their headers.

    An image that would be refused says why. IMAGE is a file, a folder, a quoted pattern, or - for standard input.
    """
    (results,) = _each(images, lambda path: asdict(inspect(path)), recursive=recursive)
    click.echo(json.dumps(results, indent=2, ensure_ascii=False))
    return int(any(failed(result) for result in results))


@click.command("estimate")
@options.sources
@options.order
@options.report
def estimate_command(images: tuple[str, ...], *, recursive: bool, report: str, **said: Any) -> int:
    """Predict the bytes of optimize at a fraction of its work.

    IMAGE is a file, a folder, a quoted pattern, or - for standard input.
    """
    formats = dict.fromkeys(each for group in said["formats"] for each in group)
    asks = [partial(_estimate, said, to) for to in formats]
    told = _each(images, *asks, recursive=recursive)
    results = [
        {"format": str(to), **result} for to, of_format in zip(formats, told, strict=True) for result in of_format
    ]
    if report == "json":
        click.echo(json.dumps(results, indent=2, ensure_ascii=False))
    else:
        for line in (line for result in results for line in _lines(result)):
            say(line)
    return int(any(failed(result) for result in results))


@click.command("score")
@click.argument("a", type=_EXISTING)
@click.argument("b", type=_EXISTING)
def score_command(a: Path, b: Path) -> int:
    """Score B against A by SSIMULACRA2.

    100 is identical, 70 is hard to tell apart, below 30 is poor.
    """
    try:
        click.echo(f"{score(a, b):.4f}")
    except ImagingError as error:
        click.echo(f"picopt-imaging: {error.code}: {message_of(error)}", err=True)
        return 1
    return 0


def _each(words: tuple[str, ...], *asks: Callable[[Path], Result], recursive: bool) -> list[list[Result]]:
    """What each of the questions is answered, image by image."""
    if words == (STANDARD_INPUT,):
        with standard_input() as path:
            return [[_answer(ask, path, STANDARD_INPUT)] for ask in asks]
    choice = choose(words, recursive=recursive)
    missing = [*map(not_found, choice.empty), *map(locked_folder, choice.locked)]
    return [[*missing, *(_answer(ask, each.path, str(each.path)) for each in choice.images)] for ask in asks]


def _answer(ask: Callable[[Path], Result], path: Path, name: str) -> Result:
    try:
        return {"image": name, **ask(path)}
    except ImagingError as error:
        return error_result(name, error.code, message_of(error))
    except OSError as error:
        return error_result(name, "not_read", reason(error))


def _estimate(said: dict[str, Any], to: Format, path: Path) -> Result:
    source = inspect(path)
    sizes, left_out = sizes_for([wish for group in said["sizes"] for wish in group], source.width, source.height)
    bounds = {name: said[name] for name in ("target", "max_width", "max_height", "breakpoints")}
    plan = Plan(format=to, preset=Preset(said["preset"]), sizes=sizes, **bounds)
    left_out += widths_left_out(plan, source.width, source.height)
    return {"source_bytes": source.bytes, **asdict(estimate(path, plan)), "notes": left_out}


def _lines(result: Result) -> list[str]:
    if failed(result):
        return [f"{result['image']}: {result['error']}: {result['message']}"]
    line = f"{result['image']}: {result['source_bytes']:,} → about {result['full_bytes']:,} bytes as {result['format']}"
    if result["total_bytes"] != result["full_bytes"]:
        line += f", {result['total_bytes']:,} with all sizes"
    return [line, *(f"  {note}" for note in result["notes"])]
