"""Drawings: bytes against their originals, PNG against oxipng, and what they cost beside photographs."""

import statistics
import tempfile
from functools import partial
from pathlib import Path
from typing import Any, Final

import oxipng

from picopt_bench.imaging.corpus import Corpus, Exhibit
from picopt_bench.imaging.notebook import Notebook
from picopt_bench.imaging.promise import wordpress_plan
from picopt_bench.imaging.reference import neutral
from picopt_imaging import Plan, optimize
from picopt_imaging.values import Format, Preset

_FROM_PIXELS: Final = 60_000
"""Of a drawing; below that, what any image costs is all that there is."""
Row = dict[str, Any]


def against_originals(corpus: Corpus, notebook: Notebook) -> list[Row]:
    """Each drawing by preset `auto` as WebP, and without loss as PNG; bytes, and oxipng's of the same original."""
    drawings = [exhibit for exhibit in corpus.drawings if exhibit.path.suffix == ".png"]
    return [notebook.answer(exhibit.name, partial(_compare_one, exhibit)) for exhibit in drawings]


def against_photographs(corpus: Corpus, notebook: Notebook) -> list[Row]:
    """CPU seconds of each drawing with its sizes, and of a photograph of the very same pixels and sizes."""
    drawings = [exhibit for exhibit in corpus.drawings if exhibit.megapixels * 1e6 >= _FROM_PIXELS]
    photographs = corpus.photographs
    return [
        notebook.answer(exhibit.name, partial(_cost_beside, exhibit, photographs[number % len(photographs)]))
        for number, exhibit in enumerate(drawings)
    ]


def summed_up(drawings: list[Row], costs: list[Row]) -> Row:
    """The numbers of the goals."""
    ratios = sorted(row["ratio"] for row in costs)
    return {
        "bytes_vs_original": round(statistics.mean(row["webp"] / row["original"] for row in drawings), 4),
        "bytes_vs_original_total": round(_total(drawings, "webp") / _total(drawings, "original"), 4),
        "png_vs_oxipng": round(_total(drawings, "png") / _total(drawings, "oxipng"), 4),
        "cpu_vs_photo": round(_total(costs, "drawing_cpu") / _total(costs, "photo_cpu"), 4),
        "cpu_vs_photo_median": statistics.median(ratios),
        "cpu_vs_photo_worst": ratios[-1],
    }


def _total(rows: list[Row], figure: str) -> float:
    return float(sum(row[figure] for row in rows))


def _compare_one(exhibit: Exhibit) -> Row:
    original = exhibit.path.read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        made = optimize(exhibit.path, Plan(format=Format.WEBP, force_format=True), Path(folder)).files[0]
        lossless = Plan(format=Format.PNG, preset=Preset.HIGH, force_format=True)
        png = optimize(exhibit.path, lossless, Path(folder)).files[0]
    packed = oxipng.optimize_from_memory(original, level=2, strip=oxipng.StripChunks.safe())
    return {
        "image": exhibit.name,
        "original": len(original),
        "webp": made.bytes,
        "score": made.score,
        "quality": made.quality,
        "png": png.bytes,
        "oxipng": len(packed),
    }


def _cost_beside(drawing: Exhibit, photograph: Exhibit) -> Row:
    with tempfile.TemporaryDirectory() as folder:
        same = Path(folder) / "photo.png"
        neutral(photograph.path, drawing.width, drawing.height).pngsave(str(same), compression=1, keep="none")
        first, second = _cpu(drawing.path, folder), _cpu(same, folder)
    ratio = round(first / second, 3)
    return {"image": drawing.name, "drawing_cpu": first, "photo_cpu": second, "ratio": ratio}


def _cpu(path: Path, folder: str) -> float:
    return optimize(path, wordpress_plan(path, Format.WEBP), Path(folder)).cpu_seconds
