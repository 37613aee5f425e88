import json
import os
import queue
import subprocess
from pathlib import Path

import psutil
import pytest
from waiting import wait_until

from picopt_bench.mutation import php_runner
from picopt_bench.mutation.mutants import Mutant

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
