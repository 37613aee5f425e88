from pathlib import Path

import pytest

from picopt_bench.mutation.mutants import SAMPLE, Mutant, sample, survivors_of
from picopt_bench.mutation.python_suites import TOP
from picopt_bench.mutation.result import Result


def test_a_sample_is_the_same_each_time_and_another_for_each_package():
    mutants = [Mutant(Path("a.py"), 1, number, number, "", "") for number in range(3 * SAMPLE)]

    assert sample(mutants, "jobs") == sample(mutants, "jobs") != sample(mutants, "billing")
    assert len(sample(mutants, "jobs")) == SAMPLE == 200
    assert sample(mutants[:5], "jobs") == mutants[:5]


def test_a_smaller_sample_is_part_of_no_other_order():
    mutants = [Mutant(Path("a.py"), 1, number, number, "", "") for number in range(500)]

    few = sample(mutants, "jobs", 10)

    assert few == sample(mutants, "jobs", 10)
    assert [mutant.start for mutant in few] == sorted(mutant.start for mutant in few)
    assert len(few) == 10


def test_survivors_are_named_by_place():
    mutants = [Mutant(TOP / "a.py", 7, 0, 1, "", "1 becomes 2"), Mutant(Path("b.py"), 1, 0, 1, "", "")]

    result = Result.of(mutants, [False, True])

    assert result.as_json() == {"killed": 1, "survived": 1, "survivors": ["a.py:7 1 becomes 2"]}
    assert result.share == 0.5
    assert result.with_killed_before(8).share == 0.9


def test_only_survivors_are_judged_again_and_only_of_the_same_code():
    mutants = [Mutant(TOP / "a.py", line, 0, 1, "", what) for line, what in ((1, "x"), (2, "x"), (2, "x"))]

    assert survivors_of(mutants, ["a.py:2 x"], TOP) == mutants[1:]
    assert survivors_of(mutants, [], TOP) == []
    with pytest.raises(SystemExit, match=r"a\.py:3 x"):
        survivors_of(mutants, ["a.py:2 x", "a.py:3 x"], TOP)
