"""Where results lie: a folder for each image, names that people expect, and nothing overwritten unasked."""

import glob
import shutil
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, count
from pathlib import Path
from typing import Any, Final

from picopt_imaging.cli.choosing import Chosen
from picopt_imaging.geometry import lay_out
from picopt_imaging.plan import Plan
from picopt_imaging.report import Report, SourceInfo
from picopt_imaging.values import Format

_EXTENSIONS: Final = {Format.JPEG: "jpg", Format.PNG: "png", Format.WEBP: "webp", Format.AVIF: "avif"}
_SAME: Final = {"jpeg": "jpg", "png": "png", "webp": "webp", "avif": "avif"}
_UNKNOWN: Final = "*"
"""Until the formats have competed."""


class ExistsError(Exception):
    """A result would take the place of a file that is there."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is there already and was left as it is; --overwrite replaces it.")


class Places:
    """The folders of a run, one for each image: also where two have the same name.

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
        names = chain([stem], (f"{stem}-{number}" for number in count(2)))
        where = self._out / chosen.folder
        folder = next(where / name for name in names if _as_any_disk(where / name) not in self._taken)
        self._taken.add(_as_any_disk(folder))
        return folder


def _as_any_disk(path: Path) -> str:
    return unicodedata.normalize("NFC", str(path)).casefold()


def would_make(path: Path, folder: Path, plan: Plan, source: SourceInfo) -> list[str]:
    """The files of a plan, before anything is made."""
    to = _SAME.get(source.format, "png") if plan.format is Format.ORIGINAL else _EXTENSIONS.get(plan.format, _UNKNOWN)
    targets = lay_out(plan, source.width, source.height)
    return [str(folder / _name(path, target.name, target.width, target.height, to)) for target in targets]


def refuse_what_is_there(path: Path, folder: Path, plan: Plan, source: SourceInfo, *, overwrite: bool) -> None:
    """Before the work, not after it. Raises `ExistsError`."""
    if overwrite:
        return
    for name in would_make(path, folder, plan, source):
        for there in _like(Path(name)):
            if there.exists():
                raise ExistsError(there)


def _like(path: Path) -> Iterable[Path]:
    """The files of this name, with whatever suffix where that is not known yet."""
    if path.suffix != f".{_UNKNOWN}":
        return [path]
    return path.parent.glob(f"{glob.escape(path.stem)}.{_UNKNOWN}")


@contextmanager
def beside(folder: Path) -> Iterator[Path]:
    """A folder to work in, on the same disk as the results, so that each file appears whole. Gone afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".making-") as work:
        yield Path(work)
    if not any(folder.iterdir()):
        folder.rmdir()


def move_into(folder: Path, source: Path, report: Report, *, overwrite: bool) -> dict[str, Any]:
    """The report as plain values, its files moved to `photo.webp`, `photo-300x200.webp`. Raises `ExistsError`."""
    data = report.as_json()
    named = [folder / _name(source, file.name, file.width, file.height, file.extension) for file in report.files]
    for target in () if overwrite else named:
        if target.exists():
            raise ExistsError(target)
    for file, described, target in zip(report.files, data["files"], named, strict=True):
        shutil.move(file.path, target)
        described["path"] = str(target)
    return data


def _name(source: Path, name: str, width: int, height: int, extension: str) -> str:
    suffix = "" if name == "full" else f"-{width}x{height}"
    return f"{source.stem}{suffix}.{extension}"
