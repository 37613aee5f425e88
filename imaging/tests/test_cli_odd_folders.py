"""The command line in folders of strangers: what may not be read, names that terminals obey, streams that end."""

import json
import os
import shutil
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from cli_kit import optimize

from picopt_imaging import ImagingPool
from picopt_imaging.cli import main, optimizing
from picopt_imaging.cli.choosing import choose

Capture = pytest.CaptureFixture[str]
COMMAND = [sys.executable, "-m", "picopt_imaging.cli"]


@pytest.fixture
def locked(monkeypatch: pytest.MonkeyPatch) -> set[Path]:
    """Folders that behave as if this user had no right to them; root, who runs tests in containers, has every right."""
    locked: set[Path] = set()

    def scandir(folder: str | Path | int) -> object:
        if not isinstance(folder, int) and Path(folder) in locked:
            raise PermissionError(13, "Permission denied", str(folder))
        return real_scandir(folder)

    def is_file(path: Path) -> bool:
        if locked & set(path.parents):
            raise PermissionError(13, "Permission denied", str(path))
        return real_is_file(path)

    real_scandir, real_is_file = os.scandir, Path.is_file
    monkeypatch.setattr(os, "scandir", scandir)
    monkeypatch.setattr(Path, "is_file", is_file)
    return locked


def test_a_folder_that_may_not_be_read_is_named_and_stops_no_other(
    photo: Path, tmp_path: Path, capsys: Capture, locked: set[Path]
) -> None:
    album = tmp_path / "album"
    (album / "private").mkdir(parents=True)
    shutil.copy(photo, album / "cup.png")
    locked.add(album / "private")
    assert optimize(album, "--recursive", out=tmp_path / "out") == 1
    said = capsys.readouterr()
    assert "saved" in said.out
    assert said.err == f"Permission denied: {album / 'private'}\n"
    assert main(["inspect", "-r", str(album)]) == 1
    first, second = json.loads(capsys.readouterr().out)
    assert (first["image"], first["error"]) == (str(album / "private"), "not_read")
    assert second["width"] == 600


def test_what_a_folder_lists_but_does_not_show_is_left_to_the_reader(
    photo: Path, tmp_path: Path, locked: set[Path]
) -> None:
    """A folder with the right to list and without the right to enter: its files are tried, and fail one by one."""
    album = tmp_path / "album"
    album.mkdir()
    shutil.copy(photo, album / "cup.png")
    found = choose([str(album)], recursive=False)
    locked.add(album)
    assert choose([str(album / "cup.png"), str(photo)], recursive=False).images[0].path == found.images[0].path


def test_links_that_go_round_end(photo: Path, tmp_path: Path) -> None:
    album = tmp_path / "album"
    (album / "deep").mkdir(parents=True)
    shutil.copy(photo, album / "deep" / "cup.png")
    (album / "deep" / "up").symlink_to(album)
    (album / "round.png").symlink_to(album / "round.png")
    assert [each.path for each in choose([str(album)], recursive=True).images] == [album / "deep" / "cup.png"]


def test_names_of_one_spelling_on_other_disks_get_folders_of_their_own(photo: Path, tmp_path: Path) -> None:
    names = ["Cup.png", "cup.png", "caf\u00e9.png", "cafe\u0301.png"]
    for name in names:
        shutil.copy(photo, tmp_path / name)
    assert optimize(*(tmp_path / name for name in names), out=tmp_path / "out") == 0
    made = {str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*.webp")}
    assert made == {"Cup/Cup.webp", "cup-2/cup.webp", "caf\u00e9/caf\u00e9.webp", "cafe\u0301-2/cafe\u0301.webp"}


def test_a_name_of_dots_does_not_lead_out_of_the_folder_of_results(photo: Path, tmp_path: Path) -> None:
    shutil.copy(photo, tmp_path / "...png")
    assert optimize(tmp_path / "...png", out=tmp_path / "to" / "out") == 0
    assert [path.name for path in (tmp_path / "to").iterdir()] == ["out"]
    assert [str(path.relative_to(tmp_path / "to")) for path in (tmp_path / "to").rglob("*.webp")] == [
        "out/...png/...webp"
    ]


def test_the_terminal_obeys_no_name(photo: Path, tmp_path: Path, capsys: Capture) -> None:
    album = tmp_path / "album"
    album.mkdir()
    shutil.copy(photo, album / "a\nb\x1b[31m.png")
    assert optimize(album, out=tmp_path / "out") == 0
    assert main(["estimate", "--preset", "low", str(album)]) == 0
    optimized, estimated = capsys.readouterr().out.splitlines()
    assert optimized.startswith(f"{album}/a\\nb\\x1b[31m.png: ")
    assert estimated.startswith(f"{album}/a\\nb\\x1b[31m.png: ")


def test_an_image_that_fails_leaves_no_empty_folder(photo_jpeg: Path, tmp_path: Path, capsys: Capture) -> None:
    cut, words = tmp_path / "cut.jpg", tmp_path / "text.json"
    cut.write_bytes(photo_jpeg.read_bytes()[:9000])
    words.write_text('{"alt": "Coffee"}')
    (tmp_path / "own").mkdir()
    assert optimize(cut, out=tmp_path / "made") == 1
    assert main(["embed", str(cut), "--metadata", str(words), "--out", str(tmp_path / "new")]) == 1
    assert main(["embed", str(cut), "--metadata", str(words), "--out", str(tmp_path / "own")]) == 1
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_dir()) == ["made", "own"]
    said = capsys.readouterr()
    assert f"{cut}: truncated: The file is incomplete.\n" in said.out + said.err


def test_whoever_runs_a_command_is_not_asked_to_upload(tmp_path: Path, capsys: Capture) -> None:
    empty = tmp_path / "empty.png"
    empty.touch()
    assert optimize(empty, out=tmp_path / "made") == 1
    said = capsys.readouterr()
    assert f"{empty}: truncated: The file is empty.\n" in said.out + said.err


def test_ctrl_c_has_its_answer_while_the_command_is_still_loading() -> None:
    """The console script imports `main`, then calls it; here Ctrl-C comes as click is imported."""
    script = textwrap.dedent("""
        import sys

        class Hurry:
            def find_spec(self, name, *_):
                if name == "click":
                    raise KeyboardInterrupt

        sys.meta_path.insert(0, Hurry())
        from picopt_imaging.cli import main
        sys.exit(main(["--version"]))
    """)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "Stopped before anything was begun.\n")


@pytest.mark.parametrize("descriptor", [0, 1])
def test_a_stream_that_is_closed_is_said(photo_jpeg: Path, descriptor: int) -> None:
    command = [*COMMAND, "optimize", "--preset", "low", "-"]
    with photo_jpeg.open("rb") as source:
        done = subprocess.run(
            command,
            stdin=source,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            preexec_fn=lambda: os.close(descriptor),
            check=False,
        )
    assert done.returncode == 2
    assert b"is closed" in done.stderr


@pytest.mark.parametrize(("jobs", "workers"), [(1, 1), (2, 2), (500, 2)])
def test_no_more_children_are_started_than_there_are_images(
    photo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int, workers: int
) -> None:
    asked: list[int] = []

    def pool(workers: int) -> ImagingPool:
        asked.append(workers)
        return ImagingPool(workers=1)

    monkeypatch.setattr(optimizing, "ImagingPool", pool)
    shutil.copy(photo, tmp_path / "other.png")
    assert optimize(photo, tmp_path / "other.png", "--dry-run", "--jobs", jobs, out=tmp_path / "out") == 0
    assert asked == [workers]


@pytest.fixture
def shelf(photo_jpeg: Path, tmp_path: Path) -> Path:
    """More images than are begun at once."""
    folder = tmp_path / "shelf"
    folder.mkdir()
    for number in range(30):
        (folder / f"{number:02}.jpg").symlink_to(photo_jpeg)
    return folder


@pytest.mark.deep
def test_when_nobody_reads_on_no_more_images_are_begun(shelf: Path, tmp_path: Path) -> None:
    command = [*COMMAND, "optimize", str(shelf), "--out", str(tmp_path / "out")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as run:
        assert run.stdout
        assert b"saved" in run.stdout.readline()
        run.stdout.close()
        assert run.wait(60) == 1
    assert len(list((tmp_path / "out").rglob("*.webp"))) < 15


@pytest.mark.deep
def test_a_run_that_is_asked_to_end_leaves_only_finished_files(shelf: Path, tmp_path: Path) -> None:
    command = [*COMMAND, "optimize", str(shelf), "--out", str(tmp_path / "out")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
        assert run.stdout
        run.stdout.readline()
        run.send_signal(signal.SIGTERM)
        _, said = run.communicate(timeout=60)
        assert (run.returncode, said.strip()) == (1, b"Stopped; the files that are finished stay.")
    left = [path for path in (tmp_path / "out").rglob("*") if path.is_file() or path.name.startswith(".making-")]
    assert left
    assert {path.suffix for path in left} == {".webp"}
