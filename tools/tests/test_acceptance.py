import json
import re
import shutil
import subprocess
from collections import defaultdict

import acceptance
import pytest


def test_there_are_86_rows():
    assert len(acceptance.ROWS) == 86
    assert (acceptance.ROWS[0], acceptance.ROWS[-1]) == ("A1", "U6")


def test_the_page_says_what_each_row_is():
    page = (acceptance.TOP / "docs" / "acceptance.md").read_text("utf-8")
    assert re.findall(r"^- \*\*([A-Z]\d+)\*\* \S", page, re.MULTILINE) == acceptance.ROWS


def test_each_row_that_a_test_names_is_on_the_list():
    command = [
        "git",
        "grep",
        "-hoE",
        r"(acceptance\(|group acceptance-|\[acceptance-)[^])]*",
        "--",
        "*.py",
        "*.php",
        "*.js",
        "*.jsx",
    ]
    lines = subprocess.run(command, cwd=acceptance.TOP, check=True, text=True, capture_output=True).stdout
    named = set(re.findall(r"\b[A-Z]\d+\b", lines))

    assert "C1" in named
    assert named <= set(acceptance.ROWS)


def test_a_php_test_proves_the_rows_of_its_class_and_its_own(tmp_path):
    source = tmp_path / "SomeTest.php"
    source.write_text("""<?php
/** @group acceptance-U3 */
final class SomeTest
{
    /** @group acceptance-A1 */
    public function testOther(): void {}

    /**
     * @group deep
     * @group acceptance-H2
     * @group acceptance-B16
     */
    public function testIt(): void {}
}
""")

    assert acceptance.rows_of_php_test(source, "testIt") == {"U3", "H2", "B16"}
    assert acceptance.rows_of_php_test(source, "testOther") == {"U3", "A1"}
    assert acceptance.rows_of_deep_php_tests(tmp_path) == {"U3", "H2", "B16"}


@pytest.mark.parametrize(("deep", "expected"), [(False, ["testQuick"]), (True, ["testQuick", "testLong"])])
def test_long_php_tests_run_when_they_are_asked_for_and_only_then(tmp_path, deep, expected):
    shutil.copy(acceptance.TOP / "wordpress" / "phpunit.xml.dist", tmp_path)
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "bootstrap.php").write_text("<?php\n")
    (tmp_path / "tests" / "SomeTest.php").write_text("""<?php
final class SomeTest extends PHPUnit\\Framework\\TestCase
{
    /** @group acceptance-A1 */
    public function testQuick(): void { self::assertTrue(true); }

    /**
     * @group acceptance-A1
     * @group deep
     */
    public function testLong(): void { self::assertTrue(true); }

    public function testOfNoRow(): void { self::assertTrue(true); }
}
""")
    report = tmp_path / "report.xml"

    command = ["phpunit", "-c", str(tmp_path / "phpunit.xml.dist"), *acceptance.groups(deep=deep)]
    subprocess.run([*command, "--log-junit", str(report)], cwd=tmp_path, check=True, capture_output=True)

    assert [case.get("name") for case, passed in acceptance.outcomes(report) if passed] == expected


def test_a_test_of_the_screens_proves_the_rows_in_its_title(tmp_path):
    report = tmp_path / "report.xml"
    report.write_text("""<testsuites><testsuite>
<testcase classname="a.test.js" name="generate &gt; [acceptance-E1] fills it"/>
<testcase classname="a.test.js" name="generate &gt; [acceptance-E2] leaves it"><failure message="no"/></testcase>
<testcase classname="a.test.js" name="generate &gt; is of no row"/>
</testsuite></testsuites>""")
    results = defaultdict(dict)

    acceptance.read_titles(results, report)

    assert results == {
        "E1": {"a.test.js::generate > [acceptance-E1] fills it": True},
        "E2": {"a.test.js::generate > [acceptance-E2] leaves it": False},
    }


@pytest.mark.parametrize(("met", "expected"), [(True, True), (False, False)])
def test_a_benchmark_proves_its_row_when_its_goal_is_met(tmp_path, met, expected):
    goals = [{"name": "cpu_vs_search_replace", "met": met}, {"name": "one_picture_s", "met": not met}]
    (tmp_path / "references.json").write_text(json.dumps({"goals": goals}))
    results = defaultdict(dict)

    acceptance.read_benchmarks(results, tmp_path)

    assert results["B8"]["bench-references::cpu_vs_search_replace"] is expected
    assert "bench-references::one_picture_s" not in results["B8"]


def test_what_was_never_measured_is_not_met(tmp_path):
    results = defaultdict(dict)

    acceptance.read_benchmarks(results, tmp_path)

    assert results["B8"]["bench-references::cpu_vs_search_replace"] is False


def test_a_row_without_a_test_fails_and_one_with_long_tests_says_so(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(acceptance, "VAR", tmp_path)
    results = defaultdict(dict, {row: {"test": True} for row in acceptance.ROWS if row not in {"A8", "H4"}})

    assert not acceptance.write_report(results, {"H4"}, {"python": 0})

    table = capsys.readouterr().out
    assert "which run with --deep: H4\n" in table
    assert "rows without a test: A8\n" in table
    assert "suites that failed or broke off: none\n" in table
    assert acceptance.write_report(results, {"A8", "H4"}, {"python": 0})


def test_a_suite_that_breaks_off_fails_the_whole_though_each_row_is_proved_elsewhere(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(acceptance, "VAR", tmp_path)
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # no plugin is needed, and they take longest
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = acceptance(row)\n")
    proof = "import pytest\n\n@pytest.mark.acceptance('A1')\ndef test_it():\n    pass\n"
    (tmp_path / "test_sound.py").write_text(proof)
    results = defaultdict(dict, {row: {"test": True} for row in acceptance.ROWS})

    assert acceptance.run_pytest(results, set(), "parts", tmp_path, ["-m", "acceptance"]) == 0
    assert results["A1"] == {"test": True, "test_sound::test_it": True}

    (tmp_path / "test_broken.py").write_text(f"import nothing_of_this_name\n{proof}")
    code = acceptance.run_pytest(results, set(), "parts", tmp_path, ["-m", "acceptance"])

    assert not acceptance.write_report(results, set(), {"parts": code, "vitest": 0})
    assert f"suites that failed or broke off: parts (exit code {code})\n" in capsys.readouterr().out
