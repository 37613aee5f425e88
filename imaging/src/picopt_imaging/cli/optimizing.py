"""`optimize`: files and sizes for every image, in every format that was asked for."""

import json
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import click
from rich.console import Console
from rich.progress import track

from picopt_imaging.cli import options, placing
from picopt_imaging.cli.choosing import STANDARD_INPUT, Chosen, choose
from picopt_imaging.cli.describing import MetadataType
from picopt_imaging.cli.piping import pipe_through
from picopt_imaging.cli.placing import ExistsError, Places, settled, would_make
from picopt_imaging.cli.sizes import Wish, sizes_for, widths_left_out
from picopt_imaging.cli.telling import error_result, failed, line_of, locked_folder, message_of, not_found, reason, say
from picopt_imaging.errors import ImagingError
from picopt_imaging.plan import Metadata, Plan, Size
from picopt_imaging.pool import ImagingPool
from picopt_imaging.report import SourceInfo
from picopt_imaging.values import Format, Preset

_DONE: Final = 0
_SOME_FAILED: Final = 1
Result = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Order:
    """What is done to every image of a run."""

    formats: tuple[Format, ...]
    preset: str
    target: float
    wishes: list[Wish]
    breakpoints: tuple[int, ...]
    max_width: int | None
    max_height: int | None
    force_format: bool
    metadata: Metadata
    overwrite: bool
    dry_run: bool

    def plan(self, to: Format, sizes: tuple[Size, ...]) -> Plan:
        """For one image in one format."""
        return Plan(
            format=to,
            preset=Preset(self.preset),
            target=self.target,
            force_format=self.force_format,
            max_width=self.max_width,
            max_height=self.max_height,
            sizes=sizes,
            breakpoints=self.breakpoints,
            metadata=self.metadata,
        )


@click.command("optimize")
@options.sources
@options.order
@options.out_to("optimized")
@click.option("--metadata", type=MetadataType(), default=Metadata(), help="JSON with the metadata and its policy.")
@click.option("--force-format", is_flag=True, help="Write the file even if it is not smaller than the original.")
@click.option("-n", "--dry-run", is_flag=True, help="List the files that would be written, and write nothing.")
@options.overwrite
@options.jobs
@options.report
@click.option("-q", "--quiet", is_flag=True, help="Show no progress bar.")
def optimize_command(**said: Any) -> int:
    """Write optimized files in the sizes you ask for.

    IMAGE is a file, a folder, a quoted pattern such as "photos/**/*.jpg", or - for standard input, whose result goes to
    standard output. Each image gets a folder below --out, arranged as the images are.
    """
    order = _order_of(said)
    if STANDARD_INPUT in said["images"]:
        return _pipe(said["images"], order)
    choice = choose(said["images"], recursive=said["recursive"], leave_out=said["out"])
    places = Places(said["out"])
    folders = [places.folder_for(each) for each in choice.images]
    results = [*map(not_found, choice.empty), *map(locked_folder, choice.locked)]
    jobs = max(1, min(said["jobs"], len(folders)))  # a child more than there are images would only be started
    with ImagingPool(workers=jobs) as pool, ThreadPoolExecutor(jobs) as threads:
        done = threads.map(lambda each, folder: list(_optimize(pool, each, folder, order)), choice.images, folders)
        try:
            for of_image in _with_a_bar(done, len(folders), quiet=said["quiet"]):
                results += of_image
                for line in (line for each in of_image if said["report"] == "text" for line in line_of(each)):
                    say(line)
        finally:  # whoever reads may have gone: what has not begun is not begun
            threads.shutdown(wait=False, cancel_futures=True)
    if said["report"] == "json":
        click.echo(json.dumps(results, indent=2, ensure_ascii=False))
    for problem in (*(f"{word}: no image was found here." for word in choice.empty), *map(reason, choice.locked)):
        say(problem, err=True)
    return _SOME_FAILED if any(failed(result) for result in results) else _DONE


def _with_a_bar(done: Iterator[list[Result]], number: int, *, quiet: bool) -> Iterable[list[Result]]:
    """The same, while a terminal shows how many of the `number` images are done."""
    console = Console(stderr=True)
    silent = quiet or not console.is_terminal
    return track(done, "Optimizing", number, console=console, transient=True, disable=silent)


def _order_of(said: dict[str, Any]) -> Order:
    return Order(
        formats=tuple(dict.fromkeys(each for group in said["formats"] for each in group)),
        preset=said["preset"],
        target=said["target"],
        wishes=[wish for group in said["sizes"] for wish in group],
        breakpoints=said["breakpoints"],
        max_width=said["max_width"],
        max_height=said["max_height"],
        force_format=said["force_format"],
        metadata=said["metadata"],
        overwrite=said["overwrite"],
        dry_run=said["dry_run"],
    )


@dataclass(frozen=True)
class _Image:
    """One image of a run, and what was made of it by the name of the format."""

    path: Path
    folder: Path
    source: SourceInfo
    made: dict[str, Result] = field(default_factory=dict)

    @property
    def own(self) -> set[str]:
        """The files of this run."""
        return {file["path"] for result in self.made.values() for file in result.get("files", ())}


def _optimize(pool: ImagingPool, chosen: Chosen, folder: Path, order: Order) -> Iterator[Result]:
    """A result for each format; what one fails at does not stop the others."""
    try:
        image = _Image(chosen.path, folder, pool.inspect(chosen.path))
    except ImagingError as error:
        yield error_result(chosen.path, error.code, message_of(error))
        return
    except OSError as error:
        yield error_result(chosen.path, "not_read", reason(error))
        return
    sizes, left_out = sizes_for(order.wishes, image.source.width, image.source.height)
    left_out += widths_left_out(order.plan(Format.ORIGINAL, ()), image.source.width, image.source.height)
    for to in order.formats:
        try:
            made = _make(pool, image, order.plan(to, sizes), order)
        except ImagingError as error:
            yield error_result(chosen.path, error.code, message_of(error), to)
        except ExistsError as error:
            yield error_result(chosen.path, "not_written", str(error), to)
        except OSError as error:
            yield error_result(chosen.path, "not_written", reason(error), to)
        else:
            again = [f"This is the result of {made['format']} above."] if made["format"] in image.made else []
            yield {"image": str(chosen.path), **made, "notes": [*made["notes"], *left_out, *again]}
            image.made.setdefault(made["format"], made)


def _make(pool: ImagingPool, image: _Image, plan: Plan, order: Order) -> Result:
    """The files of a format, or what would become of it; what was made under the format's own name stays."""
    if known := image.made.get(settled(plan.format, image.source)):
        return known
    foreseen = _foresee(plan, image.source) if order.dry_run else None
    if foreseen and foreseen["outcome"] == "no_gain":
        return foreseen
    names = would_make(image.path, image.folder, plan, image.source)
    if not order.overwrite:
        placing.refuse_what_is_there(names, image.own)
    if foreseen:
        return {"would_make": names, "format": str(settled(plan.format, image.source)), "notes": foreseen["notes"]}
    with placing.beside(image.folder) as work:
        report = pool.optimize(image.path, plan, work)
        known = image.made.get(report.format)
        return known or placing.move_into(image.folder, image.path, plan, report, overwrite=order.overwrite)


def _foresee(plan: Plan, source: SourceInfo) -> Result:
    from picopt_imaging.pipeline import foresee  # noqa: PLC0415 - loads libvips, which only children need otherwise

    seen = foresee(source, plan)
    outcome = "no_gain" if seen.reason else "optimized"
    return {"outcome": outcome, "reason": seen.reason, "format": str(seen.formats[0]), "notes": list(seen.notes)}


def _pipe(words: tuple[str, ...], order: Order) -> int:
    """Standard input to standard output: one image, one file; what is to be said goes to standard error."""
    if len(words) > 1 or len(order.formats) > 1 or order.wishes or order.breakpoints:
        raise click.UsageError("Standard input is one image that becomes one file: no other images, formats or sizes.")
    if order.dry_run:
        raise click.UsageError("Standard input goes to standard output: no files are made that --dry-run could name.")

    def make(source: Path, out: Path) -> bytes:
        with ImagingPool(workers=1) as pool:
            report = pool.optimize(source, order.plan(order.formats[0], ()), out)
        if not report.files:
            click.echo(f"Original kept: {report.reason} ({report.source.bytes:,} bytes).", err=True)
            return source.read_bytes()
        return report.files[0].path.read_bytes()

    return pipe_through(make)
