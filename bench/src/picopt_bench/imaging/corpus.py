"""The images that are measured: from Debian packages, of mixed kinds, and nothing was tuned on any of them.

A batch takes files by the hash of their names, so that nobody chose them, and the same ones wherever the package has
them. What cannot be had is named; the figures are then of the rest.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

import PIL.Image

from picopt_bench.imaging.debian import MissingError, unpacked

_SMALLEST_SIDE: Final = 160
"""Pixels; what is smaller is no image that a page would resize."""
ENOUGH: Final = 40
"""Images that the goals ask for at least."""


class Kind(StrEnum):
    """What an image is of."""

    PHOTO = "photo"
    WALLPAPER = "wallpaper"
    ICON = "icon"
    SCREENSHOT = "screenshot"
    DRAWING = "drawing"
    MAP = "map"
    TEXTURE = "texture"
    SCAN = "scan"


@dataclass(frozen=True)
class Batch:
    """So many files of a package that fit a pattern below its folder."""

    kind: Kind
    package: str
    pattern: str
    count: int


BATCHES: Final = (
    Batch(Kind.PHOTO, "lomiri-wallpapers-16.04", "usr/share/backgrounds/*.jpg", 7),
    Batch(Kind.PHOTO, "mate-backgrounds", "usr/share/backgrounds/mate/nature/*.jpg", 5),
    Batch(Kind.PHOTO, "tuxpaint-data", "usr/share/tuxpaint/templates/*.jpg", 4),
    Batch(Kind.WALLPAPER, "plasma-workspace-wallpapers", "usr/share/wallpapers/*/contents/images/*.jpg", 3),
    Batch(Kind.WALLPAPER, "plasma-workspace-wallpapers", "usr/share/wallpapers/*/contents/images/*.png", 2),
    Batch(Kind.WALLPAPER, "ukui-wallpapers", "usr/share/backgrounds/*.jpg", 3),
    Batch(Kind.WALLPAPER, "mate-backgrounds", "usr/share/backgrounds/mate/abstract/*", 2),
    Batch(Kind.ICON, "oxygen-icon-theme", "usr/share/icons/oxygen/base/256x256/*/*.png", 4),
    Batch(Kind.ICON, "gnome-icon-theme", "usr/share/icons/gnome/256x256/*/*.png", 3),
    Batch(Kind.SCREENSHOT, "gimp-help-en", "usr/share/gimp/2.0/help/en/images/dialogs/*.png", 4),
    Batch(Kind.SCREENSHOT, "gimp-help-en", "usr/share/gimp/2.0/help/en/images/using/*.png", 4),
    Batch(Kind.SCREENSHOT, "gimp-help-en", "usr/share/gimp/2.0/help/en/images/**/*window*.png", 3),
    Batch(Kind.DRAWING, "pingus-data", "usr/share/games/pingus/data/images/**/*.png", 4),
    Batch(Kind.MAP, "kgeography-data", "usr/share/kgeography/*.png", 4),
    Batch(Kind.MAP, "xplanet-images", "usr/share/xplanet/images/*.jpg", 2),
    Batch(Kind.TEXTURE, "mypaint-data-extras", "usr/share/mypaint/backgrounds/*/*.png", 2),
    Batch(Kind.TEXTURE, "pingus-data", "usr/share/games/pingus/data/images/textures/*.jpg", 2),
    Batch(Kind.SCAN, "python3-skimage", "usr/lib/python3/dist-packages/skimage/data/text.png", 1),
    Batch(Kind.SCAN, "python3-skimage", "usr/lib/python3/dist-packages/skimage/data/retina.jpg", 1),
    Batch(Kind.SCAN, "python3-skimage", "usr/lib/python3/dist-packages/skimage/data/ihc.png", 1),
)


@dataclass(frozen=True)
class Exhibit:
    """One image of the corpus; width and height in pixels."""

    kind: Kind
    name: str
    """The package, and the path in it."""
    path: Path
    width: int
    height: int

    @property
    def is_drawn(self) -> bool:
        """Whether it was made by hand or by a program, with edges and flat colour."""
        return self.kind in (Kind.ICON, Kind.SCREENSHOT, Kind.DRAWING) or (
            self.kind is Kind.MAP and self.path.suffix == ".png"
        )

    @property
    def megapixels(self) -> float:
        """Of the original."""
        return self.width * self.height / 1e6


@dataclass(frozen=True)
class Corpus:
    """What could be had, and what could not."""

    exhibits: tuple[Exhibit, ...]
    missing: tuple[str, ...]

    def of(self, *kinds: Kind) -> list[Exhibit]:
        """Those of some kinds."""
        return [exhibit for exhibit in self.exhibits if exhibit.kind in kinds]

    @property
    def photographs(self) -> list[Exhibit]:
        """And whatever else is no drawing."""
        return [exhibit for exhibit in self.exhibits if not exhibit.is_drawn]

    @property
    def drawings(self) -> list[Exhibit]:
        """With edges and flat colour."""
        return [exhibit for exhibit in self.exhibits if exhibit.is_drawn]


def gather(batches: Iterable[Batch] = BATCHES, *, skip: int = 0) -> Corpus:
    """Bring what is not there yet. `skip` passes over so many images of each batch: others, to look for causes in."""
    exhibits: dict[str, Exhibit] = {}
    missing: list[str] = []
    for batch in batches:
        try:
            found = list(_chosen(batch, unpacked(batch.package), skip))
        except MissingError as error:
            missing.append(str(error))
            continue
        if len(found) < batch.count:
            missing.append(f"{batch.package}: {len(found)} of {batch.count} images like {batch.pattern}")
        exhibits |= {exhibit.name: exhibit for exhibit in found}
    return Corpus(tuple(exhibits.values()), tuple(missing))


def _chosen(batch: Batch, folder: Path, skip: int) -> Iterator[Exhibit]:
    taken, pixels = 0, set[bytes]()
    for path in sorted(folder.glob(batch.pattern), key=lambda each: _hash_of(str(each.relative_to(folder)))):
        if path.is_symlink() or not path.is_file() or (size := _size_of(path)) is None:
            continue
        digest = hashlib.sha256(path.read_bytes()).digest()
        if min(size) < _SMALLEST_SIDE or digest in pixels:
            continue
        pixels.add(digest)
        taken += 1
        if taken > skip:
            yield Exhibit(batch.kind, f"{batch.package}/{path.relative_to(folder)}", path, *size)
        if taken == skip + batch.count:
            return


def _hash_of(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def _size_of(path: Path) -> tuple[int, int] | None:
    try:
        with PIL.Image.open(path) as image:
            return image.size
    except OSError:
        return None
