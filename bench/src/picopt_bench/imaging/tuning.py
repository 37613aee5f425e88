"""What was tuned and fitted on: no goal is measured on any of these."""

from pathlib import Path
from typing import Final

from picopt_bench.imaging.tools import ROOT

DATA: Final = ROOT.parent / "shared" / "data"
# Pictures of Kodak's set on which encoder settings were compared.
TUNED_ON: Final = frozenset({2, 5, 8, 13, 15, 19, 23, 24})
# What the constants of the blind size estimate were fitted on: the same eight, and these demo photographs.
FITTED_ON: Final = ("DSC_0419.jpg", "IMG_2005.jpg", "IMG_2020.jpg", "P1070007.jpg", "flower.jpg", "chelsea.png")


def fitted_on() -> list[Path]:
    """Paths of what the size estimate is fitted on; needs the large test set."""
    kodak = [DATA / "kodak" / f"kodim{number:02d}.png" for number in sorted(TUNED_ON)]
    return [*kodak, *(ROOT / "samples" / name for name in FITTED_ON)]
