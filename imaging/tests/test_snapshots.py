"""Every kind of picture in every format looks as it did when someone last looked at it (C1, C2, C4, C5).

After a wanted change, look at the pictures, and write the fingerprints anew:
`PICOPT_SNAPSHOTS=write pytest imaging/tests/test_snapshots.py`.
"""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from gallery import GALLERY, build
from imaging_kit import read
from perceptual import distance, fingerprint

from picopt_imaging import Plan, Size, optimize
from picopt_imaging.animation import moments
from picopt_imaging.vips import Image

SNAPSHOTS: Final = Path(__file__).parent / "snapshots" / "fingerprints.json"
FORMATS: Final = ("webp", "avif", "jpeg", "png")
WRITING: Final = os.environ.get("PICOPT_SNAPSHOTS") == "write"
PIERCED: Final = [
    name
    for name in GALLERY
    if name.startswith(("palette", "key", "rgba", "moving-webp", "moving-png")) or "alpha" in name
]
FAR: Final = 8
"""Other qualities of the same encoder stay within 1, the mildest of the mistakes below is 46 away."""


def shown(path: Path) -> Image:
    """What is seen; of an animation, in the middle of its time."""
    image = Image.new_from_file(str(path))
    if image.get_typeof("n-pages") and image.get("n-pages") > 1:
        return moments(Image.new_from_file(str(path), n=-1).copy_memory(), 3)[1]
    return image.copy_memory()


@pytest.fixture(scope="session")
def motif(photo: Path) -> Image:
    """180 × 120."""
    return read(photo).resize(0.3).copy_memory()


def prints_of(source: Path, to: str, folder: Path) -> dict[str, str]:
    """Fingerprints of the full picture and of a crop off the middle, by name."""
    crop = Size(name="crop", src_x=10, src_y=20, src_w=120, src_h=90, dst_w=80, dst_h=60)
    report = optimize(source, Plan(format=to, preset="medium", force_format=True, sizes=(crop,)), folder)
    return {f"{to} {file.name}": fingerprint(shown(file.path)) for file in report.files}


def recorded() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads(SNAPSHOTS.read_text())["pictures"] if SNAPSHOTS.exists() else {}
    return found


def record(name: str, prints: dict[str, str]) -> None:
    pictures = recorded() | {name: prints}
    note = "Generated: PICOPT_SNAPSHOTS=write pytest imaging/tests/test_snapshots.py"
    SNAPSHOTS.parent.mkdir(exist_ok=True)
    SNAPSHOTS.write_text(json.dumps({"note": note, "pictures": dict(sorted(pictures.items()))}, indent=1) + "\n")


@pytest.mark.acceptance("C1")
@pytest.mark.acceptance("C2")
@pytest.mark.acceptance("C5")
@pytest.mark.parametrize("name", GALLERY)
def test_it_looks_as_it_did(name: str, motif: Image, tmp_path: Path) -> None:
    source = build(name, motif, tmp_path)
    found: dict[str, str] = {}
    for to in FORMATS:
        folder = tmp_path / to
        folder.mkdir()
        found |= prints_of(source, to, folder)
    if WRITING:
        record(name, found)
    before = recorded()[name]
    assert found.keys() == before.keys()
    assert {key: far for key, value in found.items() if (far := distance(value, before[key])) > FAR} == {}


def test_the_record_holds_these_pictures_and_no_others() -> None:
    assert recorded().keys() == GALLERY.keys()


def test_all_turned_pictures_look_alike() -> None:
    """A record of turned pictures would hide the mistake that it is there to find."""
    upright = recorded()["orientation-1"]
    for number in range(2, 9):
        turned = recorded()[f"orientation-{number}"]
        assert max(distance(turned[key], upright[key]) for key in upright) <= FAR


@pytest.mark.parametrize("name", [name for name in GALLERY if name not in PIERCED])
def test_what_was_recorded_looks_like_the_photograph(name: str, motif: Image) -> None:
    """Its structure: the first 64 bits. Colours are those of the photograph but where the kind cannot hold them."""
    original = fingerprint(motif)
    for key, value in recorded()[name].items():
        if key.endswith("full"):
            compared = 16 if name.startswith(("gray", "hdr", "adobe", "cmyk")) else 52
            assert distance(value[:compared], original[:compared]) <= FAR, key


@pytest.mark.parametrize("name", PIERCED)
def test_what_was_recorded_is_pierced(name: str) -> None:
    """The left third is not covered; in JPEG it is white."""
    for key, value in recorded()[name].items():
        if key.endswith("full"):
            upper_left = value[16:20]
            assert upper_left == ("ffff" if key.startswith("jpeg") else "fff0"), key


def bands(image: Image, *order: int) -> Image:
    """Colours in another order; the cover stays."""
    return image[order[0]].bandjoin([image[number] for number in (*order[1:], *range(3, image.bands))])


def levels(image: Image, factor: float, offset: float) -> Image:
    """Colours times a factor plus an offset; the cover stays."""
    return image.linear([*[factor] * 3, 1][: image.bands], [*[offset] * 3, 0][: image.bands])


MISTAKES: dict[str, Callable[[Image], Image]] = {
    "upside down": lambda image: image.rot180(),
    "mirrored": lambda image: image.fliphor(),
    "turned": lambda image: image.rot90(),
    "red and blue swapped": lambda image: bands(image, 2, 1, 0),
    "gray": lambda image: bands(image, 1, 1, 1),
    "negative": lambda image: levels(image, -1, 255),
    "too dark": lambda image: levels(image, 0.7, 0),
    "moved": lambda image: image.wrap(x=image.width // 8, y=0),
}


@pytest.mark.parametrize("mistake", MISTAKES)
@pytest.mark.parametrize("to", FORMATS)
def test_a_mistake_is_far_away(mistake: str, to: str, motif: Image, tmp_path: Path) -> None:
    source = build("orientation-1", motif, tmp_path)
    right = shown(optimize(source, Plan(format=to, preset="medium", force_format=True), tmp_path).files[0].path)
    wrong = MISTAKES[mistake](right).cast("uchar").copy(interpretation="srgb")
    assert distance(fingerprint(right), recorded()["orientation-1"][f"{to} full"]) <= FAR
    assert distance(fingerprint(wrong), recorded()["orientation-1"][f"{to} full"]) > 3 * FAR


@pytest.mark.parametrize("name", ["rgba", "gray-alpha", "key-colour", "palette-4-bit", "webp-alpha"])
@pytest.mark.parametrize("ground", [0, 255])
def test_a_lost_transparency_is_far_away(name: str, ground: int, motif: Image, tmp_path: Path) -> None:
    source = build(name, motif, tmp_path)
    right = shown(optimize(source, Plan(format="png", preset="medium", force_format=True), tmp_path).files[0].path)
    backed = right.flatten(background=[ground] * (right.bands - 1))
    assert distance(fingerprint(right), recorded()[name]["png full"]) <= FAR
    assert distance(fingerprint(backed), recorded()[name]["png full"]) > 3 * FAR


def test_a_frame_too_early_is_far_away(motif: Image, tmp_path: Path) -> None:
    source = build("moving-gif", motif, tmp_path)
    made = optimize(source, Plan(format="webp", preset="medium", force_format=True), tmp_path).files[0].path
    assert distance(fingerprint(shown(made)), recorded()["moving-gif"]["webp full"]) <= FAR
    first = Image.new_from_file(str(made)).copy_memory()
    assert distance(fingerprint(first), recorded()["moving-gif"]["webp full"]) > 3 * FAR
