"""Pictures of known kinds: out of documentation in Debian packages, out of `@iconify-json/logos`, and pages of PDFs."""

import gzip
import io
import json
import math
import random
import subprocess
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cairosvg
import pypdfium2
from PIL import Image

HERE = Path(__file__).parent
SIDE = 512
# Smaller ones, and strips, are icons and rules.
SHORTEST, LEAST, LONGEST_RATIO = 180, 90, 6
MOST_LOGOS, MOST_PAGES, PAGES_OF_ONE = 420, 280, 12
# Behind logos whose ground is transparent: sites show them on white, dark, and light gray.
GROUNDS = ("white", "white", "white", "black", "#282c34", "#f5f5f5")

Picture = tuple[str, Image.Image]


@dataclass(frozen=True)
class Workshop:
    """Where pictures are gathered, and how many of them."""

    folder: Path
    """What is fetched lies here, and is not fetched again."""
    chance: random.Random
    sources: Path = HERE
    """Holds `sources.toml` and `judged.tsv`."""
    share: float = 1.0

    def some(self, count: int) -> int:
        """The share of a number of pictures, at least one."""
        return math.ceil(count * self.share)

    def listed(self) -> dict[str, Any]:
        """What `sources.toml` holds."""
        return tomllib.loads((self.sources / "sources.toml").read_text())


def of_packages(shop: Workshop) -> Iterator[Picture]:
    """Kind and picture of each file that `sources.toml` and `judged.tsv` name."""
    for source in shop.listed()["source"]:
        root = unpacked(source["package"], shop.folder)
        found = sorted({file for pattern in source["files"] for file in root.rglob(pattern)})
        yield from _some(source["kind"], found, shop.some(source["most"]), shop.chance)
    for line in (shop.sources / "judged.tsv").read_text().splitlines():
        package, path, kind = line.split("\t")
        yield from _some(kind, [unpacked(package, shop.folder) / "usr/share" / path], 1, shop.chance)


def unpacked(package: str, folder: Path) -> Path:
    """Where the package's files lie; it is fetched with apt, and not installed."""
    target = folder / package
    if not target.exists():
        subprocess.run(["apt-get", "download", "-q", package], cwd=folder, check=True)
        subprocess.run(["dpkg-deb", "-x", next(folder.glob(f"{package}_*.deb")), target], check=True)
    return target


def of_logos(shop: Workshop) -> Iterator[Picture]:
    """Logos of `@iconify-json/logos` (CC0) on different grounds, with more or less room around them."""
    chance = shop.chance
    if not (shop.folder / "package").exists():
        (packed,) = subprocess.run(
            ["npm", "pack", "-s", "@iconify-json/logos"], cwd=shop.folder, check=True, capture_output=True, text=True
        ).stdout.split()
        subprocess.run(["tar", "xzf", packed], cwd=shop.folder, check=True)
    every = json.loads((shop.folder / "package/icons.json").read_text())
    for name in chance.sample(sorted(every["icons"]), shop.some(MOST_LOGOS)):
        icon = every["icons"][name]
        width, height = icon.get("width", every["width"]), icon.get("height", every["height"])
        frame = f'viewBox="{icon.get("left", 0)} {icon.get("top", 0)} {width} {height}"'
        links = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        drawn = _drawn(f"<svg {links} {frame}>{icon['body']}</svg>".encode(), round(360 * width / max(width, height)))
        room = chance.choice((0, 0.05, 0.15, 0.3))
        size = (round(drawn.width * (1 + 2 * room)), max(LEAST, round(drawn.height * (1 + 2 * room))))
        ground = Image.new("RGBA", size, chance.choice(GROUNDS))
        ground.alpha_composite(drawn, ((size[0] - drawn.width) // 2, (size[1] - drawn.height) // 2))
        yield "logo", ground


def of_documents(shop: Workshop) -> Iterator[Picture]:
    """Pages of the PDFs in the same packages."""
    left = shop.some(MOST_PAGES)
    for file in sorted([*shop.folder.rglob("*.pdf"), *shop.folder.rglob("*.pdf.gz")]):
        if "plots" in file.parts:
            continue
        document = pypdfium2.PdfDocument(_read(file))
        for page in shop.chance.sample(range(len(document)), min(len(document), PAGES_OF_ONE, left)):
            left -= 1
            yield "document", document[page].render(scale=1.0).to_pil()


def fitted(picture: Image.Image) -> Image.Image | None:
    """On white, of at most 512 pixels; None for what is too small or too narrow to be of any kind."""
    if (
        max(picture.size) < SHORTEST
        or min(picture.size) < LEAST
        or max(picture.size) > LONGEST_RATIO * min(picture.size)
    ):
        return None
    ground = Image.new("RGBA", picture.size, "white")
    ground.alpha_composite(picture.convert("RGBA"))
    plain = ground.convert("RGB")
    plain.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    return plain


def _some(kind: str, files: list[Path], most: int, chance: random.Random) -> Iterator[Picture]:
    left = most
    for file in chance.sample(files, len(files)):
        if not left:
            return
        try:
            picture = _drawn(_read(file), 480) if ".svg" in file.suffixes else Image.open(file)
            if fitted(picture):
                left -= 1
                yield kind, picture
        except (OSError, ValueError, ArithmeticError) as error:
            print(f"{file.name}: {error}")


def _drawn(source: bytes, width: int) -> Image.Image:
    return Image.open(io.BytesIO(cairosvg.svg2png(bytestring=source, output_width=max(1, width)))).convert("RGBA")


def _read(file: Path) -> bytes:
    return gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
