"""What a killed worker left lying is removed by the next one, and nothing that somebody works with."""

import os
import subprocess
import sys

import pytest

from picopt_saas.pipeline import workplace
from picopt_saas.pipeline.workplace import settle

KILLED = """
import os, signal, sys
from pathlib import Path
from picopt_saas.pipeline.workplace import settle
folder, _lock = settle(Path(sys.argv[1]))
(folder / "item").mkdir()
(folder / "item" / "original").write_bytes(b"a customer's image")
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_the_next_worker_removes_what_a_killed_one_left(tmp_path):
    subprocess.run([sys.executable, "-c", KILLED, tmp_path], check=False)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["original"]
    own, lock = settle(tmp_path)
    assert [path for path in tmp_path.rglob("*") if path != own] == [own.parent]
    os.close(lock)


def test_a_worker_that_lives_keeps_its_folder(tmp_path):
    first, lock = settle(tmp_path)
    second, other = settle(tmp_path)
    assert {*first.parent.iterdir()} == {first, second}
    assert first.parent.stat().st_mode & 0o777 == 0o700
    os.close(lock)
    third, last = settle(tmp_path)
    assert {*first.parent.iterdir()} == {second, third}, "the lock is all that says that it lives"
    os.close(other)
    os.close(last)


def test_an_images_folder_ends_with_its_work(monkeypatch, tmp_path):
    monkeypatch.setattr(workplace, "_own_folder", lambda: tmp_path)
    with workplace.work_folder() as folder:
        (folder / "original").write_bytes(b"")
    assert not list(tmp_path.iterdir())


def _anothers(folder, monkeypatch):
    folder.mkdir()
    monkeypatch.setattr(os, "getuid", lambda: 4_000_000)


def _link(folder, _monkeypatch):
    (folder.parent / "elsewhere").mkdir()
    folder.symlink_to(folder.parent / "elsewhere")


def _writable(folder, _monkeypatch):
    folder.mkdir()
    folder.chmod(0o777)


@pytest.mark.parametrize(("user", "made"), [(4_000_000, _anothers), (os.getuid(), _link), (os.getuid(), _writable)])
def test_what_somebody_else_made_by_that_name_is_not_worked_in(tmp_path, monkeypatch, user, made):
    theirs = tmp_path / f"picopt-work-{user}"
    made(theirs, monkeypatch)
    own, lock = settle(tmp_path)
    assert theirs not in own.parents
    assert own.parent.stat().st_mode & 0o777 == 0o700
    assert not [*theirs.iterdir()]
    os.close(lock)
