import pytest

from picopt_bench.imaging import promise
from picopt_bench.imaging.saving import summed_up


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


def test_a_larger_file_without_loss_cannot_be_given_a_better_score():
    files = [
        {"name": "full 900x600", "bytes": 90, "below": 0, "said": 100},
        {"name": "large 700x400", "bytes": 100, "below": 0, "said": 86},
        {"name": "medium 300x200", "bytes": 120, "below": 1.2, "said": 84},
    ]
    row = {"image": "a.png", "format": "webp", "files": files, "misses_said": [], "refused": "", "cpu": 1.0}
    row["out_of_order"] = ["large 100 > full 90", "medium 120 > full 90", "medium 120 > large 100"]
    row["left_out"] = ["small"]
    found = promise.summed_up([row])
    assert found["left_out"] == 1
    assert found["violations"] == ["a.png webp: medium 120 > large 100"]
    assert found["size_order_violations"] == 3
    assert len(found["cannot_be_in_order"]) == 2
    assert found["files_below_target"] == pytest.approx(1 / 3)
    assert found["worst_file_points_below"] == 1.2
