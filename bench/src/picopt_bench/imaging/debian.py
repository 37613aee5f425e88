"""Packages of Debian as a source of images: downloaded and unpacked below `var/bench`, never installed, no root needed.

Binary packages come by `apt-get download` from whatever mirror this machine has; sources by an index of our own, as
most machines have none.
"""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Final

from picopt_bench.imaging.tools import HOME

_PACKAGES: Final = HOME / "packages"
_SOURCES: Final = HOME / "sources"
_APT: Final = HOME / "apt"
_SYSTEM: Final = Path("/etc/apt")
_IMAGES: Final = ("jpg", "jpeg", "JPG", "png", "apng", "gif", "tif", "tiff", "webp", "avif", "heic", "heif", "bmp")


class MissingError(Exception):
    """What could not be brought here, and why."""


def unpacked(package: str) -> Path:
    """The folder with a package's files. Raises `MissingError`."""
    folder = _PACKAGES / package
    if not folder.is_dir():
        _PACKAGES.mkdir(parents=True, exist_ok=True)
        _apt(["apt-get", "download", "-q", package], _PACKAGES, package)
        _unpack(next(_PACKAGES.glob(f"{package}_*.deb")), folder)
    return folder


def test_files(source: str) -> Path:
    """The folder with the image files of a source package as its authors released it. Raises `MissingError`."""
    folder = _SOURCES / source
    if not folder.is_dir():
        where = _SOURCES / f"{source}.archives"
        where.mkdir(parents=True, exist_ok=True)
        _apt(["apt-get", "source", "-q", "--download-only", "--tar-only", source], where, source, _own_index())
        partial = folder.with_suffix(".partial")
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir()
        for archive in sorted(where.glob("*.orig*.tar.*[!c]")):  # not the signatures, .asc
            _untar(archive, partial)
        partial.rename(folder)
    return folder


def _unpack(archive: Path, folder: Path) -> None:
    partial = folder.with_suffix(".partial")
    shutil.rmtree(partial, ignore_errors=True)
    subprocess.run(["dpkg-deb", "-x", str(archive), str(partial)], check=True)
    partial.rename(folder)
    archive.unlink()


def _untar(archive: Path, folder: Path) -> None:
    patterns = [f"*.{extension}" for extension in _IMAGES]
    # Exit code 2 where one of the patterns fits nothing.
    subprocess.run(
        ["tar", "--extract", "--file", str(archive), "--directory", str(folder), "--wildcards", *patterns],
        check=False,
        capture_output=True,
    )


def _own_index() -> Path:
    """A configuration of apt whose index lies in our own folder and lists sources."""
    configuration = _APT / "apt.conf"
    if configuration.exists():
        return configuration
    for folder in ("state/lists/partial", "cache/archives/partial", "sources.list.d"):
        (_APT / folder).mkdir(parents=True, exist_ok=True)
    for path in (*_SYSTEM.glob("sources.list.d/*.sources"), *_SYSTEM.glob("sources.list.d/*.list")):
        _write_sources(path, _APT / "sources.list.d" / path.name)
    if (_SYSTEM / "sources.list").exists():
        _write_sources(_SYSTEM / "sources.list", _APT / "sources.list.d" / "main.list")
    configuration.with_suffix(".new").write_text(
        f'Dir::State "{_APT}/state";\nDir::Cache "{_APT}/cache";\n'
        f'Dir::Etc::SourceList "-";\nDir::Etc::SourceParts "{_APT}/sources.list.d";\n'
    )
    _apt(["apt-get", "update", "-q"], _APT, "the index of sources", configuration.with_suffix(".new"))
    return configuration.with_suffix(".new").rename(configuration)


def _write_sources(path: Path, to: Path) -> None:
    """The same mirrors, asked for sources instead of binary packages, in both of apt's notations."""
    lines = path.read_text().splitlines()
    asked = (
        "Types: deb-src" if line.startswith("Types:") else line for line in lines if not line.startswith("deb-src")
    )
    to.write_text("\n".join("deb-src " + line[4:] if line.startswith("deb ") else line for line in asked) + "\n")


def _apt(command: list[str], folder: Path, what: str, configuration: Path | None = None) -> None:
    environment = {**os.environ, **({"APT_CONFIG": str(configuration)} if configuration else {})}
    try:
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise MissingError(f"{what}: this machine has no apt-get") from None
    if done.returncode:
        raise MissingError(f"{what}: {(done.stderr.strip().splitlines() or ['apt-get failed'])[-1]}")
