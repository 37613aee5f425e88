"""The command `picopt`: everything on one machine."""

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from types import FrameType
from typing import TypeAlias

from rich.console import Console

from picopt_runtime import guard
from picopt_standalone.demo.demo import demo
from picopt_standalone.demo.up import serve
from picopt_standalone.processes import StartError, run_command
from picopt_standalone.stack import Stack
from picopt_standalone.tour.tour import PARTS, screenshots
from picopt_standalone.wordpress import Site
from picopt_standalone.wordpress.core import VERSIONS

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 -- it has no public name


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code: the command's own, 1 when something could not be started, 130 after Ctrl-C."""
    options = parser().parse_args(arguments)
    stop_when_told()
    try:
        return int(options.run(options))
    except StartError as error:
        print(f"picopt: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def parser() -> argparse.ArgumentParser:
    """The command line."""
    top = argparse.ArgumentParser(prog="picopt", description="Picture Optimizer on one machine")
    commands = top.add_subparsers(required=True)
    site = add(commands, "site", "a real WordPress with the plugin, for the time of a command", takes_command=True)
    site.add_argument("--wp", choices=VERSIONS, default="7.1", help="version of WordPress (default: 7.1)")
    site.add_argument("--name", default="default", help="several names run side by side (default: default)")
    site.add_argument(
        "--host",
        choices=("127.0.0.1", "localhost"),
        default="127.0.0.1",
        help="host name in the site's URLs (default: 127.0.0.1)",
    )
    site.add_argument("--fresh", action="store_true", help="forget what the site of this name held")
    site.set_defaults(run=run_site)
    add_stack(commands)
    demo = add(commands, "demo", "all three pipelines in a real WordPress, with proofs")
    demo.set_defaults(run=lambda _options: run_demo())
    tour = add(commands, "tour", "photograph and check every screen, in a real run")
    tour.add_argument("--part", choices=PARTS, action="append", help="one part only (default: all)")
    tour.set_defaults(run=lambda options: screenshots(Console(), options.part or PARTS))
    up = add(commands, "up", "serve WordPress, dashboard and API until Ctrl-C")
    up.set_defaults(run=lambda _options: serve(Console()))
    return top


def add(commands: Commands, name: str, what: str, *, takes_command: bool = False) -> argparse.ArgumentParser:
    """A command, and what it does; `takes_command`: for the time of another one, which stands behind two hyphens."""
    usage = f"picopt {name} [OPTION ...] -- COMMAND [ARGUMENT ...]" if takes_command else None
    parser = commands.add_parser(name, help=what, description=f"{what[0].upper()}{what[1:]}.", usage=usage)
    if takes_command:
        parser.add_argument("command", nargs="+", metavar="COMMAND", help="what to run, behind two hyphens")
    return parser


def add_stack(commands: Commands) -> None:
    """`picopt stack`."""
    stack = add(
        commands, "stack", "database, platform, worker and gateway, for the time of a command", takes_command=True
    )
    stack.add_argument("--name", default="default", help="several names run side by side (default: default)")
    stack.add_argument(
        "--credits", type=whole_number, default=50, help="what the demo account has at least (default: 50)"
    )
    stack.add_argument("--workers", type=whole_number, default=1, help="how many workers run (default: 1)")
    stack.add_argument("--fresh", action="store_true", help="forget what the stack of this name held")
    stack.set_defaults(run=run_stack)


def whole_number(word: str) -> int:
    """How many of something, 0 included."""
    if not (word.isascii() and word.isdigit()):
        raise argparse.ArgumentTypeError(f"{word!r} is not a number from 0 up")
    return int(word)


def run_site(options: argparse.Namespace) -> int:
    """`picopt site`."""
    with Site(options.name, version=options.wp, fresh=options.fresh, host=options.host) as site:
        return run_command(options.command, site.environment)


def run_stack(options: argparse.Namespace) -> int:
    """`picopt stack`."""
    with Stack(options.name, credits=options.credits, workers=options.workers, fresh=options.fresh) as stack:
        return run_command(options.command, stack.environment)


def run_demo() -> int:
    """`picopt demo`."""
    return demo(Console(width=max(Console().width, 150)))


def stop_when_told() -> None:
    """Leave by an exception, so that everything is stopped, when we are told to end or whoever started us has ended."""

    def leave(number: int, _frame: FrameType | None) -> None:
        sys.exit(128 + number)

    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGHUP, leave)
    parent = os.getppid()
    guard.die_with_parent(signal.SIGTERM)
    if os.getppid() != parent:
        sys.exit(128 + signal.SIGTERM)
