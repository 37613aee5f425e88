"""Debian packages come in while the server updates itself, and what is wrong is said at once."""

import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

INSTALL = Path(__file__).parents[1] / "install-packages"
SECONDS = 2
HOLD = """
import fcntl, sys, time
with open(sys.argv[1], "a") as lock:
    fcntl.lockf(lock, fcntl.LOCK_EX)
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


@pytest.fixture
def apt(tmp_path: Path) -> dict[str, str]:
    """The environment of an apt with folders of its own, where one package is installed and no archive is known."""
    status = "Package: picopt-here\nStatus: install ok installed\nArchitecture: all\nVersion: 1\nMaintainer: us\n"
    for name in ("dpkg", "lists/partial", "cache/archives/partial", "log"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "dpkg/status").write_text(status)
    config = tmp_path / "apt.conf"
    places = {
        "State": tmp_path, "State::lists": tmp_path / "lists", "State::status": tmp_path / "dpkg/status",
        "Cache": tmp_path / "cache", "Log": tmp_path / "log", "Etc::sourcelist": "/dev/null",
        "Etc::sourceparts": "/dev/null",
    }  # fmt: skip
    config.write_text("".join(f'Dir::{name} "{place}";\n' for name, place in places.items()))
    return {"APT_CONFIG": str(config), "PATH": "/usr/bin:/bin:/usr/sbin:/sbin"}


def install(apt: dict[str, str], name: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([INSTALL, name], env=apt, check=False, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("lock", ["lists/lock", "dpkg/lock-frontend", "dpkg/lock"])
def test_whoever_has_a_lock_is_waited_for(apt: dict[str, str], tmp_path: Path, lock: str):
    with subprocess.Popen([sys.executable, "-c", HOLD, tmp_path / lock, str(SECONDS)], stdout=-1, text=True) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        began = time.monotonic()
        done = install(apt, "picopt-here")
        assert (done.returncode, done.stderr) == (0, "")
        assert time.monotonic() - began > SECONDS / 2


def test_a_package_that_there_is_not_is_said_at_once(apt: dict[str, str]):
    done = install(apt, "picopt-nowhere")
    assert done.returncode == 1
    assert "Unable to locate package picopt-nowhere" in done.stderr


@pytest.fixture
def release(tmp_path: Path):
    """Runs `picopt-release` on a server with these releases; what it says, and what it asked of systemd."""
    place, asked, booted = tmp_path / "opt/picopt", tmp_path / "asked", tmp_path / "run/systemd/system"
    booted.mkdir(parents=True)
    systemctl = tmp_path / "bin/systemctl"
    systemctl.parent.mkdir()
    systemctl.write_text(f'#!/bin/sh\necho "$*" >>{asked}\n')
    systemctl.chmod(0o755)
    script = (INSTALL.parent / "systemd/release").read_text()
    script = script.replace("/opt/picopt", str(place)).replace("/run/systemd/system", str(booted))

    def _run(*arguments: str) -> tuple[str, list[str]]:
        asked.write_text("")
        command = ["/bin/sh", "-c", script, "picopt-release", *arguments]
        path = {"PATH": f"{systemctl.parent}:/usr/bin:/bin"}
        done = subprocess.run(command, env=path, check=False, capture_output=True, text=True, timeout=60)
        return done.stdout + done.stderr, asked.read_text().splitlines()

    _run.place, _run.booted = place, booted
    return _run


def build(place: Path, name: str, *, complete: bool = True) -> None:
    for part in ("platform", "gateway"):
        (place / "releases" / name / part).mkdir(parents=True)
        (place / "releases" / name / part / "which").write_text(name)
    if complete:
        (place / "releases" / name / "complete").touch()


def in_use(place: Path) -> set[str]:
    return {(place / part / "which").read_text() for part in ("platform", "gateway")}


def test_a_release_takes_the_place_of_another_and_there_is_a_way_back(release):
    for name in ("one", "two", "three"):
        build(release.place, name)
        _said, asked = release(name)
        assert in_use(release.place) == {name}
        assert asked == ["restart picopt-*.service"], "every worker, and what has failed; nothing that was stopped"
    assert release()[0] == "three (in use)\ntwo\n", "the one before stays, older ones go"
    release("two")
    assert in_use(release.place) == {"two"}
    release("two")
    assert release()[0] == "three\ntwo (in use)\n", "once more, as after a change of settings, is no other"


def test_what_is_not_there_or_half_built_is_not_gone_over_to(release):
    build(release.place, "one")
    release("one")
    build(release.place, "half", complete=False)
    for name in ("half", "none"):
        said, asked = release(name)
        assert (said, asked) == (f"picopt-release: there is no release {name}\n", [])
        assert in_use(release.place) == {"one"}


def test_an_image_that_is_being_built_has_no_init_system_to_ask(release):
    build(release.place, "one")
    release.booted.rmdir()
    assert release("one") == ("", [])
    assert in_use(release.place) == {"one"}


def test_an_installation_of_before_there_were_releases_is_the_first(release):
    build(release.place, "new")
    for part in ("platform", "gateway"):
        (release.place / part).mkdir()
        (release.place / part / "which").write_text("first")
    release("new")
    assert in_use(release.place) == {"new"}
    release("first")
    assert in_use(release.place) == {"first"}


# What `install` calls, and a file system of its own to put things into.
SERVER = """
set -eu
for folder in /opt /etc/systemd/system /var/lib /usr/local/bin /etc/picopt; do
  mkdir -p $folder && mount -t tmpfs none $folder && chmod 755 $folder
done
mount -t tmpfs none /run && mkdir -p /run/systemd/system
mkdir -p /etc/systemd/system/multi-user.target.wants && cp "$1/systemctl" /usr/local/bin/systemctl
printf '#!/bin/sh\n' >/usr/local/bin/useradd
chmod 755 /usr/local/bin/*
export PATH=/usr/local/bin:$PATH
cd "$1"
again() { sh deploy/systemd/install 2>&1 && echo installed || echo refused; picopt-release; echo; }
"""
SYSTEMCTL = """#!/bin/sh
echo systemctl "$@"
cd /etc/systemd/system/multi-user.target.wants
case "$1 $2" in
  "enable --quiet") shift 2; for unit; do ln -sf "../$unit.service" "$unit.service"; done ;;
  "disable --now") shift 2; for unit; do rm "$unit.service"; done ;;
esac
"""
BUILD = '#!/bin/sh\necho build "$1"; mkdir -p "$2/bin" && ln -s /usr/bin/python3 "$2/bin/python"\n'
MANAGE = """
import pathlib, sys
print(sys.argv[1])
sys.exit(sys.argv[1] == "doctor" and pathlib.Path("/opt/broken").exists())
"""


@pytest.fixture
def upgrades(tmp_path: Path):
    """Runs these commands on a server that is nobody's; what each `again` (an installation) said."""
    for name in ("systemd", "nginx"):
        shutil.copytree(INSTALL.parent / name, tmp_path / "deploy" / name)
    sources = {"install-packages": "#!/bin/sh\n", "nginx/configure": "#!/bin/sh\n", "build-environment": BUILD}
    for name, text in (sources | {"systemd/manage": MANAGE}).items():
        (tmp_path / "deploy" / name).write_text(text)
        (tmp_path / "deploy" / name).chmod(0o755)
    (tmp_path / "systemctl").write_text(SYSTEMCTL)
    install = tmp_path / "deploy/systemd/install"
    install.write_text(re.sub(r"-o \w+ -g picopt ", "", install.read_text()))  # there is no such user here
    shutil.copy(INSTALL.parent / "environment.sample", tmp_path / "deploy")

    def _run(commands: str) -> list[list[str]]:
        command = ["unshare", "--mount", "/bin/sh", "-c", SERVER + commands, "server", tmp_path]
        done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120)
        return [one.splitlines() for one in done.stdout.removesuffix("\n\n").split("\n\n")]

    return _run


@pytest.mark.deep
def test_what_runs_stays_until_nothing_is_wrong_with_what_comes_next(upgrades):
    first, second, broken, mended = upgrades(
        "again; again; echo more >README.md; touch /opt/broken; again; rm /opt/broken; again"
    )
    assert (first[:2], first[-2]) == (["build gateway", "build saas"], "installed")
    assert first[-1].endswith(" (in use)"), "for `picopt-manage`; nothing is started before its settings are complete"
    assert second[0] == "doctor", "the same sources are built once"
    assert "migrate" in second
    assert second[-1] == first[-1]
    assert broken[:3] == ["build gateway", "build saas", "doctor"]
    assert not {"migrate", "systemctl daemon-reload"} & set(broken)
    assert "refused" in broken
    assert first[-1] in broken[-2:], "what ran is in use"
    assert mended[:2] == ["doctor", "migrate"]
    assert "systemctl restart picopt-*.service" in mended
    before = first[-1].removesuffix(" (in use)")
    (after,) = {line.removesuffix(" (in use)") for line in mended[-2:]} - {before}
    assert set(mended[-2:]) == {before, f"{after} (in use)"}


@pytest.mark.deep
def test_a_machine_goes_on_with_what_was_chosen_to_run_on_it(upgrades):
    _first, second, _chosen, third = upgrades(
        "again; again; systemctl disable --now picopt-platform picopt-gateway; "
        "systemctl enable --quiet picopt-worker@2; echo; echo more >README.md; again"
    )
    everything = "systemctl start picopt-gateway.service picopt-platform.service picopt-worker@1.service"
    assert [line for line in second if " enable " in line or " start " in line] == [
        "systemctl enable --quiet picopt-platform picopt-gateway picopt-worker@1",
        everything,
    ]
    assert [line for line in third if " enable " in line or " start " in line] == [
        "systemctl start picopt-worker@1.service picopt-worker@2.service"
    ]
