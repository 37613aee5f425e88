"""Options that several commands share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

import click
from click.shell_completion import CompletionItem

from picopt_imaging.cli.sizes import SizeType
from picopt_imaging.values import Format, Preset

Command = TypeVar("Command", bound=Callable[..., Any])
_PERFECT: Final = 100
_ALIASES: Final = {"jpg": "jpeg"}


class ScoreType(click.FloatRange):
    """A score to reach; not a number is none."""

    name = "SCORE"

    def __init__(self) -> None:
        super().__init__(0, _PERFECT, min_open=True)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number."""
        found = float(super().convert(value, param, ctx))
        if found != found:  # noqa: PLR0124 - nothing else is unequal to itself
            self.fail(f"“{value}” is not a score; write a number up to {_PERFECT}, such as 70.", param, ctx)
        return found


class FormatsType(click.ParamType[list[Format]]):
    """One format, or several parted by commas."""

    name = "FORMAT"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> list[Format]:
        """The formats, each once."""
        words = [_ALIASES.get(word.strip(), word.strip()) for word in str(value).lower().split(",")]
        unknown = [word for word in words if word not in set(Format)]
        if unknown:
            self.fail(f"“{unknown[0]}” is not a format; choose from {', '.join(Format)}.", param, ctx)
        return [Format(word) for word in dict.fromkeys(words)]

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG002 - click's signature
        """What may stand behind the last comma."""
        before, comma, last = incomplete.rpartition(",")
        return [CompletionItem(before + comma + word) for word in Format if word.startswith(last)]


def sources(command: Command) -> Command:
    """Images, folders, patterns."""
    path = click.Path(allow_dash=True, readable=False)  # one that may not be read stops no other
    argument = click.argument("images", nargs=-1, required=True, metavar="IMAGE...", type=path)
    return argument(click.option("-r", "--recursive", is_flag=True, help="Include the subfolders of folders.")(command))


def order(command: Command) -> Command:
    """What is made of an image."""
    steps = (
        click.option(
            "--format",
            "formats",
            type=FormatsType(),
            multiple=True,
            default=("webp",),
            show_default=True,
            help=f"One of {', '.join(Format)}; several: --format webp,avif.",
        ),
        click.option(
            "--preset",
            type=click.Choice([preset.value for preset in Preset]),
            default="auto",
            show_default=True,
            help="Quality: auto searches the smallest file that reaches --target.",
        ),
        click.option(
            "--target", type=ScoreType(), default=70.0, show_default=True, help="SSIMULACRA2 score for preset auto."
        ),
        click.option(
            "--size",
            "--sizes",
            "sizes",
            type=SizeType(),
            multiple=True,
            help="Another size, such as thumbnail=150x150c; c crops to fill. Repeat for more.",
        ),
        click.option(
            "--breakpoint",
            "breakpoints",
            type=click.IntRange(1),
            multiple=True,
            metavar="WIDTH",
            help="Another width for srcset. Repeat for more.",
        ),
        click.option("--max-width", type=click.IntRange(1), metavar="PIXELS", help="Scale down to this width."),
        click.option("--max-height", type=click.IntRange(1), metavar="PIXELS", help="Scale down to this height."),
    )
    for step in reversed(steps):
        command = step(command)
    return command


def out_to(folder: str) -> Callable[[Command], Command]:
    """Where files go."""
    place = click.Path(file_okay=False, path_type=Path)
    return click.option(
        "-o", "--out", type=place, default=Path(folder), show_default=True, help="Folder for the new files."
    )


report = click.option(
    "--report", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Format of the output."
)
jobs = click.option("-j", "--jobs", type=click.IntRange(1), default=1, show_default=True, help="Images at a time.")
overwrite = click.option("--overwrite", is_flag=True, help="Replace existing files.")
