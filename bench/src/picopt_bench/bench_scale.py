"""`make bench-scale`: what an image costs each part, what a queue entry costs an engine, and when a queue falls behind.

The figures of docs/scale.md. `--part cost`, `engines` or `simulation` measures only that and keeps the others.
"""

import argparse
import json
import os
import subprocess
import sys
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from picopt_bench.goals import BENCH
from picopt_bench.scale.cost import measure_cost
from picopt_bench.scale.engines import measure_postgresql, measure_redis
from picopt_bench.scale.simulation import House, simulate
from picopt_standalone.stack.stack import MANAGE

IMAGES: Final = 10
ENTRIES: Final = 2_000
BACKLOGS: Final = (1_000, 100_000)
MILLIONS: Final = (1, 10, 100, 300, 1000)
A_MONTH: Final = 30 * 24 * 3600
PEAK: Final = 3.0  # the busiest hour of a day over the mean
SMALL, LARGE = 2, 16  # cores of the database's server: as many as this machine has, and as one can buy anywhere
SIMULATED_S: Final = 1200.0
_RESULT: Final = BENCH / "results" / "scale.json"


def main() -> int:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", nargs="*", choices=["cost", "engines", "simulation"])
    parts = parser.parse_args().part or ["cost", "engines", "simulation"]
    found: dict[str, Any] = json.loads(_RESULT.read_text()) if _RESULT.exists() else {}
    load = {"cpus": os.cpu_count(), "load_average_before": round(os.getloadavg()[0], 2)}
    if "cost" in parts:
        found["an_image"] = {**load, "images": IMAGES, **measure_cost(IMAGES)}
    if "engines" in parts:
        found["an_entry"] = {**load, **measure_engines()}
    if "simulation" in parts:
        found["queues"] = simulate_queues(found)
    _RESULT.write_text(json.dumps({"goals": [], **found}, indent=2) + "\n", encoding="utf-8")
    Console().print_json(data={name: found[name] for name in ("an_image", "an_entry") if name in found})
    Console().print(_table(found.get("queues", [])))
    return 0


def measure_engines() -> dict[str, Any]:
    """Both engines, before a short queue and a long one."""
    measured: dict[str, Any] = {"entries": ENTRIES}
    for backlog in BACKLOGS:
        measured[f"postgresql_backlog_{backlog}"] = measure_postgresql(ENTRIES, backlog, _migrate)
        measured[f"redis_backlog_{backlog}"] = measure_redis(ENTRIES, backlog)
    return measured


def simulate_queues(found: dict[str, Any]) -> list[dict[str, Any]]:
    """The busiest hours of services of several sizes, with enough workers, on either engine."""
    worker_s = found["an_image"]["worker_cpu_ms"] / 1000
    everything_s = found["an_image"]["postgres_cpu_ms"] / 1000
    entry_s = found["an_entry"][f"postgresql_backlog_{BACKLOGS[-1]}"]["cpu_ms_per_entry"] / 1000
    redis_s = found["an_entry"][f"redis_backlog_{BACKLOGS[-1]}"]["cpu_ms_per_entry"] / 1000
    engines = {
        f"PostgreSQL with all else, {SMALL} cores": (everything_s, SMALL),
        f"PostgreSQL with all else, {LARGE} cores": (everything_s, LARGE),
        f"PostgreSQL for the queue alone, {SMALL} cores": (entry_s, SMALL),
        "Redis Streams, 1 core": (redis_s, 1),
    }
    rows = []
    for millions in MILLIONS:
        images_per_s = PEAK * millions * 1e6 / A_MONTH
        seconds = min(SIMULATED_S, 200_000 / images_per_s)
        for name, (engine_s, cores) in engines.items():
            house = House(
                images_per_s=images_per_s,
                engine_s=engine_s,
                engine_cores=cores,
                worker_s=worker_s,
                workers=4 + round(1.4 * images_per_s * worker_s),
            )
            outcome = simulate(house, seconds=seconds)
            rows.append(
                {
                    "millions_a_month": millions,
                    "engine": name,
                    "images_per_s": round(images_per_s, 2),
                    "workers": house.workers,
                    **vars(outcome),
                    "keeps_up": outcome.keeps_up,
                }
            )
    return rows


def _migrate(url: str) -> None:
    environment = {**os.environ, "DATABASE_URL": url}
    subprocess.run([*MANAGE, "migrate", "--verbosity=0"], env=environment, check=True)


def _table(rows: list[dict[str, Any]]) -> Table:
    names = ("millions_a_month", "engine", "workers", "worst_hundredth_wait_s", "engine_busy", "keeps_up")
    table = Table(*names, title="The busiest hour", title_justify="left")
    for row in rows:
        table.add_row(*(str(row[name]) for name in names))
    return table


if __name__ == "__main__":
    sys.exit(main())
