import queue
from pathlib import Path

from picopt_bench.mutation.coverage import Coverage
from picopt_bench.mutation.judging import judge
from picopt_bench.mutation.mutants import Mutant

MUTANTS = [Mutant(Path("/a.py"), line, 0, 0, "", "") for line in (1, 2)]
COVERAGE = Coverage({"lines": {"/a.py": {"1": ["one"], "2": ["two"]}}, "seconds": {"one": 0.1, "two": 0.1}})


class Server:
    """Tests of line 1 notice every change, those of line 2 none."""

    def kills(self, _mutant, tests, _limits):
        return tests == ["one"]


def test_each_meets_the_tests_of_its_line_and_one_without_tests_survives():
    servers = queue.Queue()
    servers.put(Server())

    assert judge(MUTANTS, servers, COVERAGE) == [True, False]
    assert judge([Mutant(Path("/b.py"), 1, 0, 0, "", "")], queue.Queue(), COVERAGE) == [False]
    assert servers.qsize() == 1
