import io
import json
import struct
from pathlib import Path

import PIL.Image
import pytest

from picopt_bench import goals
from picopt_bench.imaging import notebook, odd_judge
from picopt_bench.imaging.ladder import Rung, octets_at
from picopt_bench.imaging.notebook import Notebook, code_version
from picopt_bench.imaging.odd import summed_up
from picopt_bench.imaging.odd_judge import judge
from picopt_bench.imaging.parts import GOALS, PARTS
from picopt_bench.imaging.second_animation import frames_of_gif, shown
from picopt_bench.imaging.second_decoder import Seen
from picopt_imaging.animation import frames_of


def test_every_goal_has_a_part_that_answers_it() -> None:
    wanted = json.loads((goals.BENCH / "goals.json").read_text())["imaging"]
    assert list(GOALS) == list(wanted)
    assert {part for part, _ in GOALS.values()} <= set(PARTS)


def test_an_answer_is_asked_for_once_also_after_a_stop(tmp_path: Path) -> None:
    asked: list[int] = []

    def ask() -> dict[str, int]:
        asked.append(1)
        return {"bytes": 5}

    assert Notebook("part", tmp_path).answer("a", ask) == {"bytes": 5}
    with (tmp_path / "part.jsonl").open("a") as file:
        file.write('\n["b", {"byt')  # stopped within a line
    again = Notebook("part", tmp_path)
    assert again.answer("a", ask) == {"bytes": 5}
    assert again.known("b") is None
    again.answer("c", ask)
    assert Notebook("part", tmp_path).known("c") == {"bytes": 5}
    assert len(asked) == 2


def test_answers_of_an_earlier_code_count_where_they_are_accepted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notebook, "_FOLDER", tmp_path)
    monkeypatch.setattr(notebook, "_accepted", [])
    Notebook("part", tmp_path / "earlier").note("a", 1)
    assert Notebook("part").known("a") is None
    notebook.accept("earlier")
    assert Notebook("part").known("a") == 1
    Notebook("part").note("a", 2)
    assert Notebook("part").known("a") == 2


@pytest.mark.parametrize(
    ("changed", "counts"),
    [("library/search.py", True), ("library/cli/main.py", False), ("bench/judge.py", True), ("bench/job.js", True)],
)
def test_answers_are_those_of_library_and_bench_but_for_the_command_line(
    tmp_path: Path, *, changed: str, counts: bool
) -> None:
    for name in ("library/search.py", "library/cli/main.py", "bench/judge.py", "bench/job.js"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("before")

    def version() -> str:
        return str(code_version.__wrapped__(tmp_path / "library", tmp_path / "bench"))

    first = version()
    (tmp_path / changed).write_text("after")
    assert (version() != first) is counts
    assert len(code_version()) == len(first) == 12


def test_bytes_between_two_rungs_follow_their_logarithm() -> None:
    rungs = [Rung(80, 400, 80.0), Rung(60, 100, 60.0)]
    assert octets_at(rungs, 70.0) == pytest.approx(200)
    assert octets_at(rungs, 60.0) == pytest.approx(100)
    assert octets_at(rungs, 90.0) is None


def test_an_odd_file_is_right_refused_or_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = tmp_path / "good.png"
    PIL.Image.linear_gradient("L").convert("RGB").save(good)
    (tmp_path / "cut.png").write_bytes(good.read_bytes()[:200])
    assert judge(good)["verdict"] == "right"
    assert judge(tmp_path / "cut.png") == {"verdict": "refused", "why": "truncated", "read_by_others": False}
    black = PIL.Image.new("RGB", (256, 256))
    monkeypatch.setattr("picopt_bench.imaging.odd_judge.look", lambda _path: Seen(black, 1, "as it is"))
    monkeypatch.setattr("picopt_bench.imaging.odd_judge.third_look", lambda _path: None)
    assert judge(good)["verdict"] == "wrong"
    third = PIL.Image.merge("RGBA", [PIL.Image.linear_gradient("L")] * 3 + [PIL.Image.new("L", (256, 256), 255)])
    monkeypatch.setattr("picopt_bench.imaging.odd_judge.third_look", lambda _path: third)
    assert judge(good)["verdict"] == "right", "two decoders against one"


@pytest.mark.parametrize("name", ["a.gif", "a.png", "a.webp"])
def test_all_frames_of_an_animation_are_judged(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    frames = [PIL.Image.new("RGB", (40, 30), color) for color in ("white", "white", "white")]
    frames[1].paste("red", (5, 5, 20, 20))
    frames[2].paste("blue", (10, 8, 35, 25))
    frames[0].save(tmp_path / name, save_all=True, append_images=frames[1:], duration=100, lossless=True)
    found = judge(tmp_path / name)
    assert (found["verdict"], found["frames"]) == ("right", 3)
    monkeypatch.setattr(odd_judge, "frames_of", lambda roll: [*frames_of(roll)[:2], frames_of(roll)[1]])
    found = judge(tmp_path / name)
    assert (found["verdict"], found["worst_frame"]) == ("wrong", 2)


@pytest.mark.parametrize("disposal", [0, 1, 2, 3])
def test_frames_are_put_on_the_canvas_as_their_files_say(disposal: int) -> None:
    def gif(color: int, left: int, disposal: int) -> bytes:
        pixel = bytes([2, 2, 0x44 + 8 * color, 1, 0])  # one pixel of that color by LZW
        control = bytes([0x21, 0xF9, 4, disposal << 2, 0, 0, 0, 0])
        return control + struct.pack("<B4HB", 0x2C, left, 0, 1, 1, 0) + pixel

    table = bytes([255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255])
    head = b"GIF89a" + struct.pack("<2H3B", 3, 1, 0x81, 0, 0) + table
    data = head + gif(0, 0, 0) + gif(1, 0, disposal) + gif(2, 1, 0) + b";"

    def see(still: bytes) -> PIL.Image.Image:
        return PIL.Image.open(io.BytesIO(still))

    red, green, blue, clear = (255, 0, 0, 255), (0, 255, 0, 255), (0, 0, 255, 255), (0, 0, 0, 0)
    last = list(shown(frames_of_gif(data), (3, 1), see))[-1]
    left = {0: green, 1: green, 2: clear, 3: red}[disposal]
    assert [last.getpixel((x, 0)) for x in range(3)] == [left, blue, clear]


def test_the_sweep_names_what_is_wrong_and_counts_what_was_judged() -> None:
    verdicts = ("right", "wrong", "refused", "unjudged", "missing")
    found = summed_up([{"file": verdict, "verdict": verdict, "why": "because"} for verdict in verdicts])
    assert (found["files"], found["wrong"], found["wrong_files"]) == (3, 1, ["wrong: because"])
    assert found["missing"] == ["because"]
