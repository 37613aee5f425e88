"""The meter against its C++ reference, whose scores stand beside the library's tests, and what it costs."""

import importlib
import os
import statistics
import sys
import time
from typing import Any

from picopt_bench.imaging.tools import ROOT
from picopt_imaging.ssimulacra2 import native, score_images


def check_meter() -> dict[str, Any]:
    """Differences in points (the 95th percentile counts), CPU seconds a megapixel."""
    sys.path.insert(0, str(ROOT / "imaging" / "tests"))
    pairs = importlib.import_module("damaged_pairs")
    off = [abs(score_images(*make()) - pairs.REFERENCE[name]) for name, make in pairs.PAIRS.items()]
    return {
        "pairs": len(off),
        "error_95th_percentile": round(statistics.quantiles(off, n=20, method="inclusive")[-1], 4),
        "error_worst": round(max(off), 4),
        "cpu_s_per_mp": round(_cost(), 4),
    }


def _cost() -> float:
    width, height = 2000, 1500
    images = os.urandom(3 * width * height), os.urandom(3 * width * height)
    costs = []
    for _ in range(3):
        started = time.process_time()
        with native.Meter(width, height) as meter:
            meter.push(*images, height)
            meter.finish()
        costs.append(time.process_time() - started)
    return min(costs) / (width * height / 1e6)
