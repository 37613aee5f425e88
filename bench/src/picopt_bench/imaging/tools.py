"""Peers that are installed for the benchmark only, below `var/bench`."""

import shutil
import subprocess
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[4]
HOME: Final = ROOT / "var" / "bench"
SHARP_VERSION: Final = "0.35.5"
SVT_PLUGIN_VERSION: Final = "1.6.0"


def install_sharp() -> Path:
    """A folder with sharp in its `node_modules`."""
    folder = HOME / "sharp"
    if not (folder / "node_modules" / "sharp").is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text('{"private": true}\n')
        _run(["npm", "install", "--silent", "--no-audit", "--no-fund", f"sharp@{SHARP_VERSION}"], folder)
    return folder


def install_svt() -> Path:
    """A folder with `pillow-avif-plugin`, whose wheel holds SVT-AV1; to be put on `PYTHONPATH`."""
    folder = HOME / "svt"
    if not (folder / "pillow_avif").is_dir():
        uv = str(ROOT / "tools" / "uv")
        named = f"pillow-avif-plugin=={SVT_PLUGIN_VERSION}"
        _run([uv, "pip", "install", "--quiet", "--no-deps", "--target", str(folder), named], ROOT)
    return folder


def has_php(extension: str) -> bool:
    """Whether PHP is there with that extension."""
    if not shutil.which("php"):
        return False
    return extension in subprocess.run(["php", "-m"], capture_output=True, text=True, check=True).stdout


def imagemagick() -> str | None:
    """ImageMagick's own command, where a real one is installed (Debian: `imagemagick-6.q16`)."""
    for name in ("magick", "convert-im6.q16", "convert"):
        found = shutil.which(name)
        if (
            found
            and "ImageMagick" in subprocess.run([found, "-version"], capture_output=True, text=True, check=False).stdout
        ):
            return found
    return None


def _run(command: list[str], folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
