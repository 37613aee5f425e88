"""From what stands on the command line to files: names, folders, patterns, and `-` for standard input."""

import glob
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click

SUFFIXES: Final = frozenset(
    [".jpg", ".jpeg", ".png", ".apng", ".gif", ".webp", ".avif", ".heic", ".heif", ".tif", ".tiff", ".bmp"]
)
"""Of files that are taken from a folder; one that is named itself is taken whatever its name."""
STANDARD_INPUT: Final = "-"


@dataclass(frozen=True)
class Chosen:
    """An image, and the folder below which it was found, so that results can lie the same way."""

    path: Path
    below: Path

    @property
    def folder(self) -> Path:
        """Where it lies below that folder."""
        return self.path.parent.relative_to(self.below)


def choose(words: Iterable[str], *, recursive: bool, leave_out: Path | None = None) -> tuple[list[Chosen], list[str]]:
    """The images in the order of the words, each once, and the words that lead to none.

    `leave_out` is the folder of results, which may lie inside a folder of sources.
    """
    chosen: dict[Path, Chosen] = {}
    empty: list[str] = []
    for word in words:
        found = [each for each in _of_word(word, recursive=recursive) if not _is_inside(each.path, leave_out)]
        if not found:
            empty.append(word)
        for each in found:
            chosen.setdefault(each.path.absolute(), each)
    return list(chosen.values()), empty


def nothing_chosen(words: Iterable[str], *, recursive: bool) -> click.UsageError:
    """What is said when no word leads to an image."""
    in_folders = not recursive and any(Path(word).is_dir() for word in words)
    hint = " To include subfolders, use --recursive." if in_folders else ""
    return click.UsageError(f"No images found at {', '.join(words)}.{hint}")


def _of_word(word: str, *, recursive: bool) -> Iterator[Chosen]:
    path = Path(word)
    if path.is_file():
        yield Chosen(path, path.parent)
    elif path.is_dir():
        for found in sorted(path.rglob("*") if recursive else path.iterdir()):
            if found.is_file() and found.suffix.lower() in SUFFIXES and not found.name.startswith("."):
                yield Chosen(found, path)
    elif glob.has_magic(word):
        fixed = _folder_before_pattern(path)
        rest = str(path.relative_to(fixed)) if fixed != Path() else word
        for found in sorted(fixed.glob(rest)):
            if found.is_file():
                yield Chosen(found, fixed)


def _folder_before_pattern(path: Path) -> Path:
    """`photos` of `photos/**/*.jpg`."""
    parts: list[str] = []
    for part in path.parent.parts:
        if glob.has_magic(part):
            break
        parts.append(part)
    return Path(*parts)


def _is_inside(path: Path, folder: Path | None) -> bool:
    return folder is not None and folder.exists() and path.resolve().is_relative_to(folder.resolve())
