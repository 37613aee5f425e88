"""(a) CPU, wall and memory of one full job, 12 MP to seven sizes, all tools in turn so that they share the weather."""

import json
import statistics
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from picopt_bench.imaging import tools
from picopt_bench.imaging.measure import Cost, run

HERE: Final = Path(__file__).parent
SIZES: Final = [
    (2560, 2560, "inside"),
    (150, 150, "cover"),
    (300, 300, "inside"),
    (768, 768, "inside"),
    (1024, 1024, "inside"),
    (1536, 1536, "inside"),
    (2048, 2048, "inside"),
]
# Equal settings: what both call the same in libvips' savers.
SHARP: Final[dict[str, dict[str, Any]]] = {
    "webp": {"quality": 80, "effort": 4},
    "avif": {"quality": 50, "effort": 3, "chromaSubsampling": "4:2:0"},
    "jpeg": {"quality": 80},
}
OURS: Final = {
    "webp": {"Q": 80, "effort": 4},
    "avif": {"Q": 50, "effort": 3, "compression": "av1", "subsample_mode": "on", "bitdepth": 8},
    "jpeg": {"Q": 80, "optimize_coding": True},
}
_ONE_THREAD: Final = {"VIPS_CONCURRENCY": "1", "OMP_THREAD_LIMIT": "1", "MAGICK_THREAD_LIMIT": "1"}
Job = Callable[[Path], Cost]


@dataclass(frozen=True)
class Row:
    """Medians over the rounds, summed over the pictures (memory: the largest)."""

    tool: str
    format: str
    cpu: float
    wall: float
    memory: float
    bytes: int
    split: dict[str, float]


def measure_jobs(pictures: list[Path], rounds: int) -> list[Row]:
    """Every tool on every picture, in rounds."""
    rows = []
    for to in ("webp", "avif", "jpeg"):
        chosen = pictures if to != "avif" else pictures[:1]
        jobs = _jobs(to)
        costs: dict[str, list[list[Cost]]] = {tool: [] for tool in jobs}
        for picture in chosen:
            taken: dict[str, list[Cost]] = {tool: [] for tool in jobs}
            for _ in range(rounds if to != "avif" else 1):
                for tool, job in jobs.items():
                    taken[tool].append(job(picture))
            for tool, each in taken.items():
                costs[tool].append(each)
        rows += [_row(tool, to, each) for tool, each in costs.items()]
    return rows


def start_costs() -> dict[str, float]:
    """CPU seconds of an empty run: what a worker that stays alive pays once."""
    ours = statistics.median(run(_ours("none", "webp", Path("-"))).cpu for _ in range(3))
    node = statistics.median(run(["node", "-e", "0"]).cpu for _ in range(3))
    return {"ours": round(ours, 3), "node": round(node, 3)}


def _row(tool: str, to: str, costs: list[list[Cost]]) -> Row:
    splits = [each[0].said.get("split", {}) for each in costs]
    parts = sorted({part for split in splits for part in split})
    return Row(
        tool=tool,
        format=to,
        cpu=round(sum(statistics.median(cost.cpu for cost in each) for each in costs), 3),
        wall=round(sum(statistics.median(cost.wall for cost in each) for each in costs), 3),
        memory=round(max(statistics.median(cost.memory for cost in each) for each in costs), 1),
        bytes=sum(each[0].said["bytes"] for each in costs),
        split={part: round(sum(split.get(part, 0.0) for split in splits), 3) for part in parts},
    )


def _jobs(to: str) -> dict[str, Job]:
    sizes = json.dumps(SIZES)
    home = {"SHARP_HOME": str(tools.install_sharp()), **_ONE_THREAD}

    def sharp(options: dict[str, Any]) -> Job:
        script = ["node", str(HERE / "sharp_job.js")]
        return lambda picture: run([*script, str(picture), to, json.dumps(options), sizes], home)

    jobs: dict[str, Job] = {
        "ours, equal settings": lambda picture: run(_ours("equal", to, picture), _ONE_THREAD),
        "sharp, equal settings": sharp(SHARP[to]),
        "ours, as shipped": lambda picture: run(_ours("default", to, picture), _ONE_THREAD),
        "sharp, defaults": sharp({}),
    }
    if to == "avif":  # minutes with the others, and WordPress' editors rarely have it
        return jobs
    quality = "86" if to == "webp" else "82"  # WordPress' defaults
    pillow = [sys.executable, str(HERE / "pillow_job.py")]
    jobs["Pillow"] = lambda picture: run([*pillow, str(picture), to, "80", sizes])
    for engine in ("gd", "imagick"):
        if tools.has_php(engine):
            jobs[f"WordPress, {engine}"] = _wordpress(engine, to, quality, sizes)
    return jobs


def _wordpress(engine: str, to: str, quality: str, sizes: str) -> Job:
    script = ["php", "-d", "memory_limit=1G", str(HERE / "wordpress_job.php"), engine]
    return lambda picture: run([*script, str(picture), to, quality, sizes], _ONE_THREAD)


def _ours(mode: str, to: str, picture: Path) -> list[str]:
    module = [sys.executable, "-m", "picopt_bench.imaging.our_job"]
    return [*module, str(picture), to, json.dumps(SIZES), mode, json.dumps(OURS[to])]
