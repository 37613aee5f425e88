"""Makes the public page's examples: real results of this project's own imaging, with their figures.

    python tools/front_page_examples.py

Sources are samples under CC0 (samples/LICENCES.md). A JPEG of quality 95, as a camera or a designer saves it, is the
"before"; the "after" is what the service makes of it at its default settings.
"""

import json
import tempfile
from pathlib import Path
from typing import Final

from PIL import Image

from picopt_imaging import Format, Plan, optimize

TOP: Final = Path(__file__).resolve().parents[1]
SAMPLES: Final = TOP / "samples"
TARGET: Final = TOP / "saas/src/picopt_saas/dashboard/static/dashboard/examples"
WIDTH: Final = 600
NAMES: Final = ("coffee.png", "chelsea.png", "rocket.jpg")


def main() -> None:
    """Write the files and `examples.json`."""
    TARGET.mkdir(parents=True, exist_ok=True)
    figures = [make(SAMPLES / name) for name in NAMES]
    (TARGET / "examples.json").write_text(json.dumps(figures, indent=2) + "\n")


def make(source: Path) -> dict[str, object]:
    """One example: its two files, their bytes and the score (SSIMULACRA2) of the second against the first."""
    with Image.open(source) as image:
        small = image.convert("RGB")
        small.thumbnail((WIDTH, WIDTH), Image.Resampling.LANCZOS)
    before = TARGET / f"{source.stem}-before.jpg"
    small.save(before, quality=95, subsampling=0, optimize=True)
    with tempfile.TemporaryDirectory() as folder:
        report = optimize(before, Plan(format=Format.WEBP), Path(folder))
        (made,) = report.files
        after = TARGET / f"{source.stem}-after.webp"
        after.write_bytes(Path(made.path).read_bytes())
    return {
        "before": before.name,
        "after": after.name,
        "width": made.width,
        "height": made.height,
        "bytes_before": before.stat().st_size,
        "bytes_after": after.stat().st_size,
        "score": round(made.score or 0),
    }


if __name__ == "__main__":
    main()
