"""The pictures that are measured: the large test set where it lies beside the repository, else the demo photographs."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import PIL.Image

from picopt_imaging import inspect
from picopt_imaging.decode import decode
from picopt_imaging.geometry import Base
from picopt_imaging.vips import Image

ROOT: Final = Path(__file__).parents[4]
DATA: Final = ROOT.parent / "shared" / "data"
# Pictures of Kodak's set on which encoder settings were compared. All others are for validation only.
TUNED_ON: Final = frozenset({2, 5, 8, 13, 15, 19, 23, 24})
# What the constants of the blind size estimate were fitted on: the same eight, and these demo photographs.
FITTED_ON: Final = ("DSC_0419.jpg", "IMG_2005.jpg", "IMG_2020.jpg", "P1070007.jpg", "flower.jpg", "chelsea.png")


def fitted_on() -> list[Path]:
    """Paths of what the size estimate is fitted on; needs the large test set."""
    kodak = [DATA / "kodak" / f"kodim{number:02d}.png" for number in sorted(TUNED_ON)]
    return [*kodak, *(ROOT / "samples" / name for name in FITTED_ON)]


@dataclass(frozen=True)
class Pictures:
    """Paths, by use."""

    large: list[Path]
    """About 12 MP, photographed."""
    kodak: list[Path]
    validation: list[Path]
    """Not used for any tuning."""
    photos: list[Path]
    """Wider than 1024 pixels."""
    graphics: list[Path]
    complete: bool


def gather(work: Path) -> Pictures:
    """Where the large set is missing, pictures are made from the demo photographs, and `complete` is False."""
    if not DATA.is_dir():
        return _from_samples(work)
    kodak = sorted((DATA / "kodak").glob("*.png"))
    photos = [DATA / "photos" / "elementary_mr_lee.jpg", DATA / "photos" / "exifr_IMG_20180725_163423.jpg"]
    photos.append(DATA / "edge" / "exifr_iptc-mess.jpg")
    held_out = [path for path in kodak if int(path.stem[-2:]) not in TUNED_ON]
    small = [DATA / "photos" / name for name in ("skimage_astronaut.png", "skimage_coffee.png", "sklearn_china.jpg")]
    return Pictures(
        large=photos,
        kodak=kodak,
        validation=[*held_out, *small],
        photos=[*photos, DATA / "edge" / "sharp_gain-map.jpg", DATA / "edge" / "orient_Landscape_1.jpg"],
        graphics=sorted((DATA / "graphics").glob("*.png")),
        complete=True,
    )


def neutral(path: Path, width: int, height: int) -> Image:
    """A third party's resampling, so that neither side is its own judge: Pillow's Lanczos of libvips' sRGB pixels."""
    info = inspect(path)
    whole = decode(path, info, Base(info.width, info.height))
    picture = PIL.Image.fromarray(whole.numpy()).resize((width, height), PIL.Image.Resampling.LANCZOS)
    return Image.new_from_memory(picture.tobytes(), width, height, 3, "uchar").copy(interpretation="srgb")


def _from_samples(work: Path) -> Pictures:
    samples = sorted(path for path in (ROOT / "samples").iterdir() if path.suffix in {".jpg", ".png"})
    large = work / "large.jpg"
    picture = Image.new_from_file(str(samples[0]))
    noise = Image.gaussnoise(4000, 3000, sigma=3)
    grown = picture.resize(4000 / picture.width, vscale=3000 / picture.height) + noise
    grown.cast("uchar").copy(interpretation="srgb").jpegsave(str(large), Q=92)
    drawing = work / "drawing.png"
    text = Image.text("\n".join(f"{number} the quick brown fox {number * 7919}" for number in range(40)), dpi=96)
    page = (text.embed(20, 20, 1200, 900) * -1 + 255).cast("uchar")
    page.bandjoin([page, page]).copy(interpretation="srgb").pngsave(str(drawing))
    return Pictures([large], samples, samples, [large], [drawing], complete=False)
