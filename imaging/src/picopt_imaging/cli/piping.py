"""Standard input to standard output."""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import click

from picopt_imaging.errors import ImagingError


def pipe_through(make: Callable[[Path, Path], bytes]) -> int:
    """`make` gets a file with what came in and a folder to work in; nothing goes out where it fails."""
    if sys.stdin is None or sys.stdout is None:
        raise click.UsageError("Standard input or standard output is closed.")
    source, out = sys.stdin.buffer, sys.stdout.buffer
    if out.isatty():
        raise click.UsageError("An image is no text for a terminal; send it to a file: > photo.webp")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "standard-input"
        path.write_bytes(source.read())
        work = Path(folder) / "made"
        work.mkdir()
        try:
            made = make(path, work)
        except ImagingError as error:
            click.echo(f"picopt-imaging: {error.code}: {error.message}", err=True)
            return 1
    out.write(made)
    out.flush()
    return 0
