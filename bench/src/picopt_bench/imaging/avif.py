"""AVIF: bytes of the encoder that ships against aom at sharp's settings, at equal worth by both metrics."""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

from picopt_bench.imaging import second_metric, tools
from picopt_bench.imaging.corpus import Corpus, Exhibit
from picopt_bench.imaging.ladder import Rung, octets_at
from picopt_bench.imaging.measure import run
from picopt_bench.imaging.notebook import Notebook
from picopt_bench.imaging.saving import opaque_pixels
from picopt_imaging.encode import encode
from picopt_imaging.recipe import Recipe
from picopt_imaging.ssimulacra2 import score_images
from picopt_imaging.values import Format
from picopt_imaging.vips import Image

_QUALITIES: Final = (35, 45, 55, 65, 75, 85)
_MARKS: Final = (0.3, 0.5, 0.7)
_MOST: Final = 8
Row = dict[str, Any]


def against_aom(corpus: Corpus, notebook: Notebook) -> list[Row]:
    """Eight photographs at 1024 pixels: how many times the bytes, and the CPU seconds, aom's effort 3 in 4:2:0 = 1."""
    chosen = corpus.photographs[::3][:_MOST]
    return [row for exhibit in chosen for row in notebook.answer(exhibit.name, partial(_compare_all, exhibit))]


def summed_up(rows: list[Row]) -> Row:
    """Geometric means by encoder and metric."""
    return {
        name: {
            figure: _mean([row[figure] for row in rows if row["encoder"] == name])
            for figure in ("ssimulacra2", "butteraugli", "cpu")
        }
        for name in {row["encoder"]: None for row in rows}
    }


def _mean(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(statistics.geometric_mean(known), 4) if known else None


def _timed(write: Callable[[Image, int], bytes], image: Image, quality: int) -> tuple[bytes, float]:
    started = time.process_time()
    data = write(image, quality)
    return data, time.process_time() - started


def _aom(image: Image, quality: int) -> bytes:
    settings = {"effort": 3, "subsample_mode": "on", "compression": "av1", "bitdepth": 8}
    return bytes(image.heifsave_buffer(Q=quality, keep="none", **settings))


def _ours(image: Image, quality: int, *, full_colour: bool) -> bytes:
    return encode(image, Recipe(format=Format.AVIF, quality=quality, full_colour=full_colour))


def _svt(speed: int, image: Image, quality: int) -> tuple[bytes, float]:
    with tempfile.TemporaryDirectory() as folder:
        source, result = Path(folder) / "source.png", Path(folder) / "result.avif"
        image.pngsave(str(source), compression=0, keep="none")
        job = [sys.executable, "-m", "picopt_bench.imaging.svt_job", str(source), str(quality), str(speed), str(result)]
        cost = run(job, {"PYTHONPATH": str(tools.install_svt())})
        return result.read_bytes(), cost.said["cpu"]


_AOM: Final = "aom, effort 3, 4:2:0"
ENCODERS: Final[dict[str, Callable[[Image, int], tuple[bytes, float]]]] = {
    _AOM: partial(_timed, _aom),
    "ours, 4:2:0": partial(_timed, partial(_ours, full_colour=False)),
    "ours, 4:4:4": partial(_timed, partial(_ours, full_colour=True)),
    "SVT-AV1, speed 6, 4:2:0": partial(_svt, 6),
    "SVT-AV1, speed 5, 4:2:0": partial(_svt, 5),
}


def _compare_all(exhibit: Exhibit) -> list[Row]:
    pixels = opaque_pixels(exhibit.path)
    theirs, slow = _climb(pixels, _AOM)
    rows: list[Row] = []
    for name in ENCODERS:
        ours, fast = (theirs, slow) if name == _AOM else _climb(pixels, name)
        by = {metric: _ratio(ours[metric], theirs[metric]) for metric in ours}
        rows.append({"image": exhibit.name, "encoder": name, **by, "cpu": round(fast / slow, 3)})
    return rows


def _climb(pixels: Image, name: str) -> tuple[dict[str, list[Rung]], float]:
    """The ladder by each metric, and the CPU seconds of all its rungs."""
    rungs: dict[str, list[Rung]] = {"ssimulacra2": [], "butteraugli": []}
    spent = 0.0
    for quality in _QUALITIES:
        data, seconds = ENCODERS[name](pixels, quality)
        spent += seconds
        made = Image.new_from_buffer(data, "").copy_memory()
        rungs["ssimulacra2"].append(Rung(quality, len(data), score_images(pixels, made)))
        if second_metric.is_there():
            rungs["butteraugli"].append(Rung(quality, len(data), -second_metric.distance(pixels, made)))
    return rungs, spent


def _ratio(ours: list[Rung], theirs: list[Rung]) -> float | None:
    """Of bytes, at three worths in the range that both ladders cover; None where there is none."""
    low = max(min(rung.worth for rung in side) for side in (ours, theirs)) if ours else 0.0
    high = min(max(rung.worth for rung in side) for side in (ours, theirs)) if ours else 0.0
    pairs = [(octets_at(ours, mark), octets_at(theirs, mark)) for mark in (low + (high - low) * x for x in _MARKS)]
    ratios = [first / second for first, second in pairs if first and second]
    return round(statistics.geometric_mean(ratios), 4) if ratios else None
