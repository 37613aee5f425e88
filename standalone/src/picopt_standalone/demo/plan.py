"""What the demo does with which picture."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Run:
    """One run of the plugin: a pipeline over some pictures."""

    pipeline: str  # as in the contract: analyze_export, analyze, export
    files: tuple[str, ...]
    format: str = "webp"


BROKEN: Final = "broken.jpg"
TWICE: Final = "DSC_0419.jpg"
REVERTED: Final = "IMG_2005.jpg"
SAMPLES: Final = (
    *(
        "DSC_0419.jpg",
        "IMG_2005.jpg",
        "IMG_2020.jpg",
        "IMG_2301.png",
        "P1070007.jpg",
        "contact-sheet.jpg",
        "astronaut.png",
    ),
    *("coffee.png", "chelsea.png", "rocket.jpg", "china.jpg", "flower.jpg", "stairs.webp"),
)
RUNS: Final = (
    Run(
        "analyze_export", (TWICE, REVERTED, "IMG_2301.png", "contact-sheet.jpg", "astronaut.png", "flower.jpg", BROKEN)
    ),
    Run("analyze", ("coffee.png", "chelsea.png", "rocket.jpg")),
    Run("export", ("china.jpg", "IMG_2020.jpg", "P1070007.jpg", "stairs.webp"), format="avif"),
    Run("analyze_export", (TWICE,)),  # again: must be skipped and cost nothing
)
CREDITS: Final = 50
