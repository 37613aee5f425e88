"""Builds `dist/picture-optimizer.zip`: the plugin as a site needs it, the same bytes from the same files.

`wordpress/picture-optimizer/` is zipped as it is, with fixed times and modes and in sorted order. The build refuses a
folder whose version numbers disagree, whose bundled scripts are missing, or that holds files that no site needs.
"""

import hashlib
import re
import sys
import zipfile
from pathlib import Path
from typing import Final

TOP: Final = Path(__file__).resolve().parents[1]
SOURCE: Final = TOP / "wordpress" / "picture-optimizer"
TARGET: Final = TOP / "dist" / "picture-optimizer.zip"
SUFFIXES: Final = frozenset(
    {".php", ".js", ".css", ".txt", ".json", ".svg", ".png", ".jpg", ".webp", ".mo", ".po", ".pot", ""}
)
NEEDED: Final = (
    "picture-optimizer.php",
    "uninstall.php",
    "readme.txt",
    "LICENSE",
    "assets/wizard.js",
    "assets/wizard.css",
)
# The first moment that a zip file can name: no clock gets into the bytes.
EPOCH: Final = (1980, 1, 1, 0, 0, 0)
MODE: Final = 0o100644 << 16


def main() -> int:
    """Build; the exit code."""
    files = sorted(path for path in SOURCE.rglob("*") if path.is_file())
    if faults := [*missing(), *strangers(files), *version_faults()]:
        print("\n".join(f"build_plugin: {fault}" for fault in faults), file=sys.stderr)
        return 1
    write(files)
    digest = hashlib.sha256(TARGET.read_bytes()).hexdigest()
    print(f"{TARGET.relative_to(TOP)}: {len(files)} files, {TARGET.stat().st_size} bytes, sha256 {digest}")
    return 0


def missing() -> list[str]:
    """Files without which the plugin does not work."""
    return [f"{name} is missing" for name in NEEDED if not (SOURCE / name).is_file()]


def strangers(files: list[Path]) -> list[str]:
    """Files that no site needs: hidden ones, links, tests, sources of bundles."""
    names = [path.relative_to(SOURCE) for path in files]
    return [
        f"{name} does not belong into the plugin"
        for name in names
        if name.suffix not in SUFFIXES
        or any(part.startswith(".") or part in {"tests", "node_modules"} for part in name.parts)
        or (SOURCE / name).is_symlink()
    ]


def version_faults() -> list[str]:
    """The version stands in three places that must agree."""
    found = versions()
    return [] if len(set(found.values())) == 1 else [f"versions disagree: {found}"]


def versions() -> dict[str, str | None]:
    """Where the plugin says its version, and which."""
    return {
        "header of picture-optimizer.php": first(r"^ \* Version:\s+(\S+)$", "picture-optimizer.php"),
        "Version::NUMBER": first(r"const NUMBER = '([^']+)'", "src/Version.php"),
        "stable tag of readme.txt": first(r"^Stable tag: (\S+)$", "readme.txt"),
    }


def first(pattern: str, name: str) -> str | None:
    """The first group where the pattern matches in a file of the plugin."""
    path = SOURCE / name
    match = re.search(pattern, path.read_text(encoding="utf-8"), re.MULTILINE) if path.is_file() else None
    return match[1] if match else None


def write(files: list[Path]) -> None:
    """Write the archive complete or not at all."""
    TARGET.parent.mkdir(exist_ok=True)
    unfinished = TARGET.with_suffix(".new")
    with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in files:
            entry = zipfile.ZipInfo(f"{SOURCE.name}/{path.relative_to(SOURCE).as_posix()}", EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = MODE
            archive.writestr(entry, path.read_bytes())
    unfinished.replace(TARGET)


if __name__ == "__main__":
    sys.exit(main())
