"""How far size estimates are off, on images that nothing was fitted on."""

import statistics
import tempfile
from functools import partial
from pathlib import Path
from typing import Any, Final

from picopt_bench.imaging.corpus import Corpus
from picopt_bench.imaging.notebook import Notebook
from picopt_imaging import Format, Plan, Preset, estimate, optimize

_ORDERS: Final = ((Format.WEBP, Preset.AUTO), (Format.WEBP, Preset.MEDIUM), (Format.JPEG, Preset.AUTO))


def estimate_errors(corpus: Corpus, notebook: Notebook) -> list[dict[str, Any]]:
    """Relative error of the full file's bytes, for each image and order."""
    return [
        notebook.answer(f"{exhibit.name} {to} {preset}", partial(_error, exhibit.name, exhibit.path, to, preset))
        for exhibit in corpus.exhibits
        for to, preset in _ORDERS
        if not (exhibit.is_drawn and to is Format.JPEG)
    ]


def summed_up(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Median and worst of the errors, whichever way they go."""
    errors = sorted((abs(row["error"]), row["image"], row["format"], row["preset"]) for row in rows)
    return {
        "estimates": len(errors),
        "median_error": round(statistics.median(error[0] for error in errors), 4),
        "worst_error": errors[-1][0],
        "worst": [list(error) for error in errors[:-9:-1]],
    }


def _error(name: str, path: Path, to: Format, preset: Preset) -> dict[str, Any]:
    plan = Plan(format=to, preset=preset, max_width=2560, max_height=2560, force_format=True)
    with tempfile.TemporaryDirectory() as folder:
        made = optimize(path, plan, Path(folder)).files[0].bytes
    off = estimate(path, plan).full_bytes / made - 1
    return {"image": name, "format": str(to), "preset": str(preset), "error": round(off, 4)}
