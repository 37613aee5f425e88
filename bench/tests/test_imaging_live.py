import sys

import pytest

from picopt_bench.imaging.live import Live

_BURNS = """
import sys, time
print("{}", flush=True)
for line in sys.stdin:
    end = time.process_time() + 0.2
    held = bytearray(64 * 2**20) if "much" in line else b""
    while time.process_time() < end: pass
    del held
    print(line.strip(), flush=True)
"""


def test_a_job_counts_its_own_cpu_and_memory_and_not_the_jobs_before() -> None:
    with Live([sys.executable, "-c", _BURNS]) as process:
        much, little = process.run({"ask": "much"}), process.run({"ask": "little"})
    assert (much.said, little.said) == ({"ask": "much"}, {"ask": "little"})
    assert all(0.2 <= cost.cpu < 0.35 for cost in (much, little))
    assert much.memory > little.memory + 48
    assert process.start_cpu > 0


def test_a_process_that_ends_instead_of_answering_is_named() -> None:
    with (
        Live([sys.executable, "-c", "print('{}')\nimport sys\nsys.stdin.readline()\nsys.exit(3)"]) as process,
        pytest.raises(RuntimeError, match="ended with code 3"),
    ):
        process.run({})
