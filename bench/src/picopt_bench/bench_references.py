"""`make bench-references`: rename pictures on a site with 100,000 posts and 500,000 meta rows; kill it 200 times.

How long the search for references takes for one picture and for fifty in one batch, how long an editor who saves at the
same time has to wait at most, how many of the reference fixtures come out right, and how many kills are survived.
The kills alone take ten minutes on a quiet machine: `--kills FILE` takes what a run of their test has counted apart.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

from rich.console import Console

from picopt_bench.goals import report
from picopt_standalone.wordpress import Site

PHP = Path(__file__).parent / "references"
ROOT = Path(__file__).parents[3]
POSTS, META_ROWS = 100_000, 500_000
REPEATS = 3


def main() -> int:
    """Measure, print, write; exit code 1 when a goal is missed."""
    values, details = measure_scans()
    fixtures = count_fixtures()
    kills = json.loads(Path(sys.argv[2]).read_text()) if sys.argv[1:2] == ["--kills"] else count_kills()
    values["fixtures_right"] = round(fixtures["right"] / fixtures["fixtures"], 4)
    values["kills_survived"] = round(kills["survived"] / max(kills["kills"], 200), 4)
    details |= {**fixtures, **kills}
    Console().print_json(data=details)
    return 0 if report("references", values, {"details": details}) else 1


def measure_scans() -> tuple[dict[str, float], dict[str, Any]]:
    """One and fifty pictures in turn, with an editor who saves all the time; medians, and the longest wait of all."""
    with Site("bench-references") as site, tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, **site.environment, "BENCH_POSTS": f"{folder}/posts.json"}
        run_php("build.php", str(POSTS), str(META_ROWS), environment=environment)
        run_php("run.php", "1", environment=environment)  # warms the caches
        writing = Path(folder) / "writing"
        writing.touch()
        command = ["php", str(PHP / "writer.php"), str(writing)]
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as writer:
            ones, fifties = [], []
            try:
                for _ in range(REPEATS):
                    ones.append(json.loads(run_php("run.php", "1", environment=environment)))
                    fifties.append(json.loads(run_php("run.php", "50", environment=environment)))
            finally:
                writing.unlink()
            saves = json.loads(writer.communicate(timeout=60)[0])
    for result in (*ones, *fifties):
        if result["failed"]:
            raise SystemExit(f"pictures failed: {result['failed'][:3]}")
    one, fifty = median(ones, "references_s"), median(fifties, "references_s")
    values = {
        "one_picture_s": one,
        "fifty_pictures_vs_one": round(fifty / one, 3),
        "longest_writer_wait_ms": saves["longest_ms"],
    }
    return values, {
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
    }


def median(results: list[dict[str, Any]], name: str) -> float:
    """Of the repeats."""
    return round(statistics.median(float(result[name]) for result in results), 3)


def run_php(script: str, *arguments: str, environment: dict[str, str]) -> str:
    """Standard output of a script of ours."""
    command = ["php", str(PHP / script), *arguments]
    return subprocess.run(command, env=environment, check=True, text=True, stdout=subprocess.PIPE).stdout


def count_fixtures() -> dict[str, int]:
    """The plugin's own tests of what must be found and what must not be touched, one case a fixture."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "junit.xml"
        run_phpunit(["--group", "acceptance-B1,acceptance-B2,acceptance-B3,acceptance-B7", "--log-junit", str(log)])
        cases = list(ET.parse(log).getroot().iter("testcase"))  # noqa: S314 -- PHPUnit wrote it a moment ago
    bad = [case for case in cases if case.find("failure") is not None or case.find("error") is not None]
    return {"fixtures": len(cases), "right": len(cases) - len(bad)}


def count_kills() -> dict[str, int]:
    """The kill matrix of the plugin's deep tests; the count is kept after each kill, so a failure shows in it."""
    with tempfile.TemporaryDirectory() as folder:
        counted = Path(folder) / "kills.json"
        run_phpunit(["--group", "deep", "--filter", "KillTest::testTheWholeMatrix"], {"PICOPT_KILLS": str(counted)})
        kills: dict[str, int] = json.loads(counted.read_text())
    return kills


def run_phpunit(arguments: list[str], more: dict[str, str] | None = None) -> None:
    """In a site of its own. Failures are counted by the caller."""
    with Site("bench-fixtures") as site:
        subprocess.run(
            ["phpunit", "-c", str(ROOT / "wordpress" / "phpunit.xml.dist"), *arguments],
            env={**os.environ, **site.environment, **(more or {})},
            check=False,
        )


if __name__ == "__main__":
    sys.exit(main())
