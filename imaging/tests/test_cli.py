import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from picopt_imaging.cli import Wish, main, size_from


def test_optimize_writes_files_and_a_report(
    photo_jpeg: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    metadata = tmp_path / "text.json"
    metadata.write_text(json.dumps({"alt": "A cup of coffee", "drop": ["gps", "camera"]}))
    command = ["optimize", str(photo_jpeg), "--out", str(tmp_path / "out"), "--report", "json", "--quiet"]
    command += ["--sizes", "thumbnail=100x100c", "medium=300x300", "huge=9000x9000", "--metadata", str(metadata)]
    assert main(command) == 0
    report = json.loads(capsys.readouterr().out)[0]
    assert [file["name"] for file in report["files"]] == ["full", "thumbnail", "medium"]
    assert (tmp_path / "out" / "photo" / "photo-300x200.webp").exists()
    assert (tmp_path / "out" / "photo" / "photo.webp").stat().st_size == report["files"][0]["bytes"]


def test_a_bad_picture_does_not_stop_the_others(
    photo_jpeg: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.jpg"
    bad.write_bytes(b"\xff\xd8\xff")
    code = main(["optimize", str(bad), str(photo_jpeg), "--out", str(tmp_path / "out"), "--preset", "low", "--quiet"])
    lines = capsys.readouterr().out.splitlines()
    assert code == 1
    assert "truncated" in lines[0]
    assert "saved" in lines[1]


def test_inspect_and_score(photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inspect", str(photo)]) == 0
    assert json.loads(capsys.readouterr().out)[0]["width"] == 600
    assert main(["score", str(photo), str(photo)]) == 0
    assert capsys.readouterr().out == "100.0000\n"
    text = tmp_path / "text.png"
    text.write_text("no picture")
    assert main(["inspect", str(text)]) == 1
    assert main(["score", str(photo), str(text)]) == 1


def test_nonsense_exits_with_2(photo: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.json"
    wrong.write_text('{"colour": "blue"}')
    assert main(["optimize", str(photo), "--metadata", str(wrong), "--out", str(tmp_path)]) == 2
    assert main(["optimize", str(photo), "--sizes", "big", "--out", str(tmp_path)]) == 2
    for command in (["optimize", "nowhere.jpg"], ["optimize", str(photo), "--format", "bmp"], []):
        with pytest.raises(SystemExit) as caught:
            main(command)
        assert caught.value.code == 2


def test_the_command_runs_without_django_or_flask(photo: Path) -> None:
    code = "import sys; from picopt_imaging import cli, pipeline; print({'django', 'flask'} & {*sys.modules})"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"


def test_sizes_follow_wordpress() -> None:
    assert size_from(Wish("big", 5000, 5000, crop=False), 4000, 3000) is None
    thumbnail = size_from(Wish("thumbnail", 150, 150, crop=True), 4000, 3000)
    assert thumbnail is not None
    assert (thumbnail.src_x, thumbnail.src_y, thumbnail.src_w, thumbnail.src_h) == (500, 0, 3000, 3000)


def test_two_pictures_of_one_name_do_not_overwrite_each_other(
    photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other" / photo.name
    other.parent.mkdir()
    shutil.copy(photo, other)
    out = tmp_path / "out"
    assert main(["optimize", str(photo), str(other), "--preset", "low", "--quiet", "--out", str(out)]) == 0
    assert sorted(folder.name for folder in out.iterdir()) == [photo.stem, f"{photo.stem}-2"]
    assert all(list(folder.iterdir()) for folder in out.iterdir())
    assert capsys.readouterr().out.count("1 file\n") == 2


@pytest.mark.parametrize("target", ["120", "0", "-3", "good", "nan"])
def test_a_target_that_is_no_score_is_refused(photo: Path, target: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["optimize", str(photo), f"--target={target}"])
    assert "is no score" in capsys.readouterr().err
