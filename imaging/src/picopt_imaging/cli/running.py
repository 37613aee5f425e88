"""The commands, and the exit codes: 0 all images done (kept originals included), 1 some failed, 2 wrong usage."""

import io
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final, TextIO

import click

from picopt_imaging.cli.embedding import embed_command
from picopt_imaging.cli.looking import estimate_command, inspect_command, score_command
from picopt_imaging.cli.optimizing import optimize_command
from picopt_imaging.cli.telling import reason, say

_EPILOG: Final = (
    'Completion: eval "$(_PICOPT_IMAGING_COMPLETE=bash_source picopt-imaging)" (or zsh_source, fish_source). '
    "Exit codes: 0 all images done, 1 some failed, 2 wrong usage."
)


@click.group(epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="picopt-imaging", prog_name="picopt-imaging")
def commands() -> None:
    """Smaller images at a stated visual quality."""


for each in (optimize_command, inspect_command, estimate_command, embed_command, score_command):
    commands.add_command(each)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns its exit code."""
    _bear_any_name(sys.stdout, sys.stderr)
    try:
        with _stopped_alike():
            words = None if arguments is None else list(arguments)
            code = commands.main(words, "picopt-imaging", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        click.echo("Stopped; the files that are finished stay.", err=True)
        return 1
    except BrokenPipeError:  # whoever read the output has seen enough
        sys.stderr.close()
        return 1
    except OSError as error:
        say(f"picopt-imaging: {reason(error)}", err=True)
        return 1
    return code if isinstance(code, int) else 0


@contextmanager
def _stopped_alike() -> Iterator[None]:
    """What is asked to end, or loses its terminal, cleans up as after Ctrl-C; what ignores that (`nohup`) goes on."""
    default = [each for each in (signal.SIGTERM, signal.SIGHUP) if signal.getsignal(each) is signal.SIG_DFL]
    for each in default:
        signal.signal(each, signal.default_int_handler)
    try:
        yield
    finally:
        for each in default:
            signal.signal(each, signal.SIG_DFL)


def _bear_any_name(*streams: TextIO) -> None:
    """File names can hold octets that are no text; in what is said, they become escapes as JSON has them."""
    for stream in streams:
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
