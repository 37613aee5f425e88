import json
import os
import queue
import subprocess
import sys
from functools import partial
from pathlib import Path

import psutil
import pytest
from waiting import wait_until

from picopt_bench.mutation import __main__ as main
from picopt_bench.mutation import forking, php_runner
from picopt_bench.mutation.coverage import BUDGET, UNHURRIED, Coverage, patience
from picopt_bench.mutation.mutants import SAMPLE, Mutant, sample, survivors_of
from picopt_bench.mutation.python_source import mutants_of
from picopt_bench.mutation.result import Result

SOURCE = '''"""A module's words stay: 1 < 2."""

from typing import Annotated

from pydantic import Field

Small = Annotated[int, Field(le=9)]


def choose(first: int, second: int = 3) -> int | None:
    """A docstring."""
    if first < second and not first:
        log.warning("only said")
        note(first)
        return first + 1
    for each in range(second):
        if each == 2:
            continue
        raise ValueError(f"{first + second}")
    return {"a": first}["a"] if second else None
'''


def changes(tmp_path, source):
    path = tmp_path / "module.py"
    path.write_text(source)
    return mutants_of(path)


def test_what_is_changed_in_python(tmp_path):
    assert [mutant.what for mutant in changes(tmp_path, SOURCE)] == [
        "9 becomes 10",
        "3 becomes 4",
        "first < second becomes first <= second",
        "first < second and (not first) becomes first < second or not first",
        "if first < second and (not first) becomes if not (first < second and (not first))",
        "not first becomes first",
        "note(first) is left out",
        "return first + 1 becomes return None",
        "first + 1 becomes first - 1",
        "1 becomes 2",
        "each == 2 becomes each != 2",
        "2 becomes 3",
        "continue becomes break",
        "raise ValueError(f'{first + second}') is left out",
        "return {'a': first}['a'] if second else None becomes return None",
        "'a' becomes 'aX'",
        "if second becomes if not second",
    ]


def test_each_change_of_python_is_one_place_and_can_be_compiled(tmp_path):
    for mutant in changes(tmp_path, SOURCE):
        changed = mutant.apply(SOURCE.encode()).decode()
        assert changed != SOURCE
        assert changed.startswith(SOURCE.encode()[: mutant.start].decode())
        compile(changed, "changed", "exec")


def test_a_change_behind_letters_of_several_bytes_hits_its_place(tmp_path):
    (mutant,) = changes(tmp_path, 'x = "größer", 5\n')

    assert mutant.apply('x = "größer", 5\n'.encode()).decode() == 'x = "größer", 6\n'


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


def test_a_mutant_that_hangs_is_given_up_soon_but_not_one_on_a_busy_machine():
    assert patience(0) == 15
    assert patience(BUDGET) < 75
    assert all(patience(seconds) >= 4 * seconds for seconds in (0.1, 1, BUDGET))


def test_all_that_pytest_loads_by_itself_is_loaded_once():
    assert {"_hypothesis_pytestplugin", "pytest_django.plugin"} <= set(forking.plugins())
    assert len(set(forking.plugins())) == len(forking.plugins())


def test_a_mutant_meets_the_tests_of_its_line_special_ones_first_within_the_budget():
    lines = {"1": ["", "wide"], "2": ["wide", "narrow", "slow"], "3": ["wide"]}
    report = {"lines": {"/a.py": lines}, "seconds": {"wide": BUDGET - 1, "narrow": 0.5, "slow": 9.0, "other": 0.1}}
    report["seconds"]["wide"] = 2.0

    def tests_of(line, path="/a.py"):
        return Coverage(report).tests_of(Mutant(Path(path), line, 0, 0, "", ""))

    assert tests_of(2) == ["narrow", "wide"]
    assert tests_of(1) == ["narrow", "wide", "other"]
    assert tests_of(1, "/b.py") == []


def test_what_is_no_line_that_runs_meets_the_tests_of_its_file():
    lines = {"/A.php": {"9": ["T::narrow", "T::wide"]}, "/B.php": {"9": ["T::wide", "T::other"]}}
    coverage = Coverage({"lines": lines, "seconds": dict.fromkeys(("T::narrow", "T::wide", "T::other"), 0.1)})

    assert coverage.tests_of(Mutant(Path("/A.php"), 3, 0, 0, "", "20 becomes 21")) == ["T::narrow", "T::wide"]
    assert coverage.tests_of(Mutant(Path("/C.php"), 3, 0, 0, "", "20 becomes 21")) == []


def test_what_runs_at_import_meets_the_tests_whose_file_names_it_first(tmp_path):
    (tmp_path / "test_prices.py").write_text("from shop.prices import PRICES\n")
    (tmp_path / "test_boats.py").write_text("from shop.boats import BOATS\n")
    seconds = {"test_boats.py::a": 0.1, "test_prices.py::b": 0.1}
    coverage = Coverage({"lines": {"/shop/prices.py": {"1": [""]}}, "seconds": seconds}, tmp_path)

    assert coverage.tests_of(Mutant(Path("/shop/prices.py"), 1, 0, 0, "", ""))[0] == "test_prices.py::b"


def test_what_is_declared_meets_first_the_test_that_holds_it_against_something_else():
    seconds = {"test_boot.py::migrations": 5.0, "test_prices.py::b": 0.1}
    lines = {"/shop/models.py": {"1": [""], "2": ["test_prices.py::b"]}}
    coverage = Coverage({"lines": lines, "seconds": seconds}, Path(), ["test_boot.py::migrations", "test_gone.py::c"])

    declaration, step = (Mutant(Path("/shop/models.py"), line, 0, 0, "", "") for line in (1, 2))

    assert coverage.tests_of(declaration) == ["test_boot.py::migrations", "test_prices.py::b"]
    assert coverage.tests_of(step) == ["test_prices.py::b"]
    assert coverage.seconds(coverage.tests_of(declaration)) == 5.1


def test_a_busy_machine_makes_no_test_slow():
    seconds = {"busy": 9.0, "quick": 9.0, "waits": 90.0}
    report = {
        "lines": {"/a.py": {"1": list(seconds)}},
        "seconds": seconds,
        "busy": {"busy": 3.1, "quick": 1.0, "waits": 0.1},
    }
    coverage = Coverage(report)

    assert coverage.tests_of(Mutant(Path("/a.py"), 1, 0, 0, "", "")) == ["quick"]
    assert coverage.limits(["quick"]) == (patience(1.0), UNHURRIED * patience(9.0))


def test_survivors_are_named_by_place():
    mutants = [Mutant(php_runner.TOP / "a.py", 7, 0, 1, "", "1 becomes 2"), Mutant(Path("b.py"), 1, 0, 1, "", "")]

    result = Result.of(mutants, [False, True])

    assert result.as_json() == {"killed": 1, "survived": 1, "survivors": ["a.py:7 1 becomes 2"]}
    assert result.share == 0.5
    assert result.with_killed_before(8).share == 0.9


def test_only_survivors_are_judged_again_and_only_of_the_same_code():
    mutants = [Mutant(php_runner.TOP / "a.py", line, 0, 1, "", what) for line, what in ((1, "x"), (2, "x"), (2, "x"))]

    assert survivors_of(mutants, ["a.py:2 x"], php_runner.TOP) == mutants[1:]
    assert survivors_of(mutants, [], php_runner.TOP) == []
    with pytest.raises(SystemExit, match=r"a\.py:3 x"):
        survivors_of(mutants, ["a.py:2 x", "a.py:3 x"], php_runner.TOP)


@pytest.fixture
def warm_process(tmp_path):
    """Answers whether a change of `module.py` is killed by its test."""
    (tmp_path / "module.py").write_text("def double(number):\n    return number * 2\n")
    (tmp_path / "test_module.py").write_text(
        "import sys\nsys.path.insert(0, '.')\n"
        "def test_double():\n    from module import double\n    assert double(2) == 4\n"
    )
    command = [sys.executable, "-m", "picopt_bench.mutation.forking", "json"]
    with subprocess.Popen(command, cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:

        def ask(source, tests=("test_module.py",), cpu=60, clock=240):
            job = {"path": str((tmp_path / "module.py").resolve()), "source": source, "tests": tests}
            process.stdin.write(json.dumps({**job, "options": [], "cpu": cpu, "clock": clock}) + "\n")
            process.stdin.flush()
            return process.stdout.readline().strip()

        yield ask
        process.stdin.close()


def test_a_warm_process_tells_who_survives(warm_process):
    assert warm_process(None) == "survived"
    assert warm_process("def double(number):\n    return number / 2\n") == "killed"
    assert warm_process("def double(number):\n    return number + 2\n") == "survived"
    assert warm_process("def double(number):\n    while True: pass\n", cpu=2) == "killed"
    assert warm_process("def double(number):\n    import time\n    time.sleep(600)\n", clock=5) == "killed"
    assert warm_process(None) == "survived"


PHP_SOURCE = """<?php
#[Attribute(1)]
final class A
{
    private const LIMIT = 20_0;

    public function f(array $list, int $n = 1): bool
    {
        if ($n < self::LIMIT && !$list) {
            $this->note($n);
            return true;
        }
        for ($i = -1; $i !== count($list); $i++) {
            if ($list['key'] === 'word') {
                continue;
            }
            throw new \\Exception('only said');
        }
        $sum = max($n, 2) + 1;
        return $this->is_set($sum);
    }
}
"""


def test_what_is_changed_in_php(tmp_path):
    file = tmp_path / "A.php"
    file.write_text(PHP_SOURCE)

    found = json.loads(php_runner.run_php(str(php_runner.PHP / "mutants.php"), str(file)))

    assert [change["what"] for change in found] == [
        "20_0 becomes 201",
        "1 becomes 2",
        "< becomes <=",
        "&& becomes ||",
        "! is left out",
        "$this->note($n); is left out",
        "true becomes false",
        "1 becomes 2",
        "!== becomes ===",
        "++ becomes --",
        "'key' becomes 'keyX'",
        "=== becomes !==",
        "'word' becomes 'wordX'",
        "continue becomes break",
        "throw new \\Exception('only said'); is left out",
        "max becomes min",
        "2 becomes 3",
        "+ becomes -",
        "1 becomes 2",
    ]
    for change in found:
        mutant = Mutant(file, change["line"], change["start"], change["end"], change["text"], change["what"])
        changed = tmp_path / "changed.php"
        changed.write_bytes(mutant.apply(file.read_bytes()))
        assert changed.read_bytes() != file.read_bytes()
        php_runner.run_php("-l", str(changed))


@pytest.mark.parametrize("end", ["wait", "exit 3"])
def test_nothing_that_a_run_has_started_outlives_it(tmp_path, end):
    command = ["bash", "-c", f"sleep 300 & echo $! > {tmp_path}/child; {end}"]

    if end == "wait":
        with pytest.raises(subprocess.TimeoutExpired):
            php_runner.run_whole(command, dict(os.environ), seconds=3)
    else:
        assert php_runner.run_whole(command, dict(os.environ)).returncode == 3

    child = int((tmp_path / "child").read_text())
    wait_until(lambda: not is_running(child), "its child has ended")


def is_running(pid):
    """A process that was ended, and that nobody has asked about yet, does not run."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_a_run_is_over_when_the_command_is_whoever_holds_its_output():
    done = php_runner.run_whole(["bash", "-c", "sleep 300 & echo failed; exit 1"], dict(os.environ), seconds=60)
    assert (done.returncode, done.stdout) == (1, "failed\n")


def test_phpunits_log_is_read_by_test_whatever_its_data(tmp_path):
    log = tmp_path / "junit.xml"
    log.write_text(
        '<testsuites><testcase name="testA with data set #0" class="T" time="0.5"/>'
        '<testcase name="testA with data set &quot;x&quot;" class="T" time="0.25"/>'
        '<testcase name="testB" class="T" time="1"/>'
        '<testcase name="testC" class="T" time="1"><failure/></testcase></testsuites>'
    )

    assert php_runner.seconds_of(log) == {"T::testA": 0.75, "T::testB": 1.0}


def test_a_suite_is_judged_by_its_own_folders_of_tests_from_one_pass_over_each(tmp_path, monkeypatch):
    passes = []

    class Server:
        def cover(self, folder):
            passes.append(folder)
            test, broken = (f"PictureOptimizer\\Tests\\{folder}\\{name}Test::testIt" for name in ("Some", "Broken"))
            busy = {test: 0.5, broken: 0.1}
            return {"lines": {"/a.php": {"7": [test, broken]}}, "seconds": {test: 14.0}, "busy": busy}

    monkeypatch.setattr(php_runner, "WORK", tmp_path)
    (tmp_path / "coverage-Replace-of-before.json").write_text("{}", encoding="utf-8")
    servers = queue.Queue()
    servers.put(Server())
    for suite in php_runner.PHP_SUITES:
        coverage = php_runner.coverage_of(suite, servers)
        judges = coverage.tests_of(Mutant(Path("/a.php"), 7, 0, 1, "", ""))
        assert sorted(judges) == sorted(
            f"PictureOptimizer\\Tests\\{folder}\\SomeTest::testIt" for folder in suite.tests
        )
    folders = {folder for suite in php_runner.PHP_SUITES for folder in suite.tests}
    assert sorted(passes) == sorted(folders)
    kept = {f"coverage-{folder}-{php_runner.digest(folder)}.json" for folder in folders}
    assert {path.name for path in tmp_path.iterdir()} == kept


def test_what_was_noted_holds_until_a_file_changes(tmp_path, monkeypatch):
    monkeypatch.setattr(php_runner, "TOP", tmp_path)
    monkeypatch.setattr(php_runner, "PLUGIN", tmp_path / "plugin")
    monkeypatch.setattr(php_runner, "TESTS", tmp_path / "tests")
    monkeypatch.setattr(php_runner, "PHP", tmp_path / "php")
    for name in ("plugin/src/A.php", "tests/TestCase.php", "tests/Queue/ATest.php", "tests/Replace/ATest.php"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("<?php\n", encoding="utf-8")
    before = php_runner.digest("Queue")
    assert php_runner.digest("Queue") == before
    (tmp_path / "tests/Replace/ATest.php").write_text("<?php\n\n", encoding="utf-8")
    assert php_runner.digest("Queue") == before, "tests of others"
    (tmp_path / "tests/Queue/ATest.php").write_text("<?php\n\n", encoding="utf-8")
    changed = php_runner.digest("Queue")
    (tmp_path / "tests/TestCase.php").write_text("<?php\n\n", encoding="utf-8")
    shared = php_runner.digest("Queue")
    (tmp_path / "plugin/src/A.php").rename(tmp_path / "plugin/src/B.php")
    assert len({before, changed, shared, php_runner.digest("Queue")}) == 4


def test_a_test_is_found_in_its_file_and_what_works_elsewhere_is_no_judge(tmp_path, monkeypatch):
    test = "PictureOptimizer\\Tests\\Replace\\StepsTest::testAllSteps"
    assert php_runner.file_of(test) == "Replace/StepsTest.php"
    assert (php_runner.TESTS / php_runner.file_of(test)).is_file()
    for file in php_runner.ELSEWHERE:
        assert (php_runner.TESTS / file).is_file(), "a name that leads nowhere leaves nothing out"
    server = php_runner.PhpServer(tmp_path, {})
    folder, one = (
        server._configure(str(number), [tests]) for number, tests in enumerate(("Replace", "Replace/ATest.php"))
    )
    left_out = f"<exclude>{php_runner.TESTS}/Replace/KillTest.php</exclude>"
    assert f"<directory>{php_runner.TESTS}/Replace</directory>" in folder.read_text(encoding="utf-8")
    assert left_out in folder.read_text(encoding="utf-8")
    assert f"<file>{php_runner.TESTS}/Replace/ATest.php</file>" in one.read_text(encoding="utf-8")


def test_two_runs_at_once_keep_what_both_have_shown(tmp_path, monkeypatch):
    report = tmp_path / "mutation.json"

    def judge(name, _size, _survivors):
        if name == "jobs":  # while it is judged, another run ends
            monkeypatch.setattr(sys, "argv", ["mutate", "Replace"])
            main.main()
        return Result(3, (f"{name}.py:1 x",))

    monkeypatch.setattr(main, "REPORT", report)
    monkeypatch.setattr(main, "JUDGES", {name: partial(judge, name) for name in ("Planning", "jobs", "Replace")})
    for name in ("Planning", "jobs"):
        monkeypatch.setattr(sys, "argv", ["mutate", name])
        assert main.main() == 0
    found = json.loads(report.read_text(encoding="utf-8"))
    assert {name: (one["killed"], one["survivors"]) for name, one in found.items()} == {
        name: (3, [f"{name}.py:1 x"]) for name in ("Planning", "jobs", "Replace")
    }
