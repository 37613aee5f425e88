"""WordPress' own files and WP-CLI, fetched once into `var/cache/` from two npm packages that carry them."""

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from picopt_standalone.locks import exclusive
from picopt_standalone.paths import CACHE
from picopt_standalone.wordpress.npm import NpmPackage, extract

STUDIO = NpmPackage("wp-studio", "1.22.0", "eca448e9240e391045441f79541268fcccbd78169dfb6cf04b3c3d304492e661")
PLAYGROUND = NpmPackage(
    "@wp-playground/wordpress-builds", "0.9.19", "e62ccde83c48571e7f38b46030f13a9a868e42086b1c7c80b54cde535edd114d"
)
VERSIONS = ("7.1", "6.5")


def wordpress_core(version: str) -> Path:
    """The folder with the pristine files of that WordPress; fetched when it is not there yet."""
    fetch = {"7.1": fetch_studio, "6.5": fetch_playground}[version]
    return cached(CACHE / f"wordpress-{version}", fetch)


def wp_cli() -> Path:
    """The file wp-cli.phar."""
    wordpress_core("7.1")
    return CACHE / "wordpress-7.1" / "wp-cli.phar"


def cached(folder: Path, fetch: Callable[[Path], None]) -> Path:
    """`folder`, filled by `fetch` if it does not exist; complete or absent, and filled by one process only."""
    if folder.exists():
        return folder
    with exclusive(CACHE / f"{folder.name}.lock", f"the download of {folder.name}"):
        if not folder.exists():
            with TemporaryDirectory(dir=CACHE, prefix=f"{folder.name}-") as temporary:
                fetch(Path(temporary) / "new")
                (Path(temporary) / "new").rename(folder)
    return folder


def fetch_studio(folder: Path) -> None:
    """WordPress 7.1 and WP-CLI."""
    top = "package/dist/cli/wp-files"
    with STUDIO.tarball() as tarball:
        extract(
            tarball,
            {f"{top}/latest/wordpress": folder / "wordpress", f"{top}/wp-cli/wp-cli.phar": folder / "wp-cli.phar"},
        )


def fetch_playground(folder: Path) -> None:
    """WordPress 6.5: the package splits it into a zip of PHP files and a tree of static ones; we merge them."""
    with PLAYGROUND.tarball() as tarball:
        extract(
            tarball,
            {"package/public/wp-6.5": folder / "static", "package/src/wordpress/wp-6.5.zip": folder / "wp.zip"},
        )
    with zipfile.ZipFile(folder / "wp.zip") as archive:
        archive.extractall(folder / "wordpress")
    shutil.copytree(folder / "static", folder / "wordpress", dirs_exist_ok=True)
    shutil.rmtree(folder / "wordpress" / "wp-content" / "database")  # of the package's SQLite set-up
    shutil.rmtree(folder / "static")
    (folder / "wp.zip").unlink()
