"""A Debian server on which docs/operations.md has been followed: its units start and stop, shell blocks run."""

import fcntl
import re
import socket
import stat
import subprocess
import tempfile
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from containerfile import Image, chrooted
from debian import connected

DOCS = Path(__file__).parents[2] / "docs"
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
ONLY_POSTGRES = "#!/bin/sh\ncase $1 in postgresql) exit 0 ;; *) exit 101 ;; esac\n"  # invoke-rc.d(8): who may start
PORTS = (80, 443, 5432, 6379, 8000, 8080)
UNITS = ("picopt-worker@1", "picopt-platform", "picopt-gateway")

# Plays systemd where there is none: the units' own commands, as their users, with their settings, again when they end.
SYSTEMCTL = """
#!/usr/bin/python3
import configparser, fnmatch, os, pwd, shlex, signal, subprocess, sys, time
from pathlib import Path

ENABLED = Path("/etc/systemd/system/multi-user.target.wants")
DEBIAN = {"postgresql": ["pg_ctlcluster", "15", "main"], "redis-server": ["service", "redis-server"]}
AGAIN = "while :; do \\"$@\\"; sleep 1; done"

def note(unit):
    return Path("/run", f"{unit}.pid")

def start(unit):
    if unit in DEBIAN:
        subprocess.run([*DEBIAN[unit], "start"], check=True)
        return
    name, at, _ = unit.partition("@")
    file = configparser.ConfigParser(strict=False, interpolation=None)
    file.optionxform = str
    file.read(f"/etc/systemd/system/{name}{at}.service")
    service = file["Service"]
    lines = Path(service["EnvironmentFile"]).read_text().splitlines()
    settings = dict(line.split("=", 1) for line in lines if line[:1].isalpha() and "=" in line)
    user = pwd.getpwnam(service["User"])
    with Path("/var/log", f"{unit}.log").open("ab") as log:
        process = subprocess.Popen(
            ["/bin/sh", "-c", AGAIN, unit, *shlex.split(service["ExecStart"])],
            env={**os.environ, "HOME": user.pw_dir, **settings}, cwd="/",
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            user=user.pw_uid, group=user.pw_gid, umask=0o077,
        )
    note(unit).write_text(str(process.pid))

def stop(unit):
    if unit in DEBIAN:
        fast = ["--mode=fast"] if unit == "postgresql" else []
        subprocess.run([*DEBIAN[unit], "stop", *fast], check=False)
        return
    if not note(unit).exists():
        return
    group = int(note(unit).read_text())
    note(unit).unlink()
    for number in (signal.SIGTERM, signal.SIGKILL):
        if lives(group):
            os.killpg(group, number)
        until = time.monotonic() + 30
        while lives(group) and time.monotonic() < until:
            time.sleep(0.1)

def lives(group):
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _parent, its_group = place.read_text().rpartition(")")[2].split()[:3]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(its_group) == group and state != "Z":
            return True
    return False

def meant(word):
    # A pattern means what runs; with --all also what is enabled.
    if "*" not in word:
        return [word]
    known = {note.stem for note in Path("/run").glob("*.pid")}
    if "--all" in sys.argv:
        known |= {unit.stem for unit in ENABLED.iterdir()}
    pattern = word if word.endswith(".service") else f"{word}.service"
    return [unit for unit in sorted(known) if fnmatch.fnmatch(f"{unit}.service", pattern)]

word, *words = [one for one in sys.argv[1:] if not one.startswith("-")]
for unit in [unit for one in words for unit in meant(one)]:
    if word in ("stop", "restart"):
        stop(unit)
    if word in ("start", "restart"):
        start(unit)
"""


def blocks(page: str, section: str | None = None) -> list[str]:
    """The shell blocks of a page of `docs/`, or of one of its sections."""
    text = (DOCS / page).read_text(encoding="utf-8")
    if section is not None:
        _, found, rest = text.partition(f"## {section}\n")
        assert found, f"{page} has no section {section}"
        text = rest.partition("\n## ")[0]
    return re.findall(r"```sh\n(.*?)```", text, re.DOTALL)


@contextmanager
def ports_to_itself() -> Iterator[None]:
    """A server listens where its documentation says; two runs on one machine come one after the other.

    Raises AssertionError where something else listens there, or what an earlier run has left: a database would be made
    at the next port, and nothing would find it.
    """
    with Path(tempfile.gettempdir(), "picopt-server-ports").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert [port for port in PORTS if _is_taken(port)] == [], "somebody listens there"
        yield


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


@dataclass
class Server:
    """The server in `root`; `settings` are those that it had when it was ready."""

    image: Image
    outside: dict[str, str]
    settings: str = ""
    followed: set[tuple[str, int]] = field(default_factory=set)
    """Page and number of each block that was run."""

    @property
    def root(self) -> Path:
        return self.image.root

    def sh(self, command: str, **environment: str) -> str:
        """Run a shell block as root, to the first error; what it printed."""
        done = subprocess.run(
            chrooted(self.image, ["/bin/sh", "-ec", command]),
            env=self.image.environment | self.outside | environment,
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=300,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout[-4000:]}"
        return done.stdout

    def follow(self, page: str, *numbers: int, **environment: str) -> str:
        """Run these shell blocks of a runbook (counted from 1; all when none is named); what they printed."""
        found = blocks(f"runbooks/{page}")
        said = ""
        for number in numbers or range(1, len(found) + 1):
            said += self.sh(found[number - 1], **environment)
            self.followed.add((page, number))
        return said

    def sql(self, statement: str, port: int = 5432) -> str:
        """What the database answers, without a frame."""
        return self.sh(f'runuser -u postgres -- psql -qAtd picopt -p {port} -c "{statement}"').strip()

    def restart(self, **changes: str) -> None:
        """The settings that it had, with these changes, in new processes."""
        (self.root / "etc/picopt/env").write_text(self.settings)
        for name, value in changes.items():
            self.sh('picopt-setting "$name" "$value"', name=name, value=value)
        self.sh(f"systemctl restart {' '.join(UNITS)}")
        self.wait()

    def wait(self) -> None:
        self.sh(
            "curl --silent --fail --retry 240 --retry-connrefused --retry-delay 1 --retry-all-errors "
            "http://127.0.0.1:8080/health/ready"
        )

    def log(self, unit: str) -> str:
        return (self.root / "var/log" / f"{unit}.log").read_text()


def make_server(root: Path) -> Image:
    """A root in which shell blocks run as on a server."""
    policy = root / "usr/sbin/policy-rc.d"
    policy.write_text(ONLY_POSTGRES)
    policy.chmod(0o755)
    # systemctl sees by itself that there is no init system only where it may look at that of this machine.
    return Image(root, {"PATH": PATH, "HOME": "/root", "SYSTEMD_OFFLINE": "1"})


@contextmanager
def running(image: Image) -> Iterator[Server]:
    """The installed server with its database and a stand-in for systemd; nothing of ours runs yet."""
    systemctl = image.root / "usr/local/bin/systemctl"
    systemctl.write_text(textwrap.dedent(SYSTEMCTL).lstrip())
    systemctl.chmod(systemctl.stat().st_mode | stat.S_IXUSR)
    with connected(image.root) as outside:
        server = Server(image, outside)
        try:
            server.sh("pg_ctlcluster 15 main status >/dev/null 2>&1 || systemctl start postgresql")
            yield server
        finally:
            server.sh(f"systemctl stop {' '.join(UNITS)} redis-server postgresql")
            server.sh("pg_ctlcluster 15 replica stop --mode=immediate 2>/dev/null || true")
