"""Where results lie: a folder for each image, names that people expect, and nothing overwritten unasked."""

import glob
import shutil
import tempfile
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import chain, count
from pathlib import Path
from typing import Any, Final

from picopt_imaging.cli.choosing import Chosen
from picopt_imaging.geometry import lay_out
from picopt_imaging.plan import Plan
from picopt_imaging.report import Report, SourceInfo
from picopt_imaging.values import Format

_EXTENSIONS: Final = {Format.JPEG: "jpg", Format.PNG: "png", Format.WEBP: "webp", Format.AVIF: "avif"}
_SAME: Final = {"jpeg": Format.JPEG, "png": Format.PNG, "webp": Format.WEBP, "avif": Format.AVIF}
_UNKNOWN: Final = "*"
"""Until the formats have competed."""


class ExistsError(Exception):
    """A result would take the place of a file that is there."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is there already and was left as it is; --overwrite replaces it.")


class Places:
    """The folders of a run, one for each image, or the files: also where two images have the same name.

    Names that are one on a disk without upper and lower case, or one that normalizes Unicode, are one everywhere.
    """

    def __init__(self, out: Path) -> None:
        self._out = out
        self._taken: set[str] = set()

    def folder_for(self, chosen: Chosen) -> Path:
        """Below the folder of results as the image lay below the one it was found in."""
        stem = chosen.path.stem
        if not stem.strip("."):  # "...jpg" would lead out of the folder of results
            stem = chosen.path.name
        return self._out / chosen.folder / _free(stem, "", self._taken, chosen.folder)

    def file_for(self, chosen: Chosen) -> Path:
        """Its own name, where no other image has it."""
        name = _free(chosen.path.stem, chosen.path.suffix, self._taken, chosen.folder)
        return self._out / chosen.folder / name


def _free(stem: str, suffix: str, taken: set[str], folder: Path = Path()) -> str:
    """The name, with a number where it is taken; it is taken from now on."""
    names = chain([stem + suffix], (f"{stem}-{number}{suffix}" for number in count(2)))
    name = next(each for each in names if _as_any_disk(folder / each) not in taken)
    taken.add(_as_any_disk(folder / name))
    return name


def _as_any_disk(path: Path) -> str:
    return unicodedata.normalize("NFC", str(path)).casefold()


def settled(to: Format, source: SourceInfo) -> Format:
    """The format that `original` means; `auto` stays open until the formats have competed."""
    return _SAME.get(source.format, Format.PNG) if to is Format.ORIGINAL else to


def would_make(path: Path, folder: Path, plan: Plan, source: SourceInfo) -> list[str]:
    """The files of a plan, before anything is made."""
    to = _EXTENSIONS.get(settled(plan.format, source), _UNKNOWN)
    return [str(folder / f"{name}.{to}") for name in _names(path, plan, source).values()]


def refuse_what_is_there(names: Iterable[str], own: Collection[str]) -> None:
    """Before the work, not after it; the run's `own` files are no reason. Raises `ExistsError`."""
    for name in names:
        for there in _like(Path(name)):
            if there.exists() and str(there) not in own:
                raise ExistsError(there)


def _like(path: Path) -> Iterable[Path]:
    """The files of this name, with whatever suffix where that is not known yet."""
    if path.suffix != f".{_UNKNOWN}":
        return [path]
    return path.parent.glob(f"{glob.escape(path.stem)}.{_UNKNOWN}")


@contextmanager
def beside(folder: Path) -> Iterator[Path]:
    """A folder to work in, on the same disk as the results, so that each file appears whole.

    Gone afterwards, as is `folder` where it is new and there was no result, also as something failed.
    """
    is_new = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(dir=folder, prefix=".making-") as work:
            yield Path(work)
    finally:
        if is_new:
            with suppress(OSError):  # results are in it
                folder.rmdir()


def move_into(folder: Path, source: Path, plan: Plan, report: Report, *, overwrite: bool) -> dict[str, Any]:
    """The report as plain values, its files moved to `photo.webp`, `photo-300x200.webp`. Raises `ExistsError`."""
    data, names = report.as_json(), _names(source, plan, report.source)
    named = [folder / f"{names[file.name]}.{file.extension}" for file in report.files]
    for target in () if overwrite else named:
        if target.exists():
            raise ExistsError(target)
    for file, described, target in zip(report.files, data["files"], named, strict=True):
        shutil.move(file.path, target)
        described["path"] = str(target)
    return data


def _names(path: Path, plan: Plan, source: SourceInfo) -> dict[str, str]:
    """What the file of each size is called, before the dot: by its pixels, where need be by its name."""
    taken, names = set[str](), dict[str, str]()
    for target in lay_out(plan, source.width, source.height):
        usual = path.stem if target.name == "full" else f"{path.stem}-{target.width}x{target.height}"
        is_free = _as_any_disk(Path(usual)) not in taken
        names[target.name] = _free(usual if is_free else f"{usual}-{target.name}", "", taken)
    return names
