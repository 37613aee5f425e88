"""(a) CPU, wall and memory of one full job, 12 MP to seven sizes, all tools in turn so that they share the weather."""

import json
import statistics
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from picopt_bench.imaging import tools
from picopt_bench.imaging.corpus import Exhibit
from picopt_bench.imaging.measure import Cost, run
from picopt_bench.imaging.notebook import Notebook

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
    "webp": {"quality": 80, "method": 4},
    "avif": {"Q": 50, "effort": 3, "compression": "av1", "subsample_mode": "on", "bitdepth": 8},
    "jpeg": {"Q": 80, "optimize_coding": True},
}
EQUAL: Final = ("ours, equal settings", "sharp, equal settings")
ONE_DECODE: Final = "sharp, equal settings, one decode"
SHIPPED: Final = ("ours, as shipped", "sharp, defaults")
ROUNDS: Final = {"webp": 2, "avif": 1, "jpeg": 1}
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
    by_picture: dict[str, float]
    """CPU seconds."""


def measure_jobs(exhibits: list[Exhibit], notebook: Notebook) -> list[Row]:
    """Every tool on every image, in rounds; AVIF, which takes minutes, once on half of them."""
    rows = []
    for to, rounds in ROUNDS.items():
        chosen = exhibits if to != "avif" else exhibits[::2]
        jobs = _jobs(to)
        taken = [
            [
                notebook.answer(f"{to} {each.name} {number}", partial(_one_round, jobs, each.path))
                for number in range(rounds)
            ]
            for each in chosen
        ]
        for tool in jobs:
            costs = [[Cost(**found[tool]) for found in of_image] for of_image in taken]
            rows.append(_row(tool, to, [each.name for each in chosen], costs))
    return rows


def memory_ratio(rows: list[Row], to: str, ours: str, theirs: str) -> float:
    """Peak memory of one tool against another's, the largest over the images."""
    by_tool = {row.tool: row.memory for row in rows if row.format == to}
    return round(by_tool[ours] / by_tool[theirs], 4)


def _one_round(jobs: dict[str, Job], path: Path) -> dict[str, Any]:
    """All tools in turn, so that they share the weather."""
    return {tool: asdict(job(path)) for tool, job in jobs.items()}


def ratios(rows: list[Row], to: str, ours: str, theirs: str) -> list[float]:
    """CPU seconds of one tool against another's, image by image, rising."""
    by_tool = {row.tool: row.by_picture for row in rows if row.format == to}
    return sorted(round(cpu / by_tool[theirs][name], 4) for name, cpu in by_tool[ours].items())


def floors(rows: list[Row]) -> dict[str, dict[str, Any]]:
    """What would be left of the ratios if starting and cutting the sizes cost nothing, and why that must remain."""
    jobs = {(row.tool, row.format): row for row in rows}
    why = "One decode, and the encoder that both call at the same settings, against the peer's whole job."
    found = {}
    for to in ("webp", "avif"):
        ours, theirs = (jobs[tool, to] for tool in EQUAL)
        needed = ours.split["decode"] + ours.split["encode"]
        found[f"{to}_cpu_vs_sharp"] = {"value": round(needed / theirs.cpu, 4), "why": why}
    return found


def start_costs() -> dict[str, float]:
    """CPU seconds of an empty run: what a worker that stays alive pays once. The first run, uncounted, compiles."""
    run(_ours("none", "webp", Path("-")))
    ours = statistics.median(run(_ours("none", "webp", Path("-"))).cpu for _ in range(3))
    node = statistics.median(run(["node", "-e", "0"]).cpu for _ in range(3))
    return {"ours": round(ours, 3), "node": round(node, 3)}


def _row(tool: str, to: str, names: list[str], costs: list[list[Cost]]) -> Row:
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
        by_picture={
            name: round(statistics.median(cost.cpu for cost in each), 3)
            for name, each in zip(names, costs, strict=True)
        },
    )


def _jobs(to: str) -> dict[str, Job]:
    sizes = json.dumps(SIZES)
    home = {"SHARP_HOME": str(tools.install_sharp()), **_ONE_THREAD}

    def sharp(options: dict[str, Any]) -> Job:
        return lambda picture: run(_sharp(to, picture, options), home)

    jobs: dict[str, Job] = {
        EQUAL[0]: lambda picture: run(_ours("equal", to, picture), _ONE_THREAD),
        EQUAL[1]: sharp(SHARP[to]),
        ONE_DECODE: lambda picture: run(_sharp(to, picture, SHARP[to], "sharp_cascade_job.js"), home),
        SHIPPED[0]: lambda picture: run(_ours("default", to, picture), _ONE_THREAD),
        SHIPPED[1]: sharp({}),
    }
    if to != "webp":  # the question is asked of WordPress' own editors once
        return jobs
    quality = "86"  # WordPress' default
    pillow = [sys.executable, str(HERE / "pillow_job.py")]
    jobs["Pillow"] = lambda picture: run([*pillow, str(picture), to, "80", sizes])
    if magick := tools.imagemagick():
        jobs["ImageMagick"] = lambda picture: run(_imagemagick(magick, picture, to), _ONE_THREAD)
    for engine in ("gd", "imagick"):
        if tools.has_php(engine):
            jobs[f"WordPress, {engine}"] = _wordpress(engine, to, quality, sizes)
    return jobs


def _wordpress(engine: str, to: str, quality: str, sizes: str) -> Job:
    script = ["php", "-d", "memory_limit=1G", str(HERE / "wordpress_job.php"), engine]
    return lambda picture: run([*script, str(picture), to, quality, sizes], _ONE_THREAD)


def _sharp(to: str, picture: Path, options: dict[str, Any], job: str = "sharp_job.js") -> list[str]:
    return ["node", str(HERE / job), str(picture), to, json.dumps(options), json.dumps(SIZES)]


def _imagemagick(command: str, picture: Path, to: str) -> list[str]:
    return [sys.executable, str(HERE / "imagemagick_job.py"), command, str(picture), to, "80", json.dumps(SIZES)]


def _ours(mode: str, to: str, picture: Path) -> list[str]:
    module = [sys.executable, "-m", "picopt_bench.imaging.our_job"]
    return [*module, str(picture), to, json.dumps(SIZES), mode, json.dumps(OURS[to])]
