"""`make bench-kills`: a bulk in flight, and every second or so something is killed, by the clock.

A worker's process, the database or the service ends by SIGKILL at a random moment; then every original has to be
somewhere, every page has to show its images, and in the end every image is done, and reverted to the byte.
`PART=MINUTES` ends after so many minutes; the next run goes on counting.
"""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from rich.console import Console

from picopt_bench.goals import BENCH, report
from picopt_bench.parts import asked_parts
from picopt_standalone.processes import free_port
from picopt_standalone.wordpress import Site

STEPS: Final = Path(__file__).parent / "kills" / "site.php"
SERVICE: Final = BENCH.parent / "wordpress" / "tests" / "fake-service" / "server.php"
IMAGES: Final = 24
ENOUGH: Final = 300
LONGEST_LIFE: Final = 2.5  # seconds that a worker is left alone
MOST_ROUNDS: Final = 40  # of work without kills until all is done

Count = dict[str, int]


@dataclass
class Server:
    """A process that is killed and started again by its own command line."""

    command: Sequence[str]
    environment: dict[str, str]
    log: Path
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        """Begin, and leave it to the caller to wait until it answers."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(self.command, env=self.environment, stdout=log, stderr=log)

    def kill(self, how: signal.Signals = signal.SIGKILL) -> None:
        """End it if it runs."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait()


@dataclass
class Database:
    """The site's own MariaDB, found by its pid file; what is started in its place is ours to end."""

    folder: Path
    server: Server
    socket: Path = field(init=False)

    def __post_init__(self) -> None:
        """Its socket stands in its command line."""
        self.socket = Path(next(part.split("=", 1)[1] for part in self.server.command if part.startswith("--socket=")))

    def kill(self) -> None:
        """Whoever it is by now."""
        with suppress(FileNotFoundError, ProcessLookupError):
            os.kill(int((self.folder / "run" / "mariadb.pid").read_text()), signal.SIGKILL)
        if self.server.process is not None:
            self.server.process.wait()

    def start(self) -> None:
        """And wait until it answers: recovery takes a moment."""
        self.server.start()
        ask = ["mariadb-admin", "--no-defaults", "-uroot", f"--socket={self.socket}", "ping"]
        while subprocess.run(ask, capture_output=True, check=False).returncode != 0:
            time.sleep(0.05)


@dataclass
class Trial:
    """A site with its servers, and what was counted so far."""

    environment: dict[str, str]
    service: Server
    database: Database
    count: Count
    chance: random.Random
    failures: list[dict[str, Any]] = field(default_factory=list)
    failed_before: int = 0

    def ask(self, *step: str) -> dict[str, Any]:
        """One step that nobody kills."""
        done = subprocess.run(self.command(*step), env=self.environment, check=True, stdout=subprocess.PIPE)
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer

    @staticmethod
    def command(*step: str) -> list[str]:
        """A process of PHP."""
        return ["php", str(STEPS), *step]

    def kill_during(self, step: str, left: str) -> bool:
        """Begin a step, kill something while it is under way, and look whether the site works; whether work is left."""
        what = self.chance.choices(["worker", "service", "database"], [6, 2, 2])[0]
        with subprocess.Popen(
            self.command(step), env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as worker:
            with suppress(subprocess.TimeoutExpired):
                worker.wait(self.chance.uniform(0.1, LONGEST_LIFE))
            if worker.poll() is not None:
                return bool(self.ask("progress")[left])  # It was over before: nothing is counted.
            self.end(what, worker)
        self.count["kills"] += 1
        self.count[what] = self.count.get(what, 0) + 1
        found = self.ask("check")
        if found["page"] == 200 and found["urls"] >= IMAGES and not found["lost"] and not found["broken"]:
            self.count["survived"] += 1
        else:
            self.failures.append({"killed": what, "during": step, **found})
        return bool(found[left])

    def end(self, what: str, worker: "subprocess.Popen[bytes]") -> None:
        """SIGKILL, and up again; the worker lives on unless it was meant."""
        if what == "worker":
            worker.kill()
            return
        if what == "service":
            self.service.kill()
            time.sleep(self.chance.uniform(0, 0.5))
            self.service.start()
        else:
            self.database.kill()
            time.sleep(self.chance.uniform(0, 0.2))
            self.database.start()
        try:
            worker.wait(self.chance.uniform(0.2, LONGEST_LIFE))
        except subprocess.TimeoutExpired:
            worker.kill()

    def finish(self, step: str, left: str) -> None:
        """Work without kills until nothing is left."""
        for _ in range(MOST_ROUNDS):
            if self.ask("progress")[left] == 0:
                return
            self.ask(step)

    def round(self, until: float) -> None:
        """A bulk for all images, killed all the time, then all reverted, killed all the time."""
        self.ask("start")
        while not self.is_over(until) and self.kill_during("work", "open"):
            pass
        self.finish("work", "open")
        done = self.ask("progress")
        self.count["items"] += IMAGES
        self.count["items_lost"] += done["failed"] - self.failed_before
        self.failed_before = done["failed"]
        if done["reasons"]:
            self.failures.append({"failed items": done["reasons"]})
        while not self.is_over(until) and self.kill_during("revert", "changed"):
            pass
        self.finish("revert", "changed")
        self.count["rounds"] += 1
        if self.ask("progress")["as_before"]:
            self.count["rounds_as_before"] += 1
        else:
            self.failures.append({"round": self.count["rounds"], **self.ask("progress")})

    def is_over(self, until: float) -> bool:
        """Enough, or no time left."""
        return self.count["kills"] >= ENOUGH or time.monotonic() > until


@contextmanager
def trial(count: Count) -> Iterator[Trial]:
    """A site with a database that may die, and the stand-in service of the plugin's tests."""
    with Site("bench-kills") as site, tempfile.TemporaryDirectory() as folder:
        port = free_port()
        environment = {
            **os.environ,
            **site.environment,
            "FAKE_SERVICE": folder,
            "KILLS_SERVICE": f"http://127.0.0.1:{port}",
        }
        command = ["php", "-d", "opcache.enable_cli=0", "-S", f"127.0.0.1:{port}", str(SERVICE)]
        service = Server(command, environment, Path(folder) / "log")
        data = site.folder / "mariadb"
        running = int((data / "run" / "mariadb.pid").read_text())
        started = Path(f"/proc/{running}/cmdline").read_text().rstrip("\0").split("\0")
        database = Database(data, Server(started, dict(os.environ), Path(folder) / "mariadb.log"))
        one = Trial(environment, service, database, count, random.Random(count["kills"] + 1))
        service.start()
        try:
            one.ask("build", str(IMAGES))
            yield one
        finally:
            service.kill()
            database.server.kill(signal.SIGTERM)


def asked_minutes(longest: str = "60") -> float:
    """After how many minutes to end; `SystemExit` where `PART` is no number, or several."""
    words = asked_parts() or [longest]
    try:
        (minutes,) = map(float, words)
    except ValueError:
        raise SystemExit(f"{' '.join(words)}: PART is a number of minutes here, such as PART=10") from None
    return minutes


def main() -> int:
    """Count on, print, write; exit code 1 when a goal is missed."""
    results = BENCH / "results" / "kills.json"
    minutes = asked_minutes()
    before: dict[str, Any] = json.loads(results.read_text()) if results.exists() else {}
    goes_on = before.get("count", {}).get("kills", ENOUGH) < ENOUGH
    count: Count = dict.fromkeys(("kills", "survived", "rounds", "rounds_as_before", "items", "items_lost"), 0)
    count |= before["count"] if goes_on else {}
    until = time.monotonic() + minutes * 60
    with trial(count) as one:
        while not one.is_over(until):
            one.round(until)
    values = {
        "kills_survived": round(count["survived"] / max(count["kills"], ENOUGH), 4),
        "rounds_as_before": round(count["rounds_as_before"] / max(count["rounds"], 1), 4),
        "outage_items_lost": float(count["items_lost"]),
    }
    failures = ([*before.get("failures", []), *one.failures] if goes_on else one.failures)[-20:]
    Console().print_json(data={"count": count, "failures": failures})
    return 0 if report("kills", values, {"count": count, "failures": failures}) else 1


if __name__ == "__main__":
    sys.exit(main())
