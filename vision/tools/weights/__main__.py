"""Makes the networks of the embedded model: `python vision/tools/weights FOLDER`, with the dependency group `weights`.

Reads the weights out of the packages that bring them, without PyTorch, TensorFlow or running anything of theirs, and
writes one ONNX file each; the detector is one in its package already. The files in the repository were made by this; a
deep test makes them again and compares.
"""

import hashlib
import importlib.metadata
import sys
from pathlib import Path

from efficientnet import build_graph
from halves import store_halves
from mtcnn_graphs import build_face_graph
from torch_file import find_weights, read_weights


def main(folder: Path) -> None:
    """Write all files and print their hashes, as `packaged.py` wants them."""
    folder.mkdir(parents=True, exist_ok=True)
    for variant in (0, 1, 2):
        data = store_halves(build_graph(read_weights(find_weights(variant)), variant))
        _write(folder / f"efficientnet-lite{variant}.onnx", data)
    for name in ("pnet", "rnet", "onet"):
        _write(folder / f"mtcnn-{name}.onnx", build_face_graph(name))
    _write(folder / "yolox-nano.onnx", _read_detector())


def _read_detector() -> bytes:
    files = importlib.metadata.files("openvi") or []
    return next(Path(str(file.locate())) for file in files if file.name == "yolox_nano.onnx").read_bytes()


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    print(f'    "{path.stem}": "{hashlib.sha256(data).hexdigest()}",')


if __name__ == "__main__":
    main(Path(sys.argv[1]))
