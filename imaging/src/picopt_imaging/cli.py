"""`picopt-imaging optimize | inspect | score`: the library at a command line.

Exit codes: 0 all pictures done (kept originals included), 1 some pictures failed, 2 the command makes no sense.
"""

import argparse
import json
import re
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import chain, count
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.progress import track

from picopt_imaging.api import inspect, score
from picopt_imaging.errors import ImagingError
from picopt_imaging.plan import Metadata, Plan, Size
from picopt_imaging.pool import ImagingPool
from picopt_imaging.report import Report
from picopt_imaging.values import Format, Preset

_DONE, _SOME_FAILED, _WRONG = 0, 1, 2
_PERFECT: Final = 100
"""The end of the scale of scores."""
_SIZE: Final = re.compile(r"(?P<name>[^=,]+)=(?P<w>\d+)x(?P<h>\d+)(?P<crop>c?)")


@dataclass(frozen=True)
class Wish:
    """A size as it is asked for at the command line: a box, filled by a crop of the middle or fitted into."""

    name: str
    width: int
    height: int
    crop: bool


@dataclass(frozen=True)
class Order:
    """What is done to every picture of a run."""

    options: argparse.Namespace
    metadata: Metadata
    wishes: Sequence[Wish]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns its exit code."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        code: int = options.run(options)
    except (OSError, ValueError) as error:
        print(f"picopt-imaging: {error}", file=sys.stderr)
        return _WRONG
    return code


def optimize_command(options: argparse.Namespace) -> int:
    """Each picture into a folder of its own below `--out`."""
    order = Order(options, _read_metadata(options.metadata), [_read_wish(text) for text in options.sizes])
    results: list[dict[str, Any]] = []
    console = Console(stderr=True)
    with ImagingPool(workers=options.workers) as pool:
        shown = track(options.pictures, "Optimising", console=console, transient=True, disable=options.quiet)
        taken: set[Path] = set()
        for path in shown:
            folder = _free_folder(options.out, path.stem, taken)
            results.append(_optimize_one(pool, path, folder, order))
            if options.report == "text":
                print(_line(results[-1]), *(f"  {note}" for note in results[-1].get("notes", ())), sep="\n")
    if options.report == "json":
        print(json.dumps(results, indent=2, ensure_ascii=False))
    return _SOME_FAILED if any("error" in result for result in results) else _DONE


def inspect_command(options: argparse.Namespace) -> int:
    """What the headers say, as JSON."""
    found = [_inspect_one(path) for path in options.pictures]
    print(json.dumps(found, indent=2, ensure_ascii=False))
    return _SOME_FAILED if any("error" in each for each in found) else _DONE


def score_command(options: argparse.Namespace) -> int:
    """SSIMULACRA2 of the second picture against the first."""
    try:
        print(f"{score(options.a, options.b):.4f}")
    except ImagingError as error:
        print(f"picopt-imaging: {error}", file=sys.stderr)
        return _SOME_FAILED
    return _DONE


def size_from(wish: Wish, width: int, height: int) -> Size | None:
    """The six numbers for a picture of `width` × `height` pixels; None where it would have to be enlarged."""
    if wish.crop:
        if wish.width > width or wish.height > height:
            return None
        scale = min(width / wish.width, height / wish.height)
        w, h = round(wish.width * scale), round(wish.height * scale)
        to_width, to_height = wish.width, wish.height
    else:
        scale = min(wish.width / width, wish.height / height)
        if scale >= 1:
            return None
        w, h = width, height
        to_width, to_height = max(1, round(width * scale)), max(1, round(height * scale))
    return Size(
        name=wish.name,
        src_x=(width - w) // 2,
        src_y=(height - h) // 2,
        src_w=w,
        src_h=h,
        dst_w=to_width,
        dst_h=to_height,
    )


def _free_folder(out: Path, stem: str, taken: set[Path]) -> Path:
    """One for each picture of this run, also where two have the same name."""
    names = chain([stem], (f"{stem}-{number}" for number in count(2)))
    folder = next(out / name for name in names if out / name not in taken)
    taken.add(folder)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _optimize_one(pool: ImagingPool, path: Path, folder: Path, order: Order) -> dict[str, Any]:
    options = order.options
    try:
        source = pool.inspect(path)
        sizes = (size_from(wish, source.width, source.height) for wish in order.wishes)
        plan = Plan(
            format=options.format,
            preset=options.preset,
            target=options.target,
            force_format=options.force_format,
            max_width=options.max_width,
            max_height=options.max_height,
            sizes=tuple(size for size in sizes if size),
            breakpoints=tuple(options.breakpoints),
            metadata=order.metadata,
            score_all=options.score == "all",
        )
        report = _with_speaking_names(pool.optimize(path, plan, folder), path)
    except ImagingError as error:
        return {"picture": str(path), "error": error.code, "message": error.message}
    return {"picture": str(path), **report}


def _with_speaking_names(report: Report, source: Path) -> dict[str, Any]:
    """`photo.webp`, `photo-300x200.webp`: what people expect to find in a folder."""
    data = report.as_json()
    for file, described in zip(report.files, data["files"], strict=True):
        suffix = "" if file.name == "full" else f"-{file.width}x{file.height}"
        target = file.path.with_name(f"{source.stem}{suffix}.{file.extension}")
        described["path"] = str(file.path.replace(target))
    return data


def _line(result: dict[str, Any]) -> str:
    if "error" in result:
        return f"{result['picture']}: {result['error']}: {result['message']}"
    if result["outcome"] == "no_gain":
        return f"{result['picture']}: original kept ({result['reason']})"
    full, before = result["files"][0], result["source"]["bytes"]
    saved = 100 * (1 - full["bytes"] / before)
    quality = "lossless" if full["quality"] is None else f"quality {full['quality']}"
    files = "1 file" if len(result["files"]) == 1 else f"{len(result['files'])} files"
    return (
        f"{result['picture']}: {before:,} → {full['bytes']:,} bytes ({saved:.0f} % saved), "
        f"{result['format']}, {quality}, score {full['score']:.1f}, {files}"
    )


def _inspect_one(path: Path) -> dict[str, Any]:
    try:
        return {"picture": str(path), **asdict(inspect(path))}
    except ImagingError as error:
        return {"picture": str(path), "error": error.code, "message": error.message}


def _read_metadata(path: Path | None) -> Metadata:
    if path is None:
        return Metadata()
    try:
        return Metadata(**json.loads(path.read_text(encoding="utf-8")))
    except TypeError as error:
        raise ValueError(f"{path}: {error}; the fields are those of picopt_imaging.Metadata") from error


def _read_wish(text: str) -> Wish:
    found = _SIZE.fullmatch(text)
    if not found:
        raise ValueError(
            f"--sizes {text}: write NAME=WIDTHxHEIGHT, with a c behind it to crop, e.g. thumbnail=150x150c"
        )
    return Wish(found["name"], int(found["w"]), int(found["h"]), crop=bool(found["crop"]))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="picopt-imaging", description="Smaller pictures at a stated visual quality.")
    commands = parser.add_subparsers(required=True)
    made = commands.add_parser("optimize", help="make optimised files and sizes")
    made.set_defaults(run=optimize_command)
    made.add_argument("pictures", nargs="+", type=_existing, metavar="IN")
    made.add_argument("--out", type=Path, default=Path("optimized"), help="folder for the results")
    made.add_argument("--format", choices=[*Format], default=Format.WEBP)
    made.add_argument("--preset", choices=[*Preset], default=Preset.AUTO)
    made.add_argument(
        "--target", type=_score_to_reach, default=70.0, help="SSIMULACRA2 score that preset auto must reach"
    )
    made.add_argument("--sizes", nargs="*", default=[], metavar="NAME=WxH[c]", help="fit into a box, or crop with c")
    made.add_argument("--breakpoints", nargs="*", type=int, default=[], metavar="WIDTH")
    made.add_argument("--max-width", type=int)
    made.add_argument("--max-height", type=int)
    made.add_argument("--metadata", type=_existing, metavar="FILE", help="JSON with text and policy")
    made.add_argument("--force-format", action="store_true", help="deliver even what is not smaller")
    made.add_argument("--score", choices=["sample", "all"], default="sample")
    made.add_argument("--report", choices=["text", "json"], default="text")
    made.add_argument("--workers", type=int, default=1, help="child processes")
    made.add_argument("--quiet", action="store_true", help="no progress bar")
    looked = commands.add_parser("inspect", help="say what a picture is, or why it is refused")
    looked.set_defaults(run=inspect_command)
    looked.add_argument("pictures", nargs="+", type=_existing, metavar="IN")
    compared = commands.add_parser("score", help="SSIMULACRA2 of B against A")
    compared.set_defaults(run=score_command)
    compared.add_argument("a", type=_existing, metavar="A")
    compared.add_argument("b", type=_existing, metavar="B")
    return parser


def _score_to_reach(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 < value <= _PERFECT:
        raise argparse.ArgumentTypeError(f"{text} is no score; write a number up to 100, e.g. 70")
    return value


def _existing(text: str) -> Path:
    path = Path(text)
    if not path.is_file():
        raise argparse.ArgumentTypeError(f"there is no file {text}")
    return path


if __name__ == "__main__":
    sys.exit(main())
