"""Weights are read without PyTorch, and nothing in the file can run."""

import io
import os
import pickle
from pathlib import Path

import numpy as np
import pytest

from picopt_vision.embedded.weights import find_weights, read_weights


@pytest.mark.parametrize("variant", [0, 1, 2])
def test_every_variant_is_a_classifier_of_1000_classes(variant: int) -> None:
    weights = read_weights(find_weights(variant))
    assert weights["_fc.weight"].shape == (1000, 1280)
    assert weights["_conv_stem.weight"].shape == (32, 3, 3, 3)
    assert all(np.isfinite(array).all() for array in weights.values())


def test_a_tampered_file_runs_nothing(tmp_path: Path) -> None:
    class Attack:
        def __reduce__(self):
            return os.system, (f"touch {tmp_path}/owned",)

    file = io.BytesIO()
    for part in (119547037146038801333356, 1001, {}, {"weight": Attack()}):
        pickle.dump(part, file, protocol=2)
    path = tmp_path / "weights.pth"
    path.write_bytes(file.getvalue())
    with pytest.raises(pickle.UnpicklingError, match="must not refer to"):
        read_weights(path)
    assert not (tmp_path / "owned").exists()


def test_a_cut_off_file_is_an_error(tmp_path: Path) -> None:
    whole = find_weights(0).read_bytes()
    path = tmp_path / "weights.pth"
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises((pickle.UnpicklingError, ValueError, EOFError)):
        read_weights(path)
