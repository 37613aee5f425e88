"""Packages from the npm registry, fetched by `npm pack` and checked against a pinned hash."""

import hashlib
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from picopt_standalone.paths import CACHE
from picopt_standalone.processes import StartError, run_quietly


@dataclass(frozen=True)
class NpmPackage:
    """A package, its version, and the SHA-256 of its tarball."""

    name: str
    version: str
    sha256: str

    @contextmanager
    def tarball(self) -> Iterator[Path]:
        """The verified tarball, for the time of the block; StartError when it cannot be had or is another file."""
        if shutil.which("npm") is None:
            raise StartError(f"npm is needed to fetch {self.name}; please install Node.js 20 or newer")
        CACHE.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=CACHE, prefix="npm-") as folder:
            command = ["npm", "pack", "--silent", "--pack-destination", folder, f"{self.name}@{self.version}"]
            run_quietly(command, what=f"fetching {self.name}@{self.version} by npm", folder=Path(folder))
            (path,) = Path(folder).glob("*.tgz")
            self.verify(path)
            yield path

    def verify(self, path: Path) -> None:
        """Raises StartError when the file is not the one that was pinned."""
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != self.sha256:
            raise StartError(f"{self.name}@{self.version} has SHA-256 {found}, expected {self.sha256}; it is not used")


def extract(tarball: Path, wanted: dict[str, Path]) -> None:
    """Extract, in one pass, the members below each prefix (or equal to it) to the path that belongs to it."""
    with tarfile.open(tarball, "r|gz") as archive:
        for member in archive:
            target = destination(member.name, wanted)
            source = archive.extractfile(member) if target and member.isfile() else None
            if target is None or source is None:
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            with source, target.open("wb") as file:
                shutil.copyfileobj(source, file)


def destination(name: str, wanted: dict[str, Path]) -> Path | None:
    """Where a member goes; None when it is not wanted or its name would leave the folder."""
    for prefix, path in wanted.items():
        if name == prefix:
            return path
        if name.startswith(f"{prefix}/") and ".." not in name.split("/"):
            return path / name.removeprefix(f"{prefix}/")
    return None
