"""(e) How cost grows with pixels and with workers."""

import json
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from picopt_bench.imaging.measure import run
from picopt_imaging import ImagingPool, Plan, Preset
from picopt_imaging.vips import Image


def by_pixels(picture: Path, megapixels: tuple[int, ...], work: Path) -> list[dict[str, Any]]:
    """One job (the whole picture as WebP, preset auto) from 1 to 50 MP."""
    source, rows = Image.new_from_file(str(picture)), []
    for size in megapixels:
        scale = (size * 1e6 / (source.width * source.height)) ** 0.5
        path = work / f"{size}mp.jpg"
        source.resize(scale).jpegsave(str(path), Q=90, keep="none")
        command = [sys.executable, "-m", "picopt_bench.imaging.our_job", str(path), "webp"]
        cost = run([*command, json.dumps([[16_000, 16_000, "inside"]]), "default"], {"VIPS_CONCURRENCY": "1"})
        path.unlink()
        rows.append(
            {"megapixels": size, "cpu": round(cost.cpu, 2), "wall": round(cost.wall, 2), "mib": round(cost.memory)}
        )
    return rows


def by_workers(picture: Path, jobs: int) -> list[dict[str, Any]]:
    """The same jobs on one child and on two."""
    rows = []
    for workers in (1, 2):
        with ImagingPool(workers=workers) as pool, tempfile.TemporaryDirectory() as folder:
            pool.inspect(picture)
            started = time.monotonic()
            with ThreadPoolExecutor(workers) as threads:
                list(threads.map(lambda number: _job(pool, picture, Path(folder) / str(number)), range(jobs)))
            rows.append({"workers": workers, "jobs_per_s": round(jobs / (time.monotonic() - started), 3)})
    return rows


def _job(pool: ImagingPool, picture: Path, folder: Path) -> None:
    folder.mkdir()
    pool.optimize(picture, Plan(preset=Preset.MEDIUM, max_width=2560), folder)
