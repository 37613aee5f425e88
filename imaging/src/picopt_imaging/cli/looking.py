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
from picopt_imaging.cli.choosing import choose
from picopt_imaging.cli.sizes import sizes_for
from picopt_imaging.cli.telling import error_result, failed, locked_folder, not_found, reason, say
from picopt_imaging.errors import ImagingError
from picopt_imaging.plan import Plan
from picopt_imaging.values import Format, Preset

_EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)
Result = dict[str, Any]


@click.command("inspect")
@options.sources
def inspect_command(images: tuple[str, ...], *, recursive: bool) -> int:
    """Describe images as JSON, from their headers.

    An image that would be refused says why.
    """
    results = _each(images, lambda path: asdict(inspect(path)), recursive=recursive)
    click.echo(json.dumps(results, indent=2, ensure_ascii=False))
    return int(any(failed(result) for result in results))


@click.command("estimate")
@options.sources
@options.order
@options.report
def estimate_command(images: tuple[str, ...], *, recursive: bool, report: str, **said: Any) -> int:
    """Predict the bytes of optimize at a fraction of its work."""
    results = [
        {"format": str(to), **result}
        for to in dict.fromkeys(each for group in said["formats"] for each in group)
        for result in _each(images, partial(_estimate, said, to), recursive=recursive)
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
        click.echo(f"picopt-imaging: {error}", err=True)
        return 1
    return 0


def _each(words: tuple[str, ...], ask: Callable[[Path], Result], *, recursive: bool) -> list[Result]:
    choice = choose(words, recursive=recursive)
    results = [*map(not_found, choice.empty), *map(locked_folder, choice.locked)]
    for each in choice.images:
        try:
            results.append({"image": str(each.path), **ask(each.path)})
        except ImagingError as error:
            results.append(error_result(each.path, error.code, error.message))
        except OSError as error:
            results.append(error_result(each.path, "not_read", reason(error)))
    return results


def _estimate(said: dict[str, Any], to: Format, path: Path) -> Result:
    source = inspect(path)
    sizes, left_out = sizes_for([wish for group in said["sizes"] for wish in group], source.width, source.height)
    bounds = {name: said[name] for name in ("target", "max_width", "max_height", "breakpoints")}
    found = estimate(path, Plan(format=to, preset=Preset(said["preset"]), sizes=sizes, **bounds))
    return {"source_bytes": source.bytes, **asdict(found), "notes": left_out}


def _lines(result: Result) -> list[str]:
    if failed(result):
        return [f"{result['image']}: {result['error']}: {result['message']}"]
    line = f"{result['image']}: {result['source_bytes']:,} → about {result['full_bytes']:,} bytes as {result['format']}"
    if result["total_bytes"] != result["full_bytes"]:
        line += f", {result['total_bytes']:,} with all sizes"
    return [line, *(f"  {note}" for note in result["notes"])]
