"""(a) CPU, wall and memory of one full job, 12 MP to seven sizes, all tools in turn so that they share the weather.

The library and sharp stay alive between jobs, as in a service; the other tools are started anew for each.
"""

import json
import statistics
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from picopt_bench.imaging import tools
from picopt_bench.imaging.corpus import Exhibit
from picopt_bench.imaging.live import Live
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
EQUAL_SETTINGS: Final[dict[str, dict[str, Any]]] = {
    "webp": {"quality": 80, "method": 4},
    "avif": {"Q": 50, "effort": 3, "compression": "av1", "subsample_mode": "on", "bitdepth": 8},
    "jpeg": {"Q": 80, "optimize_coding": True},
}
EQUAL: Final = ("ours, equal settings", "sharp, equal settings")
ONE_DECODE: Final = "sharp, equal settings, one decode"
SHIPPED: Final = ("ours, as shipped", "sharp, defaults")
ROUNDS: Final = {"webp": 2, "avif": 1, "jpeg": 1}
ONE_THREAD: Final = {"VIPS_CONCURRENCY": "1", "OMP_THREAD_LIMIT": "1", "MAGICK_THREAD_LIMIT": "1"}
_SHARP: Final = ["node", str(HERE / "sharp_job.js")]
OURS: Final = [sys.executable, "-m", "picopt_bench.imaging.our_job"]
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
    """Every tool on every image, in rounds; AVIF, which takes minutes, once on every other one."""
    return [
        row
        for to, rounds in ROUNDS.items()
        for row in _measure_format(exhibits if to != "avif" else exhibits[::2], to, rounds, notebook)
    ]


def _measure_format(exhibits: list[Exhibit], to: str, rounds: int, notebook: Notebook) -> list[Row]:
    with ExitStack() as alive:
        jobs: dict[str, Job] = {}

        def one_round(path: Path) -> dict[str, Any]:
            """All tools in turn, so that they share the weather. They are begun when they are needed first."""
            if not jobs:
                jobs.update(_jobs(to, alive))
                for job in jobs.values():
                    job(path)  # uncounted: what a process does once
            return {tool: asdict(job(path)) for tool, job in jobs.items()}

        taken = [
            [notebook.answer(f"{to} {each.name} {number}", partial(one_round, each.path)) for number in range(rounds)]
            for each in exhibits
        ]
    names = [each.name for each in exhibits]
    return [
        _row(tool, to, names, [[Cost(**found[tool]) for found in of_image] for of_image in taken])
        for tool in taken[0][0]
    ]


def memory_ratio(rows: list[Row], to: str, ours: str, theirs: str) -> float:
    """Peak memory of one tool against another's, the largest over the images."""
    by_tool = {row.tool: row.memory for row in rows if row.format == to}
    return round(by_tool[ours] / by_tool[theirs], 4)


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
    """CPU seconds until a process is ready, which it needs once. The first of ours, uncounted, compiles."""
    Live(OURS).close()
    return {"ours": _start_cost(OURS), "sharp": _start_cost(_SHARP, {"SHARP_HOME": str(tools.install_sharp())})}


def _start_cost(command: list[str], more: dict[str, str] | None = None) -> float:
    found = []
    for _ in range(3):
        with Live(command, more) as process:
            found.append(process.start_cpu)
    return round(statistics.median(found), 3)


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


def order(picture: Path, to: str, sizes: list[tuple[int, int, str]] = SIZES, **more: Any) -> dict[str, Any]:
    """What a process that is alive is asked for."""
    return {"source": str(picture), "format": to, "sizes": sizes, **more}


def _jobs(to: str, alive: ExitStack) -> dict[str, Job]:
    """The library and sharp begin here, and end with `alive`: one process for each way to work."""

    def stays(command: list[str], more: dict[str, str], **what: Any) -> Job:
        process = alive.enter_context(Live(command, ONE_THREAD | more))
        return lambda picture: process.run(order(picture, to, **what))

    home = {"SHARP_HOME": str(tools.install_sharp())}
    jobs: dict[str, Job] = {
        EQUAL[0]: stays(OURS, {}, mode="equal", settings=EQUAL_SETTINGS[to]),
        EQUAL[1]: stays(_SHARP, home, settings=SHARP[to]),
        ONE_DECODE: stays(_SHARP, home, settings=SHARP[to], once=True),
        SHIPPED[0]: stays(OURS, {}, mode="default"),
        SHIPPED[1]: stays(_SHARP, home, settings={}),
    }
    # The question is asked of others once.
    return jobs | _others() if to == "webp" else jobs


def _others() -> dict[str, Job]:
    """Tools that are started for each job, in WebP."""
    sizes = json.dumps(SIZES)
    pillow = [sys.executable, str(HERE / "pillow_job.py")]
    jobs: dict[str, Job] = {"Pillow": lambda picture: run([*pillow, str(picture), "webp", "80", sizes])}
    if magick := tools.imagemagick():
        command = [sys.executable, str(HERE / "imagemagick_job.py"), magick]
        jobs["ImageMagick"] = lambda picture: run([*command, str(picture), "webp", "80", sizes], ONE_THREAD)
    for engine in ("gd", "imagick"):
        if tools.has_php(engine):
            jobs[f"WordPress, {engine}"] = _wordpress(engine, sizes)
    return jobs


def _wordpress(engine: str, sizes: str) -> Job:
    script = ["php", "-d", "memory_limit=1G", str(HERE / "wordpress_job.php"), engine]
    default_quality = "86"
    return lambda picture: run([*script, str(picture), "webp", default_quality, sizes], ONE_THREAD)
