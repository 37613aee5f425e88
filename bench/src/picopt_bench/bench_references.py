"""`make bench-references`: rename pictures on a large site, among huge values, in every form; what kills leave behind.

Parts, each of which can run by itself (`PART="scans memory"`); the outcome is put together of the last run of each:

scans      100,000 posts and 500,000 meta rows: one picture and fifty in one batch, while an editor saves
           all the time
cpu        on the same site, the CPU of the scan and its proof against wp-cli's search-replace of one string
memory     20,000 rows of 60 kB of JSON, an option of 8 MB, a post of 5 MB
fixtures   the plugin's own tests of what must be found, what must not be touched, and what must be listed
kills      its kill matrix by steps, and what `make bench-kills` has counted by the clock; where the parts of the matrix
           were run one by one (see KillTest), PICOPT_KILLS names the file that they have counted in
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from rich.console import Console

from picopt_bench.goals import BENCH, report
from picopt_bench.parts import asked_parts
from picopt_standalone.wordpress import Site

PHP: Final = Path(__file__).parent / "references"
ROOT: Final = Path(__file__).parents[3]
KEPT: Final = ROOT / "var" / "bench-references.json"
POSTS, META_ROWS, HUGE_ROWS = 100_000, 500_000, 20_000
REPEATS: Final = 3
ENOUGH_KILLS: Final = 300
TICK: Final = 0.01  # seconds; proc(5)

FIXTURES: Final = ("B1", "B2", "B3", "B7", "B9", "B10", "B11", "B13", "B14")
LISTED: Final = "B11"

Part = dict[str, Any]


def main() -> int:
    """Measure what was asked for, put all together, print, write; exit code 1 when a goal is missed."""
    chosen = asked_parts() or list(PARTS)
    if unknown := set(chosen) - PARTS.keys():
        raise SystemExit(f"{', '.join(sorted(unknown))}: the parts are {', '.join(PARTS)}")
    kept: dict[str, Part] = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    for name in chosen:
        kept[name] = PARTS[name]()
        KEPT.write_text(json.dumps(kept, indent=2))
    values = {goal: value for part in kept.values() for goal, value in part["values"].items()}
    details = {name: part["details"] for name, part in kept.items()}
    Console().print_json(data=details)
    goals: dict[str, str] = json.loads((BENCH / "goals.json").read_text())["references"]
    missing = [goal for goal in goals if goal not in values]
    return 0 if report("references", values, {"details": details}, unmeasured=missing) else 1


@contextmanager
def large_site() -> Iterator[tuple[Site, dict[str, str]]]:
    """A site of 100,000 posts, and what the scripts have to know of it."""
    with Site("bench-references") as site, tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            **site.environment,
            "BENCH_POSTS": f"{folder}/posts.json",
            "BENCH_DATABASE": (site.folder / "mariadb" / "run" / "mariadb.pid").read_text().strip(),
        }
        run_php("build.php", str(POSTS), str(META_ROWS), environment=environment)
        yield site, environment


def replace_images(count: int, environment: dict[str, str]) -> dict[str, Any]:
    """What a batch of so many took. Raises SystemExit when one of them failed."""
    result: dict[str, Any] = json.loads(run_php("run.php", str(count), environment=environment))
    if result["failed"]:
        raise SystemExit(f"pictures failed: {result['failed'][:3]}")
    return result


def measure_cpu() -> Part:
    """The scan and its proof for one picture, and wp-cli's search-replace of one string in all tables; medians."""
    with large_site() as (site, environment):
        database = int(environment["BENCH_DATABASE"])
        alone = [replace_images(1, environment) for _ in range(REPEATS)]
        theirs = statistics.median(cpu_of_search_replace(site, database) for _ in range(REPEATS))
    return {
        "values": {"cpu_vs_search_replace": round(median(alone, "cpu_s") / theirs, 3)},
        "details": {
            "cpu_of_scan_and_proof_s": median(alone, "cpu_s"),
            "cpu_of_search_replace_s": round(theirs, 3),
            "load_average": round(os.getloadavg()[0], 1),
            "cpus": os.cpu_count(),
        },
    }


def measure_scans() -> Part:
    """One and fifty pictures in turn, with an editor who saves all the time; medians, and the longest wait of all."""
    with large_site() as (_, environment):
        writing = Path(environment["BENCH_POSTS"]).with_name("writing")
        writing.touch()
        command = ["php", str(PHP / "writer.php"), str(writing)]
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as writer:
            ones, fifties = [], []
            try:
                for _ in range(REPEATS):
                    ones.append(replace_images(1, environment))
                    fifties.append(replace_images(50, environment))
            finally:
                writing.unlink()
            saves = json.loads(writer.communicate(timeout=60)[0])
    one, fifty = median(ones, "references_s"), median(fifties, "references_s")
    return {
        "values": {
            "fifty_pictures_vs_one": round(fifty / one, 3),
            "longest_writer_wait_ms": saves["longest_ms"],
        },
        "details": {
            "one_picture_s": one,
            "fifty_pictures_s": fifty,
            "second_scan_one_s": median(ones, "recheck_s"),
            "second_scan_fifty_s": median(fifties, "recheck_s"),
            "whole_apply_one_s": median(ones, "apply_s"),
            "whole_apply_fifty_s": median(fifties, "apply_s"),
            "revert_one_s": median(ones, "revert_s"),
            "revert_fifty_s": median(fifties, "revert_s"),
            "rows_read_a_scan": ones[0]["rows"] // 3,
            "values_changed_one": ones[0]["places"],
            "values_changed_fifty": fifties[0]["places"],
            "memory_mb": max(result["memory_mb"] for result in fifties),
            "posts": POSTS,
            "meta_rows": META_ROWS,
            "saves_meanwhile": saves["saves"],
            "median_save_ms": saves["median_ms"],
            "load_average": round(os.getloadavg()[0], 1),
            "cpus": os.cpu_count(),
        },
    }


def cpu_of_search_replace(site: Site, database: int) -> float:
    """Seconds of CPU that wp-cli and the database take to replace one string in all tables."""

    def used() -> float:
        fields = Path(f"/proc/{database}/stat").read_text().rsplit(")", 1)[1].split()
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        return children.ru_utime + children.ru_stime + TICK * (int(fields[11]) + int(fields[12]))

    before = used()
    site.wp("search-replace", "benchmark-1-c4ca4.jpg", "benchmark-1-c4ca4.webp", "--all-tables", "--quiet")
    return used() - before


def measure_memory() -> Part:
    """The peak of the process that replaces one image among huge values, with PHP's own limit of 128 MB."""
    with Site("bench-memory") as site:
        found = json.loads(run_php("memory.php", str(HUGE_ROWS), environment={**os.environ, **site.environment}))
    if found["failed"]:
        raise SystemExit(f"the picture failed: {found['failed']}")
    return {"values": {"peak_memory_mb": found["peak_memory_mb"]}, "details": found}


def count_fixtures() -> Part:
    """The plugin's own tests, one case a fixture; one of B11 fails where a name is neither rewritten nor listed."""
    cases = run_cases(FIXTURES)
    bad = sum(cases.values())
    unlisted = sum(run_cases((LISTED,)).values()) if bad else 0
    return {
        "values": {
            "fixtures_right": round((len(cases) - bad) / len(cases), 4),
            "unlisted_leftovers": float(unlisted),
        },
        "details": {"fixtures": len(cases), "right": len(cases) - bad},
    }


def run_cases(rows: tuple[str, ...]) -> dict[str, bool]:
    """Whether each test case of these rows of the acceptance list has failed."""
    groups = ",".join(f"acceptance-{row}" for row in rows)
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "junit.xml"
        run_phpunit(["--group", groups, "--log-junit", str(log)])
        cases = list(ET.parse(log).getroot().iter("testcase"))  # noqa: S314 -- PHPUnit wrote it a moment ago
    return {
        f"{case.get('class')}::{case.get('name')}": case.find("failure") is not None or case.find("error") is not None
        for case in cases
    }


def count_kills() -> Part:
    """The kill matrix of the plugin's deep tests, and the kills by the clock; a failure leaves its count, too."""
    with tempfile.TemporaryDirectory() as folder:
        counted = Path(os.environ.get("PICOPT_KILLS", f"{folder}/kills.json"))
        if not counted.exists():
            run_phpunit(["--group", "deep", "--filter", "KillTest::testTheWholeMatrix"], {"PICOPT_KILLS": str(counted)})
        steps: dict[str, int] = json.loads(counted.read_text())
    by_clock = BENCH / "results" / "kills.json"
    clock = json.loads(by_clock.read_text()).get("count", {}) if by_clock.exists() else {}
    kills, survived = (steps[name] + clock.get(name, 0) for name in ("kills", "survived"))
    values = {"kills_survived": round(survived / max(kills, ENOUGH_KILLS), 4)}
    if clock:
        values["outage_items_lost"] = float(clock["items_lost"])
    return {"values": values, "details": {"kills": kills, "survived": survived, "by_clock": clock}}


def median(results: list[dict[str, Any]], name: str) -> float:
    """Of the repeats."""
    return round(statistics.median(float(result[name]) for result in results), 3)


def run_php(script: str, *arguments: str, environment: dict[str, str]) -> str:
    """Standard output of a script of ours."""
    command = ["php", str(PHP / script), *arguments]
    return subprocess.run(command, env=environment, check=True, text=True, stdout=subprocess.PIPE).stdout


def run_phpunit(arguments: list[str], more: dict[str, str] | None = None) -> None:
    """In a site of its own. Failures are counted by the caller."""
    with Site("bench-fixtures") as site:
        subprocess.run(
            ["phpunit", "-c", str(ROOT / "wordpress" / "phpunit.xml.dist"), *arguments],
            env={**os.environ, **site.environment, **(more or {})},
            check=False,
        )


PARTS: Final[dict[str, Callable[[], Part]]] = {
    "scans": measure_scans,
    "cpu": measure_cpu,
    "memory": measure_memory,
    "fixtures": count_fixtures,
    "kills": count_kills,
}


if __name__ == "__main__":
    sys.exit(main())
