"""`make bench-imaging`: speed, memory, bytes, scores and metadata of the imaging library against its peers.

Peers: sharp (installed from npm below `var/bench`), Pillow, and PHP's GD and Imagick "as WordPress does it". All tools
run one after the other in one run, each as a process of its own, on one thread. `--quick` takes fewer pictures.
`--only NAME…` answers single questions (`jobs`, or a name of `questions`), prints their goals and writes nothing.
"""

import argparse
import statistics
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from picopt_bench.goals import print_goals, report
from picopt_bench.imaging import tools
from picopt_bench.imaging.foretelling import estimate_errors
from picopt_bench.imaging.growth import by_pixels, by_workers
from picopt_bench.imaging.labels import round_trip
from picopt_bench.imaging.pictures import Pictures, gather
from picopt_bench.imaging.quality import (
    avif_settings,
    bytes_at_equal_score,
    check_meter,
    drawings,
    score_against_sharp,
)
from picopt_bench.imaging.saving import auto_against_fixed
from picopt_bench.imaging.speed import EQUAL, Row, floors, measure_jobs, start_costs
from picopt_imaging.values import Format

CONSOLE = Console()


def main() -> int:
    """Measure, print, write; exit code 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="bench-imaging")
    parser.add_argument("--quick", action="store_true", help="fewer pictures and rounds")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="answer these questions only; nothing is written")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        pictures = gather(Path(folder))
        if not pictures.complete:
            CONSOLE.print(
                "[yellow]../shared/data is not there: made-up pictures instead; figures are not comparable.[/]"
            )
        raw = measure(pictures, Path(folder), quick=options.quick, only=options.only)
    values = {name: value() for name, (needs, value) in goals_of(raw).items() if needs in raw}
    if options.only:
        print_goals("imaging", values)
        return 0
    return 0 if report("imaging", values, raw) else 1


def measure(pictures: Pictures, work: Path, *, quick: bool, only: list[str] | None) -> dict[str, Any]:
    """All questions in turn; each prints its table as soon as it is answered."""
    raw: dict[str, Any] = {"complete": pictures.complete}
    if only is None or "jobs" in only:
        rows = measure_jobs(pictures.large[-1:] if quick else pictures.large, rounds=1 if quick else 3)
        starts = start_costs()
        show_jobs(rows, starts)
        raw |= {"jobs": [asdict(row) for row in rows], "start_cpu": starts, "floors": floors(rows)}
        if tools.imagemagick() is None:
            raw["absent"] = ["ImageMagick's command (measured through PHP's Imagick)"]
    asked = questions(pictures, work, quick=quick)
    unknown = set(only or ()) - {"jobs", *asked}
    if unknown:
        raise SystemExit(f"no such question: {', '.join(sorted(unknown))}; there are jobs, {', '.join(asked)}")
    for name, step in asked.items():
        if only is None or name in only:
            raw[name] = step()
            show(name, raw[name])
    return raw


def questions(pictures: Pictures, work: Path, *, quick: bool) -> dict[str, Callable[[], Any]]:
    """What is asked besides the full jobs, by its name in the results."""
    few = 4 if quick else 100
    return {
        "bytes_at_score_70": lambda: bytes_at_equal_score(pictures.kodak[::12] if quick else pictures.kodak[::5]),
        "score_at_equal_bytes_1024": lambda: score_against_sharp(pictures.photos[:few]),
        "avif_settings": lambda: avif_settings(pictures.photos[:few:2]),
        "drawings": lambda: drawings(pictures.graphics[1:][:few]),
        "auto_webp": lambda: auto_against_fixed(pictures.validation[:few], Format.WEBP),
        "auto_avif": lambda: auto_against_fixed(pictures.validation[:few:2], Format.AVIF),
        "meter": lambda: check_meter(pictures.kodak[:few]),
        "estimates": lambda: estimate_errors([*pictures.photos, *pictures.validation[::3]][:few]),
        "metadata": lambda: round_trip(pictures.kodak[0]),
        "growth": lambda: by_pixels(pictures.large[-1], (1, 12) if quick else (1, 4, 12, 25, 50), work),
        "workers": lambda: by_workers(pictures.large[0], 4),
    }


def goals_of(raw: dict[str, Any]) -> dict[str, tuple[str, Callable[[], float]]]:
    """For each goal, the answer that it needs and the number that it is held to."""
    jobs = {(row["tool"], row["format"]): row for row in raw.get("jobs", ())}

    def ratio(ours: str, theirs: str, to: str, figure: str) -> float:
        return round(float(jobs[ours, to][figure] / jobs[theirs, to][figure]), 4)

    def surviving() -> float:
        labels = raw["metadata"].values()
        return float(sum(row["found"] for row in labels) / sum(row["expected"] for row in labels))

    def gained() -> list[float]:
        return [row["ours"] - row["sharp"] for row in raw["score_at_equal_bytes_1024"]]

    def shares() -> list[float]:
        return [row["share"] for row in raw["drawings"] if row["score"] >= 85]

    shipped = ("ours, as shipped", "sharp, defaults")
    return {
        "webp_cpu_vs_sharp": ("jobs", lambda: ratio(*EQUAL, "webp", "cpu")),
        "webp_auto_cpu_vs_sharp": ("jobs", lambda: ratio(*shipped, "webp", "cpu")),
        "avif_cpu_vs_sharp": ("jobs", lambda: ratio(*EQUAL, "avif", "cpu")),
        "peak_memory_vs_sharp": ("jobs", lambda: ratio(*shipped, "webp", "memory")),
        "auto_webp_bytes_saved": ("auto_webp", lambda: raw["auto_webp"]["saved"]),
        "auto_avif_bytes_saved": ("auto_avif", lambda: raw["auto_avif"]["saved"]),
        "score_vs_sharp_1024": ("score_at_equal_bytes_1024", lambda: round(statistics.mean(gained()), 3)),
        "graphics_bytes_vs_original": ("drawings", lambda: round(statistics.mean(shares()), 4)),
        "ssimulacra2_cpu_s_per_mp": ("meter", lambda: raw["meter"]["cpu_s_per_mp"]),
        "ssimulacra2_error": ("meter", lambda: raw["meter"]["largest_error"]),
        "estimate_median_error": (
            "estimates",
            lambda: round(statistics.median(abs(row["error"]) for row in raw["estimates"]), 4),
        ),
        "metadata_fields_surviving": ("metadata", surviving),
    }


def show_jobs(rows: list[Row], starts: dict[str, float]) -> None:
    """The table of full jobs."""
    table = Table(
        "format",
        "tool",
        "CPU s",
        "wall s",
        "MiB",
        "kB",
        "score",
        "split of CPU",
        title="12 MP to 7 sizes, all pictures",
    )
    for row in rows:
        split = ", ".join(f"{part} {seconds:.2f}" for part, seconds in row.split.items())
        score = "" if row.score is None else f"{row.score:.1f}"
        figures = f"{row.cpu:.2f}", f"{row.wall:.2f}", f"{row.memory:.0f}", f"{row.bytes / 1000:.0f}", score
        table.add_row(row.format, row.tool, *figures, split)
    CONSOLE.print(table)
    CONSOLE.print(f"An empty run costs {starts['ours']} CPU s for ours and {starts['node']} for Node; included above.")
    for goal, floor in floors(rows).items():
        CONSOLE.print(f"{goal} would be {floor['value']} at best: {floor['why']}")


def show(name: str, found: Any) -> None:
    """Any other answer, a row for each entry."""
    rows = found if isinstance(found, list) else [found]
    table = Table(*(str(key) for key in rows[0]), title=name, title_justify="left")
    for row in rows:
        table.add_row(*(str(value) for value in row.values()))
    CONSOLE.print(table)


if __name__ == "__main__":
    sys.exit(main())
