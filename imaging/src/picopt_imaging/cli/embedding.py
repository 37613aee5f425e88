"""`embed`: other metadata, the same compressed image bit by bit."""

from pathlib import Path
from typing import Final

import click

from picopt_imaging.api import embed
from picopt_imaging.cli import options
from picopt_imaging.cli.choosing import STANDARD_INPUT, choose
from picopt_imaging.cli.describing import MetadataType
from picopt_imaging.cli.piping import pipe_through
from picopt_imaging.cli.placing import ExistsError, Places, beside
from picopt_imaging.cli.telling import message_of, reason, say
from picopt_imaging.errors import ImagingError
from picopt_imaging.plan import Metadata

_NAME: Final = "relabeled"


@click.command("embed")
@options.sources
@click.option("--metadata", type=MetadataType(), required=True, help="JSON with the metadata and its policy.")
@options.out_to("embedded")
@options.overwrite
def embed_command(images: tuple[str, ...], *, recursive: bool, metadata: Metadata, out: Path, overwrite: bool) -> int:
    """Write metadata into copies of JPEG, WebP, PNG, and AVIF files.

    The compressed pixels are copied bit by bit. IMAGE is a file, a folder, a quoted pattern, or - for standard input,
    whose result goes to standard output.
    """
    if images == (STANDARD_INPUT,):
        return pipe_through(
            lambda source, work: embed(source, metadata, work / _NAME).path.read_bytes(),
        )
    choice = choose(images, recursive=recursive, leave_out=out, may_be_empty=True)
    problems = [f"{word}: no image was found here." for word in choice.empty]
    problems += map(reason, choice.locked)
    places = Places(out)
    for each in choice.images:
        try:
            _embed_one(each.path, metadata, places.file_for(each), overwrite=overwrite)
        except ImagingError as error:
            problems.append(f"{each.path}: {error.code}: {message_of(error)}")
        except ExistsError as error:
            problems.append(f"{each.path}: {error}")
        except OSError as error:
            problems.append(f"{each.path}: {reason(error)}")
    for problem in problems:
        say(problem, err=True)
    return int(bool(problems))


def _embed_one(path: Path, metadata: Metadata, to: Path, *, overwrite: bool) -> None:
    if to.exists() and not overwrite:
        raise ExistsError(to)
    with beside(to.parent) as work:
        made = embed(path, metadata, work / _NAME)
        made.path.replace(to)
    say(f"{path}: {to}, {made.bytes:,} bytes")
    for note in made.notes:
        say(f"  {note}")
