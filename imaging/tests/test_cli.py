import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cli_kit import files_below, optimize

from picopt_imaging import ImagingPool, SourceInfo
from picopt_imaging.cli import main
from picopt_imaging.cli.sizes import Wish, size_from

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def album(photo: Path, photo_jpeg: Path, tmp_path: Path) -> Path:
    """Two images, one of them in a folder below, and a file that is none."""
    folder = tmp_path / "album"
    (folder / "2026" / "May").mkdir(parents=True)
    shutil.copy(photo, folder / "cup.png")
    shutil.copy(photo_jpeg, folder / "2026" / "May" / "cup.jpg")
    (folder / "notes.txt").write_text("no image")
    (folder / ".hidden.png").write_bytes(b"")
    return folder


def test_optimize_writes_files_and_a_report(photo_jpeg: Path, tmp_path: Path, capsys: Capture) -> None:
    metadata = tmp_path / "text.json"
    metadata.write_text(json.dumps({"alt": "A cup of coffee", "drop": ["gps", "camera"]}))
    command = ["optimize", "--out", str(tmp_path / "out"), "--report", "json", "--quiet", "--metadata", str(metadata)]
    command += ["--size", "thumbnail=100x100c", "--sizes", "medium=300x300,huge=9000x9000", str(photo_jpeg)]
    assert main(command) == 0
    report = json.loads(capsys.readouterr().out)[0]
    assert [file["name"] for file in report["files"]] == ["full", "thumbnail", "medium"]
    assert (tmp_path / "out" / "photo" / "photo-300x200.webp").exists()
    assert (tmp_path / "out" / "photo" / "photo.webp").stat().st_size == report["files"][0]["bytes"]
    assert "“huge” (9000 × 9000) was left out" in report["notes"][-1]


def test_a_bad_image_does_not_stop_the_others(photo_jpeg: Path, tmp_path: Path, capsys: Capture) -> None:
    bad = tmp_path / "bad.jpg"
    bad.write_bytes(b"\xff\xd8\xff")
    assert optimize(bad, tmp_path / "nowhere.png", photo_jpeg, out=tmp_path / "out") == 1
    said = capsys.readouterr()
    lines = said.out.splitlines()
    assert "truncated" in lines[0]
    assert "saved" in lines[1]
    assert said.err == f"{tmp_path / 'nowhere.png'}: no image was found here.\n"  # in a pipe, no progress bar


def test_a_folder_is_taken_with_what_lies_below_it(album: Path, tmp_path: Path) -> None:
    assert optimize(album, out=tmp_path / "flat") == 0
    assert files_below(tmp_path / "flat") == ["cup/cup.webp"]
    assert optimize(album, "--recursive", "--jobs", 2, out=tmp_path / "deep") == 0
    assert files_below(tmp_path / "deep") == ["2026/May/cup/cup.webp", "cup/cup.webp"]


def test_where_no_image_is_found_subfolders_are_hinted_at_only_for_folders(
    album: Path, tmp_path: Path, capsys: Capture
) -> None:
    (album / "cup.png").unlink()
    for words, hinted in (([album], True), ([album / "nowhere.jpg"], False)):
        assert optimize(*words, out=tmp_path / "out") == 2
        said = capsys.readouterr().err
        assert f"No images found at {words[0]}." in said
        assert ("--recursive" in said) is hinted


def test_results_inside_the_folder_of_sources_are_not_sources(album: Path, capsys: Capture) -> None:
    for _ in range(2):
        assert optimize(album, "-r", "--overwrite", out=album / "out") == 0
        assert capsys.readouterr().out.count("saved") == 2
    assert len(files_below(album / "out")) == 2


def test_patterns_are_understood_without_the_shell(album: Path, tmp_path: Path) -> None:
    assert optimize(f"{album}/**/*.jpg", out=tmp_path / "out") == 0
    assert files_below(tmp_path / "out") == ["2026/May/cup/cup.webp"]


def test_several_formats_at_once(photo: Path, tmp_path: Path, capsys: Capture) -> None:
    assert optimize(photo, "--format", "webp,avif", "--format", "jpeg", out=tmp_path) == 0
    assert {Path(name).suffix for name in files_below(tmp_path)} >= {".webp", ".avif", ".jpg"}
    assert capsys.readouterr().out.count("saved") == 3


def test_a_dry_run_makes_nothing(photo: Path, tmp_path: Path, capsys: Capture) -> None:
    out = tmp_path / "out"
    assert optimize(photo, "--dry-run", "--size", "small=60x60", "--format", "webp,auto", out=out) == 0
    said = capsys.readouterr().out
    assert f"would make {out}/{photo.stem}/{photo.stem}.webp, {out}/{photo.stem}/{photo.stem}-60x40.webp" in said
    assert f"{photo.stem}.*" in said
    assert not out.exists()


def test_nothing_is_overwritten_unasked(photo: Path, tmp_path: Path, capsys: Capture) -> None:
    out = tmp_path / "out"
    there = out / photo.stem / f"{photo.stem}.webp"
    there.parent.mkdir(parents=True)
    there.write_text("mine")
    assert optimize(photo, out=out) == 1
    assert optimize(photo, "--format", "auto", out=out) == 1
    assert "there already" in capsys.readouterr().out
    assert there.read_text() == "mine"
    assert optimize(photo, "--overwrite", out=out) == 0
    assert there.read_bytes()[8:12] == b"WEBP"
    assert files_below(out) == [f"{photo.stem}/{photo.stem}.webp"]


@pytest.mark.parametrize("name", ["2026 [web]", "[1].png", "caf\udce9.png", "ünï 😀.png"])
def test_any_file_name_is_taken_and_said(photo: Path, tmp_path: Path, capsys: Capture, name: str) -> None:
    """Brackets at the end are options to libvips; octets that are no text (of old archives) are no names to pyvips."""
    named = tmp_path / name
    shutil.copy(photo, named)
    for _ in range(2):
        assert optimize(named, "--format", "auto", "--report", "json", "--overwrite", out=tmp_path / "out") == 0
        assert json.loads(capsys.readouterr().out)[0]["image"] == str(named)
    assert optimize(named, "--format", "auto", out=tmp_path / "out") == 1
    assert "there already" in capsys.readouterr().out
    assert main(["inspect", str(named)]) == 0
    assert main(["score", str(named), str(photo)]) == 0
    assert main(["estimate", "--preset", "low", str(named)]) == 0
    assert "about" in capsys.readouterr().out


def test_a_file_that_may_not_be_read_stops_no_other(
    photo: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def inspect(pool: ImagingPool, source: Path) -> SourceInfo:
        if source.name == "locked.png":
            raise PermissionError(13, "Permission denied", str(source))
        return of_pool(pool, source)

    of_pool = ImagingPool.inspect
    monkeypatch.setattr(ImagingPool, "inspect", inspect)
    locked = tmp_path / "locked.png"
    shutil.copy(photo, locked)
    assert optimize(locked, photo, out=tmp_path / "out") == 1
    first, second = capsys.readouterr().out.splitlines()
    assert "not_read" in first
    assert "Permission denied" in first
    assert "saved" in second


def test_one_format_that_fails_leaves_the_others(photo: Path, tmp_path: Path) -> None:
    there = tmp_path / photo.stem / f"{photo.stem}.avif"
    there.parent.mkdir()
    there.write_text("mine")
    assert optimize(photo, "--format", "avif,webp", out=tmp_path) == 1
    assert (tmp_path / photo.stem / f"{photo.stem}.webp").exists()


def test_standard_input_becomes_standard_output(photo_jpeg: Path) -> None:
    command = [sys.executable, "-m", "picopt_imaging.cli", "optimize", "--preset", "low", "-"]
    done = subprocess.run(command, input=photo_jpeg.read_bytes(), capture_output=True, check=True)
    assert done.stdout[8:12] == b"WEBP"
    dry = subprocess.run([*command, "--dry-run"], input=photo_jpeg.read_bytes(), capture_output=True, check=False)
    assert (dry.returncode, dry.stdout) == (2, b"")
    broken = subprocess.run(command, input=b"\xff\xd8\xff", capture_output=True, check=False)
    assert (broken.returncode, broken.stdout) == (1, b"")
    assert b"truncated" in broken.stderr
    assert main(["optimize", "-", "other.png"]) == 2
    assert main(["optimize", "-", "--size", "a=9x9"]) == 2


def test_embed_copies_the_pixels(photo_jpeg: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    metadata = tmp_path / "text.json"
    metadata.write_text('{"title": "Coffee"}')
    command = ["embed", "--metadata", str(metadata), "--out", str(tmp_path / "out"), str(photo_jpeg)]
    assert main(command) == 0
    made = tmp_path / "out" / photo_jpeg.name
    assert b"Coffee" in made.read_bytes()
    assert main(command) == 1, "it is there already"
    assert main([*command, "--overwrite"]) == 0
    assert main(["score", str(photo_jpeg), str(made)]) == 0
    assert files_below(tmp_path / "out") == [photo_jpeg.name]
    assert main(["embed", "--metadata", str(metadata), "--out", str(tmp_path / "out"), str(metadata)]) == 1


def test_estimate_writes_nothing(photo: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    command = ["estimate", str(photo), "--format", "webp,jpeg", "--preset", "medium", "--size", "small=100x100"]
    before = files_below(tmp_path)
    assert main([*command, "--report", "json"]) == 0
    webp, jpeg = json.loads(capsys.readouterr().out)
    assert 0 < webp["full_bytes"] < webp["total_bytes"]
    assert webp["full_bytes"] < jpeg["full_bytes"]
    assert main(command) == 0
    assert "about" in capsys.readouterr().out
    assert files_below(tmp_path) == before
    assert main(["estimate", str(photo), str(tmp_path / "nowhere.png")]) == 1


def test_inspect_and_score(photo: Path, tmp_path: Path, capsys: Capture) -> None:
    assert main(["inspect", str(photo)]) == 0
    assert json.loads(capsys.readouterr().out)[0]["width"] == 600
    assert main(["score", str(photo), str(photo)]) == 0
    assert capsys.readouterr().out == "100.0000\n"
    text = tmp_path / "text.png"
    text.write_text("no image")
    assert main(["inspect", str(text)]) == 1
    assert main(["score", str(photo), str(text)]) == 1


@pytest.mark.parametrize(
    "words",
    [
        ["optimize", "nowhere.jpg"],
        ["optimize"],
        ["optimize", "--format", "bmp", "SOURCE"],
        ["optimize", "--size", "big", "SOURCE"],
        ["optimize", "--size", "a=0x5", "SOURCE"],
        ["optimize", "--size", "../a=5x5", "SOURCE"],
        ["optimize", "--metadata", "WRONG", "SOURCE"],
        ["optimize", "--metadata", "nowhere.json", "SOURCE"],
        ["score", "SOURCE"],
        ["melt"],
        *(["optimize", "--target", target, "SOURCE"] for target in ("120", "0", "-3", "good", "nan")),
    ],
)
def test_nonsense_exits_with_2_and_says_why(words: list[str], photo: Path, tmp_path: Path, capsys: Capture) -> None:
    wrong = tmp_path / "wrong.json"
    wrong.write_text('{"colour": "blue"}')
    real = {"SOURCE": str(photo), "WRONG": str(wrong)}
    assert main([real.get(word, word) for word in words]) == 2
    assert "Error: " in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"alt": 5}', "“alt” needs to be text"),
        ('{"tags": "coffee"}', "“tags” needs to be a list of words"),
        ('{"tags": ["coffee", null]}', "“tags” needs to be a list of words"),
        ('{"keep_profile": "no"}', "“keep_profile” needs to be true or false"),
        ('{"drop": ["gbs"]}', "gbs"),
        ('{"colour": "blue"}', "no field “colour”"),
        ("[1]", "an object"),
        ("{", "line 1"),
        (b'{"alt": "caf\xe9"}', "utf-8"),
    ],
)
def test_metadata_of_another_kind_is_refused_before_any_work(
    text: str | bytes, said: str, photo: Path, tmp_path: Path, capsys: Capture
) -> None:
    described = tmp_path / "text.json"
    described.write_bytes(text if isinstance(text, bytes) else text.encode())
    assert main(["embed", "--metadata", str(described), "--out", str(tmp_path / "out"), str(photo)]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_sizes_do_not_swallow_a_file_name(photo: Path, tmp_path: Path) -> None:
    assert optimize("--size", "small=100x100", photo, out=tmp_path) == 0
    assert len(files_below(tmp_path)) == 2


def test_it_says_its_version_and_helps(capsys: Capture) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("picopt-imaging, version ")
    assert main(["optimize", "--help"]) == 0
    assert "--dry-run" in capsys.readouterr().out


@pytest.mark.parametrize(("words", "expected"), [("optimize --for", "--format"), ("optimize --format webp,a", "avif")])
def test_shells_complete(words: str, expected: str) -> None:
    said = subprocess.run(
        [sys.executable, "-c", "import sys; from picopt_imaging.cli import main; sys.exit(main())"],
        env={"_PICOPT_IMAGING_COMPLETE": "bash_complete", "COMP_WORDS": f"picopt-imaging {words}", "COMP_CWORD": "2"}
        | ({"COMP_CWORD": "3"} if "webp" in words else {}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert expected in said.stdout


def test_the_command_runs_without_django_or_flask(photo: Path) -> None:
    code = "import sys; from picopt_imaging import cli, pipeline; print({'django', 'flask'} & {*sys.modules})"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"


def test_sizes_follow_wordpress() -> None:
    assert size_from(Wish("big", 5000, 5000, crop=False), 4000, 3000) is None
    thumbnail = size_from(Wish("thumbnail", 150, 150, crop=True), 4000, 3000)
    assert thumbnail is not None
    assert (thumbnail.src_x, thumbnail.src_y, thumbnail.src_w, thumbnail.src_h) == (500, 0, 3000, 3000)


def test_two_images_of_one_name_do_not_overwrite_each_other(photo: Path, tmp_path: Path, capsys: Capture) -> None:
    other = tmp_path / "other" / photo.name
    other.parent.mkdir()
    shutil.copy(photo, other)
    out = tmp_path / "out"
    assert optimize(photo, other, out=out) == 0
    assert sorted(folder.name for folder in out.iterdir()) == [photo.stem, f"{photo.stem}-2"]
    assert capsys.readouterr().out.count("1 file\n") == 2
