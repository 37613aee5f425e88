"""The networks are the files that were shipped, and the script that makes them runs nothing of what it reads."""

import io
import os
import pickle
import subprocess
import sys
import tracemalloc
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from picopt_vision.embedded.networks import packaged
from picopt_vision.embedded.networks.packaged import NETWORKS, network, read_network

TOOLS = Path(__file__).parents[2] / "tools" / "weights"


@pytest.mark.parametrize("name", NETWORKS)
def test_every_network_is_the_one_that_was_shipped(name: str) -> None:
    assert len(read_network(name)) > 10_000


@pytest.mark.parametrize("variant", [0, 1, 2])
def test_every_classifier_knows_1000_classes(variant: int) -> None:
    image = np.zeros((1, 3, 224, 224), np.float32)
    (logits,) = network(f"efficientnet-lite{variant}").run(["logits"], {"image": image})
    assert logits.shape == (1, 1000)
    assert np.isfinite(logits).all()


def test_a_tampered_network_is_never_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(packaged.NETWORKS, "mtcnn-pnet", "0" * 64)
    with pytest.raises(RuntimeError, match="not the file that was shipped"):
        read_network("mtcnn-pnet")


def test_a_loaded_network_does_not_keep_its_file_as_well() -> None:
    tracemalloc.start()
    try:
        session = network.__wrapped__("efficientnet-lite0")
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert session.get_outputs()
    assert kept < 1 << 20


def test_nothing_at_run_time_reads_pickles_or_torch_files() -> None:
    """In a process of its own: what other tests loaded would count otherwise."""
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from picopt_vision import Context, ModelConfig, Settings, analyse, build_model\n"
        "analyse(build_model(ModelConfig()), Path(sys.argv[1]), Context(), Settings(fields=('alt',)))\n"
        "print([name for name in ('torch', 'joblib', 'onnx', 'mtcnn', 'tensorflow') if name in sys.modules])\n"
    )
    picture = Path(__file__).parents[1] / "pictures" / "lighthouse.jpg"
    done = subprocess.run([sys.executable, "-c", script, picture], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.deep
def test_the_script_makes_the_same_files_again(tmp_path: Path) -> None:
    subprocess.run([sys.executable, TOOLS, tmp_path], check=True)
    for name in NETWORKS.keys() - {"graphic-kinds"}:  # learned from pictures: `vision/tools/graphics`
        assert (tmp_path / f"{name}.onnx").read_bytes() == read_network(name)


@pytest.fixture
def torch_file(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(TOOLS))
    import torch_file  # type: ignore[import-not-found] # noqa: PLC0415 # a script's module, found only here

    return torch_file


def test_a_tampered_source_runs_nothing(torch_file: Any, tmp_path: Path) -> None:
    class Attack:
        def __reduce__(self):
            return os.system, (f"touch {tmp_path}/owned",)

    file = io.BytesIO()
    for part in (119547037146038801333356, 1001, {}, {"weight": Attack()}):
        pickle.dump(part, file, protocol=2)
    path = tmp_path / "weights.pth"
    path.write_bytes(file.getvalue())
    with pytest.raises(pickle.UnpicklingError, match="must not refer to"):
        torch_file.read_weights(path)
    assert not (tmp_path / "owned").exists()


def test_a_cut_off_source_is_an_error(torch_file: Any, tmp_path: Path) -> None:
    whole = torch_file.find_weights(0).read_bytes()
    path = tmp_path / "weights.pth"
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises((pickle.UnpicklingError, ValueError, EOFError)):
        torch_file.read_weights(path)
