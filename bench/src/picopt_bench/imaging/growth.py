"""How cost grows with pixels and with workers."""

import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

from picopt_bench.imaging.live import Live
from picopt_bench.imaging.speed import ONE_THREAD, OURS, order
from picopt_imaging import ImagingPool, Plan, Preset
from picopt_imaging.vips import Image

_MEGAPIXELS: Final = (1, 4, 12, 25, 50)


def by_pixels(picture: Path) -> list[dict[str, Any]]:
    """One job (the whole image as WebP, preset auto) from 1 to 50 MP."""
    source, rows = Image.new_from_file(str(picture)), []
    with tempfile.TemporaryDirectory() as folder:
        for size in _MEGAPIXELS:
            scale = (size * 1e6 / (source.width * source.height)) ** 0.5
            path = Path(folder) / f"{size}mp.jpg"
            source.resize(scale).jpegsave(str(path), Q=90, keep="none")
            with Live(OURS, ONE_THREAD) as ours:
                cost = ours.run(order(path, "webp", [(16_000, 16_000, "inside")], mode="default"))
            path.unlink()
            figures = {"cpu": round(cost.cpu, 2), "wall": round(cost.wall, 2), "mib": round(cost.memory)}
            rows.append({"megapixels": size, **figures})
    return rows


def by_workers(picture: Path, jobs: int = 4) -> list[dict[str, Any]]:
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
