"""From what stands on the command line to files: names, folders, patterns, and `-` for standard input."""

import glob
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
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


@dataclass(frozen=True)
class Choice:
    """The images in the order of the words, each once; the words that lead to none; folders that may not be read."""

    images: list[Chosen] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)
    locked: list[OSError] = field(default_factory=list)


def choose(
    words: Iterable[str], *, recursive: bool, leave_out: Path | None = None, may_be_empty: bool = False
) -> Choice:
    """What the words mean; a usage error where they lead to nothing, unless that may be.

    `leave_out` is the folder of results, which may lie inside a folder of sources: what it holds is no source then.
    """
    choice, chosen = Choice(), set[Path]()
    for word in words:
        locked = len(choice.locked)
        found = [each for each in _of_word(word, choice.locked, recursive=recursive) if not _is_result(each, leave_out)]
        if not found and len(choice.locked) == locked:
            choice.empty.append(word)
        for each in found:
            if each.path.absolute() not in chosen:
                chosen.add(each.path.absolute())
                choice.images.append(each)
    if not (choice.images or choice.locked or may_be_empty):
        raise _nothing_chosen(choice.empty, recursive=recursive)
    return choice


def _nothing_chosen(words: Iterable[str], *, recursive: bool) -> click.UsageError:
    """What is said when no word leads to an image."""
    in_folders = not recursive and any(Path(word).is_dir() for word in words)
    hint = " To include subfolders, use --recursive." if in_folders else ""
    return click.UsageError(f"No images found at {', '.join(words)}.{hint}")


def _of_word(word: str, locked: list[OSError], *, recursive: bool) -> Iterator[Chosen]:
    path = Path(word)
    if _may_be_file(path):
        yield Chosen(path, path.parent)
    elif path.is_dir():
        for found in _below(path, locked, recursive=recursive):
            if found.suffix.lower() in SUFFIXES and not found.name.startswith(".") and _may_be_file(found):
                yield Chosen(found, path)
    elif glob.has_magic(word):
        fixed = _folder_before_pattern(path)
        rest = str(path.relative_to(fixed)) if fixed != Path() else word
        for found in sorted(fixed.glob(rest)):
            if _may_be_file(found):
                yield Chosen(found, fixed)


def _below(folder: Path, locked: list[OSError], *, recursive: bool) -> list[Path]:
    """What lies in a folder, links to folders not followed; those that may not be read are noted in `locked`."""
    found: list[Path] = []
    for where, folders, files in os.walk(folder, onerror=locked.append):
        found += [Path(where, name) for name in files]
        if not recursive:
            folders.clear()
    return sorted(found)


def _may_be_file(path: Path) -> bool:
    """Also where its folder does not let us see: then reading it says why it cannot be had, and no other is stopped."""
    try:
        return path.is_file()
    except PermissionError:
        return True


def _folder_before_pattern(path: Path) -> Path:
    """`photos` of `photos/**/*.jpg`."""
    parts: list[str] = []
    for part in path.parent.parts:
        if glob.has_magic(part):
            break
        parts.append(part)
    return Path(*parts)


def _is_result(found: Chosen, results: Path | None) -> bool:
    """Whether it was found only because the folder of results lies below the one that was named."""
    if results is None or not results.exists():
        return False
    where, below, out = found.path.parent.resolve(), found.below.resolve(), results.resolve()
    if below == out != where and where.is_relative_to(out):
        raise click.UsageError(
            f"Results go to {results}, and could not be told from the images in its subfolders: name another folder "
            "with --out."
        )
    return where.is_relative_to(out) and not below.is_relative_to(out)
