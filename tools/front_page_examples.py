"""Makes the examples of the public page and of the plugin: real results of this project's own parts.

    python tools/front_page_examples.py

Sources are samples under CC0 (samples/LICENSES.md). A JPEG of quality 95, as a camera or a designer saves it, is the
"before"; the "after" is what the service makes of it at its default settings. The plugin brings one along, with the alt
text that the embedded model writes for it.
"""

import json
import tempfile
from pathlib import Path
from typing import Final

from PIL import Image

from picopt_imaging import Format, Plan, optimize
from picopt_vision.analyse import analyse
from picopt_vision.build import build_model
from picopt_vision.context import Context
from picopt_vision.model_config import ModelConfig
from picopt_vision.settings import Settings

TOP: Final = Path(__file__).resolve().parents[1]
SAMPLES: Final = TOP / "samples"
TARGET: Final = TOP / "saas/src/picopt_saas/dashboard/static/dashboard/examples"
PLUGIN_TARGET: Final = TOP / "wordpress/picture-optimizer/assets/example"
PLUGIN_NAME: Final = "chelsea.png"
WIDTH: Final = 600
NAMES: Final = ("coffee.png", "chelsea.png", "rocket.jpg")


def main() -> None:
    """Write the files and `examples.json`."""
    figures = [make(SAMPLES / name, TARGET) for name in NAMES]
    (TARGET / "examples.json").write_text(json.dumps(figures, indent=2) + "\n")
    example = {**make(SAMPLES / PLUGIN_NAME, PLUGIN_TARGET), "alt": alt_of(SAMPLES / PLUGIN_NAME)}
    (PLUGIN_TARGET / "example.json").write_text(json.dumps(example, indent=2) + "\n")


def make(source: Path, target: Path) -> dict[str, object]:
    """One example: its two files, their bytes and the score (SSIMULACRA2) of the second against the first."""
    target.mkdir(parents=True, exist_ok=True)
    with Image.open(source) as image:
        small = image.convert("RGB")
        small.thumbnail((WIDTH, WIDTH), Image.Resampling.LANCZOS)
    before = target / f"{source.stem}-before.jpg"
    small.save(before, quality=95, subsampling=0, optimize=True)
    with tempfile.TemporaryDirectory() as folder:
        report = optimize(before, Plan(format=Format.WEBP), Path(folder))
        (made,) = report.files
        after = target / f"{source.stem}-after.webp"
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


def alt_of(source: Path) -> str:
    """The alt text that the embedded model writes for an image, told nothing about it."""
    with tempfile.TemporaryDirectory() as folder, Image.open(source) as image:
        path = Path(folder) / "image.png"
        image.convert("RGB").save(path)
        return analyse(build_model(ModelConfig()), path, Context(), Settings()).alt


if __name__ == "__main__":
    main()
