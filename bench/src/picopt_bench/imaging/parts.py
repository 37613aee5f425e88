"""The parts of the benchmark, and which goal takes its number from which part."""

import statistics
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, Final

from picopt_bench.imaging import avif, foretelling, graphics, odd, promise, saving, speed
from picopt_bench.imaging.corpus import Corpus, Exhibit, Kind
from picopt_bench.imaging.growth import by_pixels, by_workers
from picopt_bench.imaging.labels import round_trip
from picopt_bench.imaging.meter import check_meter
from picopt_bench.imaging.notebook import Notebook
from picopt_imaging.values import Format

Answer = dict[str, Any]
Part = Callable[[Corpus, Notebook], Answer]
_LARGE: Final = 6.0
"""Megapixels of the photographs that the jobs are timed on."""


def _promise(corpus: Corpus, notebook: Notebook) -> Answer:
    return promise.summed_up(promise.keep_promises(corpus, notebook))


def _saving(corpus: Corpus, notebook: Notebook, to: Format) -> Answer:
    rows = saving.compare(corpus, to, notebook)
    found = saving.summed_up(rows)
    return found | {"butteraugli": saving.second_opinion(corpus, to, rows, found["fixed_quality"], notebook)}


def _graphics(corpus: Corpus, notebook: Notebook) -> Answer:
    drawings = graphics.against_originals(corpus, notebook)
    costs = graphics.against_photographs(corpus, Notebook("graphics-cpu"))
    return graphics.summed_up(drawings, costs) | {"drawings": drawings, "costs": costs}


def _jobs(corpus: Corpus, notebook: Notebook) -> Answer:
    """Large photographs: a camera's upload and its seven files."""
    rows = speed.measure_jobs(_large(corpus), notebook)
    return {
        "webp_equal": speed.ratios(rows, "webp", *speed.EQUAL),
        "webp_equal_one_decode": speed.ratios(rows, "webp", speed.EQUAL[0], speed.ONE_DECODE),
        "webp_auto": speed.ratios(rows, "webp", *speed.SHIPPED),
        "avif_equal": speed.ratios(rows, "avif", *speed.EQUAL),
        "avif_auto": speed.ratios(rows, "avif", *speed.SHIPPED),
        "jpeg_auto": speed.ratios(rows, "jpeg", *speed.SHIPPED),
        "memory": speed.memory_ratio(rows, "webp", *speed.SHIPPED),
        "floors": speed.floors(rows),
        "start_cpu": notebook.answer("start", speed.start_costs),
        "rows": [asdict(row) for row in rows],
    }


def _growth(corpus: Corpus, notebook: Notebook) -> Answer:
    path = _large(corpus)[-1].path
    return {
        "pixels": notebook.answer("pixels", lambda: by_pixels(path)),
        "workers": notebook.answer("workers", lambda: by_workers(path)),
    }


def _large(corpus: Corpus) -> list[Exhibit]:
    """The smallest first."""
    large = [exhibit for exhibit in corpus.of(Kind.PHOTO) if exhibit.megapixels >= _LARGE]
    return sorted(large, key=lambda exhibit: exhibit.megapixels)


PARTS: Final[Mapping[str, Part]] = {
    "promise": _promise,
    "auto_webp": lambda corpus, notebook: _saving(corpus, notebook, Format.WEBP),
    "auto_avif": lambda corpus, notebook: _saving(corpus, notebook, Format.AVIF),
    "graphics": _graphics,
    "jobs": _jobs,
    "avif": lambda corpus, notebook: avif.summed_up(avif.against_aom(corpus, notebook)),
    "meter": lambda _corpus, notebook: notebook.answer("meter", check_meter),
    "estimates": lambda corpus, notebook: foretelling.summed_up(foretelling.estimate_errors(corpus, notebook)),
    "metadata": lambda corpus, notebook: notebook.answer("fields", lambda: round_trip(corpus.photographs[0].path)),
    "growth": _growth,
    "odd_files": lambda _corpus, notebook: odd.summed_up(odd.sweep(notebook)),
}


def _surviving(found: Answer) -> float:
    return float(sum(row["found"] for row in found.values()) / sum(row["expected"] for row in found.values()))


def _worse_metric(found: Answer) -> float:
    """Of the encoder that ships, by the metric that is less kind to it."""
    ours = found["ours, 4:2:0"]
    return float(max(ours[metric] or 99.0 for metric in ("ssimulacra2", "butteraugli")))


GOALS: Final[Mapping[str, tuple[str, Callable[[Answer], float]]]] = {
    "files_below_target": ("promise", lambda found: round(found["files_below_target"], 5)),
    "worst_file_points_below": ("promise", lambda found: found["worst_file_points_below"]),
    "size_order_violations": ("promise", lambda found: found["size_order_violations"]),
    "meter_error_vs_reference": ("meter", lambda found: found["error_95th_percentile"]),
    "ssimulacra2_cpu_s_per_mp": ("meter", lambda found: found["cpu_s_per_mp"]),
    "auto_webp_bytes_saved": ("auto_webp", lambda found: found["saved"]),
    "auto_avif_bytes_saved": ("auto_avif", lambda found: found["saved"]),
    "webp_bytes_vs_sharp_same_mean": ("auto_webp", lambda found: found["vs_sharp_same_mean"]),
    "avif_bytes_vs_sharp_same_mean": ("auto_avif", lambda found: found["vs_sharp_same_mean"]),
    "graphics_bytes_vs_original": ("graphics", lambda found: found["bytes_vs_original"]),
    "png_bytes_vs_oxipng": ("graphics", lambda found: found["png_vs_oxipng"]),
    "drawing_cpu_vs_photo": ("graphics", lambda found: found["cpu_vs_photo_median"]),
    "webp_cpu_vs_sharp": ("jobs", lambda found: statistics.median(found["webp_equal"])),
    "webp_cpu_vs_sharp_one_decode": ("jobs", lambda found: statistics.median(found["webp_equal_one_decode"])),
    "webp_auto_cpu_vs_sharp": ("jobs", lambda found: statistics.median(found["webp_auto"])),
    "webp_auto_cpu_vs_sharp_worst": ("jobs", lambda found: found["webp_auto"][-1]),
    "avif_cpu_vs_sharp": ("jobs", lambda found: statistics.median(found["avif_equal"])),
    "avif_bytes_vs_aom3": ("avif", _worse_metric),
    "peak_memory_vs_sharp": ("jobs", lambda found: found["memory"]),
    "wrong_pictures": ("odd_files", lambda found: found["wrong"]),
    "odd_files_checked": ("odd_files", lambda found: found["files"]),
    "metadata_fields_surviving": ("metadata", _surviving),
    "estimate_median_error": ("estimates", lambda found: found["median_error"]),
    "estimate_worst_error": ("estimates", lambda found: found["worst_error"]),
}
