"""What the command line takes, names and says where two things could be one, or a word could be another."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import PIL.Image
import pytest
from cli_kit import files_below

from picopt_imaging.cli import main

Capture = pytest.CaptureFixture[str]
Optimize = Callable[..., tuple[int, list[str]]]


@pytest.fixture
def optimize(capsys: Capture) -> Optimize:
    """Run `optimize --preset low` and hand back its exit code and lines."""

    def run(*words: object) -> tuple[int, list[str]]:
        code = main(["optimize", "--quiet", "--preset", "low", *map(str, words)])
        said = capsys.readouterr()
        return code, (said.out + said.err).splitlines()

    return run


@pytest.fixture
def square(tmp_path: Path) -> Path:
    path = tmp_path / "square.png"
    PIL.Image.radial_gradient("L").resize((300, 300)).convert("RGB").save(path)
    return path


@pytest.fixture
def moving(tmp_path: Path) -> Path:
    path = tmp_path / "moving.gif"
    frames = [PIL.Image.new("RGB", (60, 60), colour) for colour in ("red", "green", "blue")]
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=100, loop=0)
    return path


def test_images_of_one_name_are_relabeled_into_files_of_their_own(photo_jpeg: Path, tmp_path: Path) -> None:
    (tmp_path / "text.json").write_text("{}")
    names = ["a/p.jpg", "b/p.jpg", "c/P.JPG"]
    for name in names:
        (tmp_path / name).parent.mkdir()
        shutil.copy(photo_jpeg, tmp_path / name)
    command = ["embed", "--metadata", str(tmp_path / "text.json"), "-o", str(tmp_path / "out"), "--overwrite"]
    for _ in range(2):
        assert main([*command, *(str(tmp_path / name) for name in names)]) == 0
        assert files_below(tmp_path / "out") == ["P-3.JPG", "p-2.jpg", "p.jpg"]


@pytest.mark.parametrize("out", [".", "..", "../.."])
def test_what_is_named_is_taken_wherever_results_go(
    photo: Path, tmp_path: Path, optimize: Optimize, monkeypatch: pytest.MonkeyPatch, out: str
) -> None:
    here = tmp_path / "a" / "b"
    here.mkdir(parents=True)
    shutil.copy(photo, here / "cup.png")
    monkeypatch.chdir(here)
    for words in (["cup.png"], ["."], ["*.png"], [str(here / "cup.png")]):
        assert optimize(*words, "--out", out, "--overwrite")[0] == 0
    assert (Path(out) / "cup" / "cup.webp").exists()


def test_results_that_could_not_be_told_from_images_are_refused(
    photo: Path, tmp_path: Path, optimize: Optimize, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "below").mkdir()
    shutil.copy(photo, tmp_path / "below" / "cup.png")
    monkeypatch.chdir(tmp_path)
    code, said = optimize(".", "--recursive", "--out", ".")
    assert code == 2
    assert "could not be told from the images in its subfolders" in " ".join(said)
    assert files_below(tmp_path) == ["below/cup.png"]


@pytest.mark.parametrize(
    "words",
    [
        ["--size", "a=150x150", "--size", "b=150x150c", "--breakpoint", "150"],
        ["--size", "a=150x150", "--size", "A=150x150"],
        ["--size", "a=150x150", "--size", "a-2=150x150", "--size", "b=100x100", "--breakpoint", "100"],
    ],
)
def test_sizes_of_equal_pixels_are_files_of_their_own(
    square: Path, tmp_path: Path, capsys: Capture, words: list[str]
) -> None:
    out = tmp_path / "out"
    command = ["optimize", str(square), "--force-format", "--out", str(out), *words]
    assert main([*command, "--dry-run", "--report", "json"]) == 0
    promised = json.loads(capsys.readouterr().out)[0]["would_make"]
    for _ in range(2):
        assert main([*command, "--report", "json", "--overwrite"]) == 0
        made = [file["path"] for file in json.loads(capsys.readouterr().out)[0]["files"]]
        assert len({path.casefold() for path in made}) == len(made) == len(words) // 2 + 1
        assert sorted(made) == sorted(promised) == sorted(str(out / name) for name in files_below(out))
        for path in made:
            PIL.Image.open(path).verify()


def test_a_dry_run_refuses_what_the_real_run_refuses(
    photo: Path, moving: Path, tmp_path: Path, optimize: Optimize
) -> None:
    out, long = tmp_path / "out", tmp_path / "long.png"
    PIL.Image.new("RGB", (16_400, 9)).save(long)
    assert optimize(photo, "--out", out)[0] == 0
    for words, code, said in (
        ([photo], 1, "is there already"),
        ([photo, "--format", "auto"], 1, "is there already"),
        ([photo, "--format", "auto", "--overwrite"], 0, ""),
        ([long], 1, "holds at most 16383 pixels"),
        ([long, "--format", "webp,jpeg"], 1, "holds at most 16383 pixels"),
        ([long, "--max-width", "500"], 0, ""),
        ([moving, "--format", "avif"], 0, "original kept (animation_kept)"),
        ([photo, "--size", "full=90x90"], 1, "the name of the whole image"),
    ):
        for dry in (["--dry-run"], []):
            code_said, lines = optimize(*words, "--out", out, *dry)
            assert code_said == code, (words, dry, lines)
            assert any(said in line for line in lines)


@pytest.mark.parametrize("formats", ["original,jpeg", "jpeg,original", "jpg,auto,avif", "auto,jpeg,webp,avif"])
def test_a_format_by_two_names_is_made_once(photo_jpeg: Path, tmp_path: Path, capsys: Capture, formats: str) -> None:
    command = ["optimize", str(photo_jpeg), "--out", str(tmp_path / "out"), "--format", formats, "--report", "json"]
    assert main(command) == 0
    results = json.loads(capsys.readouterr().out)
    assert len(results) == formats.count(",") + 1
    made = {file["path"]: file["bytes"] for result in results for file in result["files"]}
    assert {path: Path(path).stat().st_size for path in made} == made
    assert [note for result in results for note in result["notes"] if "above" in note]
    assert main(command) == 1, "what another run made stays"


@pytest.mark.parametrize(
    ("words", "expected"), [("webp, avif", {".webp", ".avif"}), ("jpg", {".jpg"}), (" JPG ,", None)]
)
def test_formats_as_people_write_them(
    photo: Path, tmp_path: Path, optimize: Optimize, words: str, expected: set[str] | None
) -> None:
    code, _ = optimize(photo, "--format", words, "--out", tmp_path / "out")
    assert code == (2 if expected is None else 0)
    assert {Path(name).suffix for name in files_below(tmp_path / "out")} == (expected or set())


@pytest.mark.parametrize(
    ("order", "said"),
    [
        (["png", "--preset", "low"], "png, palette, score"),
        (["png", "--preset", "high"], "png, lossless, score 100.0"),
        (["webp", "--preset", "low"], "webp, quality 60, score"),
    ],
)
def test_only_what_is_lossless_is_called_so(
    photo: Path, tmp_path: Path, optimize: Optimize, order: list[str], said: str
) -> None:
    _, lines = optimize(photo, "--force-format", "--out", tmp_path / "out", "--format", *order)
    assert said in lines[0]


def test_a_larger_file_is_not_called_saved(photo: Path, tmp_path: Path, optimize: Optimize) -> None:
    small = tmp_path / "small.jpg"
    PIL.Image.open(photo).convert("RGB").save(small, quality=20)
    _, lines = optimize(small, "--preset", "maximum", "--force-format", "--out", tmp_path / "out")
    assert " % more)" in lines[0]
    assert "saved" not in lines[0]
    _, lines = optimize(small, "--preset", "maximum", "--out", tmp_path / "out2")
    assert "not_smaller" in lines[0]
    assert f"the original has {small.stat().st_size:,}." in lines[1]


def test_widths_that_nothing_was_made_of_are_told(photo: Path, tmp_path: Path, optimize: Optimize) -> None:
    widths = ["--breakpoint", "300", "--breakpoint", "500", "--breakpoint", "900", "--max-width", "500"]
    _, lines = optimize(photo, *widths, "--out", tmp_path / "out")
    assert [line.strip() for line in lines[1:]] == [
        "The width of 500 pixels was left out: the whole image is 500 pixels wide itself.",
        "The width of 900 pixels was left out: the whole image is 500 pixels wide, and nothing is enlarged.",
    ]
    main(["estimate", str(photo), *widths])


def test_what_is_cut_off_is_not_to_be_uploaded_at_a_command_line(
    photo_jpeg: Path, tmp_path: Path, optimize: Optimize, capsys: Capture
) -> None:
    cut = tmp_path / "cut.jpg"
    cut.write_bytes(photo_jpeg.read_bytes()[:-999])
    assert optimize(cut, "--out", tmp_path / "out") == (1, [f"{cut}: truncated: The file is incomplete."])
    assert main(["score", str(cut), str(photo_jpeg)]) == 1
    assert capsys.readouterr().err == "picopt-imaging: truncated: The file is incomplete.\n"


@pytest.mark.parametrize("command", [["inspect"], ["estimate", "--report", "json", "--format", "webp,jpeg"]])
def test_standard_input_is_looked_at(photo: Path, command: list[str]) -> None:
    run = [sys.executable, "-m", "picopt_imaging.cli", *command, "-"]
    done = subprocess.run(run, input=photo.read_bytes(), capture_output=True, check=True)
    assert {result["image"] for result in json.loads(done.stdout)} == {"-"}
    broken = subprocess.run(run, input=b"", capture_output=True, check=False)
    assert (broken.returncode, json.loads(broken.stdout)[0]["image"]) == (1, "-")


@pytest.mark.parametrize(
    ("octets", "said"),
    [
        (b'\xef\xbb\xbf{"alt": "A cup"}', ""),
        (b'{"drop": ["gps", "nope"]}', "“drop” knows no “nope”; there are copyright, creator"),
        (b'{"keep": ["GPS"]}', "“keep” knows no “GPS”"),
        (b"[" * 200_000, "nested too deep"),
        (b'{"alt": ' * 200_000, "nested too deep"),
    ],
    ids=["mark", "policy", "case", "lists", "objects"],
)
def test_files_of_metadata_are_read_or_refused_in_words(
    photo_jpeg: Path, tmp_path: Path, capsys: Capture, octets: bytes, said: str
) -> None:
    described = tmp_path / "text.json"
    described.write_bytes(octets)
    code = main(["embed", str(photo_jpeg), "--metadata", str(described), "-o", str(tmp_path / "out")])
    assert code == (2 if said else 0)
    assert said in " ".join(capsys.readouterr().err.split())
