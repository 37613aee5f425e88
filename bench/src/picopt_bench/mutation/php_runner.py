"""Judge the mutants of a folder of the plugin: in a real WordPress each worker keeps, against the tests of their lines.

Lines are counted by pcov, which is taken from its Debian package without installing it: one pass over each folder of
tests, kept until a file of the plugin or of that folder changes. A worker's WordPress has a copy of the plugin, so that
no change ever touches this folder. Which tests judge, and when one that goes on and on is ended, is counted in seconds
of CPU: a busy machine changes no verdict.
"""

import hashlib
import json
import os
import queue
import re
import shutil
import signal
import subprocess
import tempfile
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from picopt_bench.mutation.coverage import Coverage, Limits
from picopt_bench.mutation.judging import WORKERS, judge
from picopt_bench.mutation.mutants import Mutant, sample, survivors_of
from picopt_bench.mutation.python_suites import TOP
from picopt_bench.mutation.result import Result
from picopt_standalone.wordpress import Site

PHP: Final = Path(__file__).parent / "php"
PLUGIN: Final = TOP / "wordpress" / "picture-optimizer"
TESTS: Final = TOP / "wordpress" / "tests"
WORK: Final = TOP / "var" / "mutate"
BUDGET: Final = 4.0
"""Seconds of CPU of tests a mutant at most: for each of its own, PHP waits two for the database and for servers."""
ELSEWHERE: Final = (
    "Delivery/ServerRulesTest.php",
    "Queue/ProcessesTest.php",
    "Replace/KillTest.php",
    "Replace/ObjectCacheTest.php",
    "Replace/OpenBasedirTest.php",
)
"""Files whose tests let other processes work, watch them and kill them. Nobody counts the lines that run there, so
these tests could judge nothing, and they take minutes: they are left out of the pass that counts lines."""


@dataclass(frozen=True)
class PhpSuite:
    """A folder of the plugin, and the folders of tests that may judge it."""

    name: str
    tests: tuple[str, ...]


PHP_SUITES: Final = (
    # The folders that take longest first, so that the workers end together.
    PhpSuite("References", ("Replace", "References", "Delivery")),
    PhpSuite("Replace", ("Replace", "References", "Delivery", "Review")),
    PhpSuite("Planning", ("Planning",)),  # what works on plans notices little more, and takes minutes
)


def judge_php_suite(suite: PhpSuite, size: int, survivors: Sequence[str] | None = None) -> Result:
    """Sample, run, count. With survivors of a run before, only those; what was killed then counts as killed."""
    WORK.mkdir(parents=True, exist_ok=True)
    whole = sample(mutants_of(suite), suite.name, size)
    mutants = whole if survivors is None else survivors_of(whole, survivors, TOP)
    with ExitStack() as stack:
        servers: queue.Queue[PhpServer] = queue.Queue()
        for number in range(WORKERS):
            servers.put(stack.enter_context(serving(number)))
        coverage = coverage_of(suite, servers)
        killed = judge(mutants, servers, coverage)
    return Result.of(mutants, killed).with_killed_before(len(whole) - len(mutants))


def coverage_of(suite: PhpSuite, servers: "queue.Queue[PhpServer]") -> Coverage:
    """Which of the suite's tests runs which line: one pass over each folder of tests, kept until a file changes."""
    lines: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    seconds: dict[str, float] = {}
    busy: dict[str, float] = {}
    with ThreadPoolExecutor(WORKERS) as pool:
        for report in pool.map(partial(cover, servers), suite.tests):
            seconds |= report["seconds"]
            busy |= {test: report["busy"][test] for test in report["seconds"]}
            for file, covered in report["lines"].items():
                for line, tests in covered.items():
                    lines[file][line] += [test for test in tests if test in report["seconds"]]
    return Coverage({"lines": lines, "seconds": seconds, "busy": busy}, budget=BUDGET)


def cover(servers: "queue.Queue[PhpServer]", folder: str) -> dict[str, Any]:
    """What a folder's tests run; those that fail do not judge."""
    kept = WORK / f"coverage-{folder}-{digest(folder)}.json"
    if not kept.exists():
        for old in WORK.glob(f"coverage-{folder}-*.json"):
            old.unlink()
        server = servers.get()
        try:
            kept.write_text(json.dumps(server.cover(folder)), encoding="utf-8")
        finally:
            servers.put(server)
    report: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8"))
    return report


def digest(folder: str) -> str:
    """Of the plugin, of a folder of tests and what all tests share, and of what notes their lines."""
    others = {name for suite in PHP_SUITES for name in suite.tests} - {folder}
    tests = [path for path in TESTS.rglob("*.php") if path.relative_to(TESTS).parts[0] not in others]
    whole = hashlib.sha256()
    for path in sorted([*(PLUGIN / "src").rglob("*.php"), *PHP.rglob("*.php"), *tests]):
        whole.update(str(path.relative_to(TOP)).encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()[:16]


def mutants_of(suite: PhpSuite) -> list[Mutant]:
    """All changes of the folder's files."""
    files = sorted((PLUGIN / "src" / suite.name).rglob("*.php"))
    found = json.loads(run_php(str(PHP / "mutants.php"), *map(str, files)))
    return [
        Mutant(Path(each["file"]), each["line"], each["start"], each["end"], each["text"], each["what"])
        for each in found
    ]


class PhpServer:
    """A WordPress with a copy of the plugin."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self._folder = folder
        self._copy = folder / PLUGIN.name
        self._environment = environment

    def cover(self, tests: str) -> dict[str, Any]:
        """Run a folder of tests once: `{"lines": {file: {line: [test]}}, "seconds": {test: number}, "busy": {…}}`."""
        report, log, busy = (self._folder / name for name in ("coverage.php", "junit.xml", "busy.json"))
        pcov = ("-d", f"extension={pcov_library()}", "-d", f"pcov.directory={self._copy}", "-d", "memory_limit=2G")
        options = ("--coverage-php", str(report), "--log-junit", str(log))
        command = self._phpunit(*pcov, config=self._configure("coverage", [tests]), options=options)
        done = self._run(command, {"PICOPT_BUSY": str(busy)})
        if done.returncode:
            print(f"{tests}: tests that fail as they are do not judge:\n{done.stdout[-3000:]}", flush=True)
        covered = json.loads(run_php("-d", "memory_limit=2G", str(PHP / "covered.php"), str(report)))
        lines = {str(PLUGIN / Path(name).relative_to(self._copy)): tests for name, tests in covered.items()}
        return {"lines": lines, "seconds": seconds_of(log), "busy": json.loads(busy.read_text(encoding="utf-8"))}

    def kills(self, mutant: Mutant, tests: Sequence[str], limits: Limits) -> bool:
        """Whether a test fails with the change, or hangs."""
        file = self._copy / mutant.path.relative_to(PLUGIN)
        source = file.read_bytes()
        file.write_bytes(mutant.apply(source))
        names = "|".join(re.escape(test).replace("/", r"\/") for test in tests)
        options = ("--stop-on-defect", "--filter", f"/^({names})( with data set .*)?$/s")
        # Only their files: PHPUnit asks all that it loads for its data, whatever is filtered afterwards.
        config = self._configure("suite", [*dict.fromkeys(map(file_of, tests))])
        command = ["prlimit", f"--cpu={limits.cpu:.0f}", *self._phpunit(config=config, options=options)]
        try:
            return self._run(command, {}, seconds=limits.clock).returncode != 0
        except subprocess.TimeoutExpired:
            return True
        finally:
            file.write_bytes(source)

    def _phpunit(self, *settings: str, config: Path, options: Sequence[str]) -> list[str]:
        return ["php", *settings, shutil.which("phpunit") or "phpunit", "-c", str(config), *options]

    def _run(
        self, command: Sequence[str], environment: dict[str, str], seconds: float | None = None
    ) -> "subprocess.CompletedProcess[str]":
        return run_whole(command, {**self._environment, **environment}, seconds)

    def _configure(self, name: str, tests: Sequence[str]) -> Path:
        """The plugin's own configuration, with some folders or files of tests only."""
        text = (TOP / "wordpress" / "phpunit.xml.dist").read_text(encoding="utf-8")
        kinds = [(("file" if test.endswith(".php") else "directory"), TESTS / test) for test in tests]
        kinds += [("exclude", TESTS / test) for test in ELSEWHERE]
        wanted = "".join(f"<{kind}>{path}</{kind}>" for kind, path in kinds)
        text = text.replace("<directory>tests</directory>", wanted).replace(
            "tests/bootstrap.php", f"{TESTS}/bootstrap.php"
        )
        sources = "".join(f"<directory>{self._copy}/src/{suite.name}</directory>" for suite in PHP_SUITES)
        covered = f"<coverage><include>{sources}</include></coverage>"
        noted = f'<extensions><extension class="PictureOptimizer\\Bench\\Busy" file="{PHP / "busy.php"}"/></extensions>'
        config = self._folder / f"{name}.xml"
        config.write_text(text.replace("<testsuites>", f"{covered}{noted}<testsuites>"), encoding="utf-8")
        return config


@contextmanager
def serving(number: int) -> Iterator[PhpServer]:
    """A WordPress for the time of the block, whose plugin is a copy."""
    folder = WORK / f"php-{number}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    shutil.copytree(PLUGIN, folder / PLUGIN.name)
    with Site(f"mutate-{number}") as site:
        link = site.root / "wp-content" / "plugins" / PLUGIN.name
        link.unlink()
        link.symlink_to(folder / PLUGIN.name)
        yield PhpServer(folder, {**os.environ, **site.environment})


def run_whole(
    command: Sequence[str], environment: dict[str, str], seconds: float | None = None
) -> "subprocess.CompletedProcess[str]":
    """Run, and end whatever the command has started and left behind; what all of them said is `stdout`.

    Servers of a test that was ended hold its connection to the database, and with it the locks on which the tests of
    the next change would wait. Raises `TimeoutExpired` when the command itself takes longer than `seconds`.
    """
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
        process = subprocess.Popen(
            command, env=environment, start_new_session=True, stdin=subprocess.DEVNULL, stdout=said, stderr=said
        )
        try:
            process.wait(seconds)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        said.seek(0)
        return subprocess.CompletedProcess(command, process.returncode, said.read())


def file_of(test: str) -> str:
    """The file, below the folder of tests, of a test that is named by its class: `Replace/StepsTest.php`."""
    return "/".join(test.split("::", maxsplit=1)[0].split("\\")[2:]) + ".php"


def seconds_of(log: Path) -> dict[str, float]:
    """How long each test that passed took, all its data together, from PHPUnit's log."""
    found: dict[str, float] = defaultdict(float)
    failed = set()
    for case in ET.parse(log).getroot().iter("testcase"):  # noqa: S314 -- PHPUnit wrote it a moment ago
        name = re.sub(r" with data set .*", "", case.get("name", ""), flags=re.DOTALL)
        test = f"{case.get('class')}::{name}"
        found[test] += float(case.get("time", 0))
        if any(case.find(fault) is not None for fault in ("failure", "error", "skipped")):
            failed.add(test)
    return {test: seconds for test, seconds in found.items() if test not in failed}


def pcov_library() -> Path:
    """The extension that counts lines, from its package."""
    folder = WORK / "pcov"
    if not list(folder.rglob("pcov.so")):
        folder.mkdir(parents=True, exist_ok=True)
        version = run_php("-r", "echo PHP_MAJOR_VERSION, '.', PHP_MINOR_VERSION;")
        fetch = ["apt-get", "-o", "APT::Sandbox::User=root", "download", f"php{version}-pcov"]
        subprocess.run(fetch, cwd=folder, check=True, capture_output=True)
        for package in folder.glob("*.deb"):
            subprocess.run(["dpkg", "-x", str(package), str(folder)], check=True)
    return next(folder.rglob("pcov.so"))


def run_php(*arguments: str) -> str:
    """Standard output of PHP."""
    return subprocess.run(["php", *arguments], check=True, capture_output=True, text=True).stdout
