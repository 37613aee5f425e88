from pathlib import Path
from types import SimpleNamespace

import pytest

from picopt_bench.imaging import promise
from picopt_bench.imaging.corpus import Exhibit, Kind
from picopt_bench.imaging.saving import summed_up
from picopt_imaging import Plan, Size


def rung(quality, octets, score):
    return {"quality": quality, "bytes": octets, "score": score}


def image(auto, fixed, sharp):
    return {"auto": {"bytes": auto, "score": 70.0, "neutral": 70.0}, "fixed": fixed, "sharp": sharp}


EASY = [rung(50, 100, 70.0), rung(100, 400, 95.0)]
HARD = [rung(50, 200, 60.0), rung(75, 400, 70.0), rung(100, 800, 95.0)]


def test_the_fixed_quality_is_the_lowest_at_which_the_worst_image_is_as_good():
    found = summed_up([image(100, EASY, EASY), image(400, HARD, HARD)])
    assert found["fixed_quality"] == 75
    assert found["fixed_bytes"] == 600  # the easy image is between its rungs: 200
    assert found["saved"] == pytest.approx(1 - 500 / 600, abs=1e-3)


def test_sharp_is_taken_at_the_quality_whose_mean_score_is_ours():
    found = summed_up([image(100, EASY, EASY), image(400, HARD, HARD)])
    assert 300 < found["sharp_bytes_same_mean"] < 600
    assert found["vs_sharp_same_mean"] == pytest.approx(500 / found["sharp_bytes_same_mean"], abs=1e-3)


def test_ladders_of_different_rungs_are_compared():
    assert summed_up([image(100, EASY, HARD), image(400, HARD, EASY)])["images"] == 2


def test_what_is_out_of_order_counts_also_where_the_larger_file_is_without_loss():
    files = [
        {"name": "full 900x600", "bytes": 90, "below": 0, "said": 100},
        {"name": "large 700x400", "bytes": 100, "below": 1.2, "said": 86},
    ]
    row = {"image": "a.png", "format": "webp", "files": files, "misses_said": [], "refused": "", "cpu": 1.0}
    found = promise.summed_up([{**row, "out_of_order": ["large 100 > full 90"], "left_out": ["small"]}])
    assert found["left_out"] == 1
    assert found["violations"] == ["a.png webp: large 100 > full 90"]
    assert found["size_order_violations"] == 1
    assert found["files_below_target"] == pytest.approx(1 / 2)
    assert found["worst_file_points_below"] == 1.2


def test_only_a_larger_file_of_the_same_part_has_to_have_more_bytes():
    def size(name, width, height, left=0):
        return Size(name=name, src_x=left, src_y=0, src_w=900 - left, src_h=600, dst_w=width, dst_h=height)

    exhibit = Exhibit(Kind.DRAWING, "a.png", Path("a.png"), 900, 600)
    plan = Plan(sizes=(size("small", 300, 200), size("flat", 400, 200), size("part", 150, 100, left=300)))
    octets = {"full": 100, "small": 90, "flat": 80, "part": 120}
    files = [SimpleNamespace(name=name, bytes=count) for name, count in octets.items()]
    # "flat" is no higher than "small", and "part" shows another part than all others.
    assert promise._out_of_order(exhibit, plan, SimpleNamespace(files=files)) == []
    files[1].bytes = 101
    assert promise._out_of_order(exhibit, plan, SimpleNamespace(files=files)) == ["small 101 > full 100"]
