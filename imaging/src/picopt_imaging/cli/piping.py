"""Standard input to standard output."""

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from picopt_imaging.cli.telling import message_of
from picopt_imaging.errors import ImagingError


@contextmanager
def standard_input() -> Iterator[Path]:
    """A file with what came in; gone afterwards."""
    if sys.stdin is None:
        raise click.UsageError("Standard input is closed.")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "standard-input"
        path.write_bytes(sys.stdin.buffer.read())
        yield path


def pipe_through(make: Callable[[Path, Path], bytes]) -> int:
    """`make` gets a file with what came in and a folder to work in; nothing goes out where it fails."""
    if sys.stdin is None or sys.stdout is None:
        raise click.UsageError("Standard input or standard output is closed.")
    out = sys.stdout.buffer
    if out.isatty():
        raise click.UsageError("An image is no text for a terminal; send it to a file: > photo.webp")
    with standard_input() as path, tempfile.TemporaryDirectory() as folder:
        work = Path(folder) / "made"
        work.mkdir()
        try:
            made = make(path, work)
        except ImagingError as error:
            click.echo(f"picopt-imaging: {error.code}: {message_of(error)}", err=True)
            return 1
    out.write(made)
    out.flush()
    return 0
